"""Names as people type them: without accents, case, hyphens or apostrophes, « St » read as « Saint »."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def fold(text: str) -> str:
    """Return the words of a text, folded, separated by one space.

    >>> fold("Saint-Dié-des-Vosges") == fold("st die DES vosges")
    True
    >>> fold("L’Île-d’Œuf")
    'l ile d oeuf'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(LIGATURES))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(SAINTS.get(word, word) for word in re.findall(r"[a-z0-9]+", letters))


def words(name: str, *codes: str) -> str:
    """Return the words that find a territory, each after a space; a comma parts the name from the codes.

    >>> words("Épinal", "88000", "88160")
    ' epinal , 88000 88160'
    """
    return f" {fold(name)} , {fold(' '.join(codes))}".rstrip()
