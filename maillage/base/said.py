"""Dates said in French, as people type them and as a page writes them, read back into the compact text.

« 1er janvier 2026 », « mai ou juin 2022 », « du 7 au 8 octobre 2020 », « 2017 à 2021 », « été 2022 »,
« fin d’année 2021 », « hiver 2022-2023 ».
"""

import re
import unicodedata

from maillage.base.points import MONTHS, PARTS


def plain(text: str) -> str:
    """Return a text in small letters, without accents, with straight apostrophes and single spaces."""
    bare = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(one for one in bare if not unicodedata.combining(one)).lower().split())


RANKS = {plain(name): rank for rank, name in enumerate(MONTHS, start=1)}
SEASONS = {plain(words.partition(" {}")[0]): code for code, (words, _, _) in PARTS.items()}
ONE = re.compile(rf"(?:le )?(?:([0-9]{{1,2}})(?:er)?)? ?({'|'.join(RANKS)})? ?([12][0-9]{{3}})?", re.ASCII)
TWO = re.compile(r"(?:de |du |entre )?(.+?) (?:et|ou|a|au) (.+)")
SEASON = re.compile(rf"(?:l'|le )?({'|'.join(SEASONS)}) ([12][0-9]{{3}})(?:-([12][0-9]{{3}}))?", re.ASCII)
Parts = tuple[int, int, int]  # year, month, day; zero where not said


def compact(text: str) -> str:
    """Return the compact text of a date said in French; any other text as it is.

    >>> compact("mai ou juin 2022"), compact("1er janvier 2026"), compact("du 7 au 8 octobre 2020")
    ('2022-05/2022-06', '2026-01-01', '2020-10-07/2020-10-08')
    >>> compact("Été 2022"), compact("de 2017 à 2021"), compact("demain"), compact(">la clôture")
    ('2022-22', '2017/2021', 'demain', '>la clôture')
    """
    words = plain(text)
    if not re.search(r"[a-z]", words):
        return text
    if (season := SEASON.fullmatch(words)) and int(season[3] or season[2]) - int(season[2]) in {0, 1}:
        return f"{season[2]}-{SEASONS[season[1]]}"
    if (only := _parts(words)) and only[0]:
        return _written(only)
    both = TWO.fullmatch(words)
    first, last = (_parts(both[1]), _parts(both[2])) if both else (None, None)
    if not (first and last and last[0]):
        return text
    return f"{_written(_completed(first, last))}/{_written(last)}"


def _parts(words: str) -> Parts | None:
    found = ONE.fullmatch(words)
    if not found or not words or (found[1] and found[3] and not found[2]):
        return None
    return int(found[3] or 0), RANKS.get(found[2] or "", 0), int(found[1] or 0)


def _completed(first: Parts, last: Parts) -> Parts:
    """Return the first date with the month and year that only the second one says."""
    year, month, day = first
    return year or last[0], month or (last[1] if day else 0), day


def _written(parts: Parts) -> str:
    year, month, day = parts
    return "-".join([f"{year}", *(f"{part:02}" for part in (month, day) if part)])
