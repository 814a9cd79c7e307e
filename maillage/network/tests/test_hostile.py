"""Files made to harm: each one refused with its reason, or shown harmless, and always quickly."""

import io
import json
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.accounts.models import User
from maillage.accounts.tests.factories import AT, client_of
from maillage.base.uploads import MOST_BYTES
from maillage.network.format import MAX_BYTES, SheetError, read
from maillage.network.incoming import MOST_FIGURES, receive
from maillage.network.models import MemberSheet
from maillage.network.tests.others import file, first_figure, keep, text_of, theirs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grand_est")]
SECONDS = 10
SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}{% now "Y" %}'


def upload(client: Client, content: bytes) -> tuple[int, str]:
    answer = client.post(reverse("network:import"), {"fichier": file(content)})
    return answer.status_code, answer.content.decode().replace("\xa0", " ")


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("fiche.json", "0" * 1000)
    return held.getvalue()


HARMFUL = {
    "zip": zipped(),
    "image": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
    "utf-16": '{"format": "maillage-fiche/2"}'.encode("utf-16"),
    "html": b"<script>alert(1)</script>",
    "arrays": b"[" * MAX_BYTES,
    "closed arrays": b"[" * 1_000_000 + b"]" * 1_000_000,
    "objects": b'{"a":' * 300_000,
    "facts": b'{"faits":[' * 150_000,
    "number": b"1" * MAX_BYTES,
    "exponent": b'{"format": 1e999999999}',
    "nan": b"NaN",
    "infinity": b'{"format": -Infinity}',
    "null byte": b'{"format": "a\\u0000"}',
    "surrogate": b'{"format": "\\ud800"}',
    "names": b"{" + b",".join(b'"n%d":1' % rank for rank in range(100_000)) + b"}",
    "one name": b"{" + b",".join([b'"format":"maillage-fiche/2"'] * 60_000) + b"}",
    "too long": b" " * (MAX_BYTES + 1),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_harmful_file_is_refused_at_once(kind: str, agent: User) -> None:
    started = time.monotonic()

    status, told = upload(client_of(agent), HARMFUL[kind])

    assert status == 422
    assert "Il reste un point à corriger" in told
    assert time.monotonic() - started < SECONDS


def test_endless_file_is_cut_before_the_disk(agent: User) -> None:
    status, told = upload(client_of(agent), b" " * (MOST_BYTES * 2))

    assert status == 422
    assert "dépasse 2 Mo" in told


@pytest.mark.parametrize("sent", [{}, {"fichier": ""}, {"fichier": "texte"}])
def test_form_without_file_asks_for_one(sent: dict[str, str], agent: User) -> None:
    answer = client_of(agent).post(reverse("network:import"), sent)

    assert answer.status_code == 422
    assert "Choisissez le fichier à importer." in answer.content.decode()


@pytest.mark.parametrize("sent", ["", "{", "[" * 100_000, '{"format": "\x00"}', SCRIPT])
def test_confirmation_of_anything_else_keeps_nothing(sent: str, agent: User) -> None:
    form = {"cle": "11111111-1111-4111-8111-111111111111", "fiche": sent}

    answer = client_of(agent).post(reverse("network:import-keep"), form)

    assert answer.status_code == 422
    assert SCRIPT not in answer.content.decode()
    assert MemberSheet.objects.count() == 0


def test_byte_order_mark_is_let_through() -> None:
    assert read(b"\xef\xbb\xbf" + text_of(theirs()).encode()).owner.name == "Région Fictive"


def test_name_given_twice_is_refused() -> None:
    twice = text_of(theirs()).replace('"adresse":', '"adresse": "https://a.fr", "adresse":', 1)

    with pytest.raises(SheetError, match="écrit deux fois"):
        read(twice.encode())


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.fr",
        "//a.fr",
        "https://grandest.fr@a.fr/",
        "https://a.fr/\n",
        "https://a.fr/\u202e",
    ],
)
def test_dubious_link_is_refused(address: str) -> None:
    with pytest.raises(SheetError, match="adresse"):
        read(text_of(theirs() | {"adresse": address}).encode())


@pytest.mark.parametrize("letter", ["\u202e", "\u200e", "\ufeff", "\x07"])
def test_invisible_letter_is_refused_anywhere(letter: str) -> None:
    said = theirs()

    for path, _ in texts(said):
        with pytest.raises(SheetError):
            read(text_of(replaced(said, path, f"a{letter}b")).encode())


def test_markup_in_every_text_stays_text(agent: User, client: Client) -> None:
    said = theirs()
    for path, _ in texts(said):
        spoilt = replaced(said, path, SCRIPT[:60])
        try:
            read(text_of(spoilt).encode())
        except SheetError:
            continue
        said = spoilt
    kept = keep(agent, said)

    for address in ("/reseau/", kept.get_absolute_url(), f"{kept.get_absolute_url()}comparer/"):
        shown = client.get(address).content.decode()
        assert "&lt;script&gt;" in shown
        assert "<script>alert" not in shown
        assert "onerror=alert(1)>" not in shown
    assert "<script>alert" not in upload(client_of(agent), text_of(said).encode())[1]


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
OFTEN = settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=60)


@OFTEN
@given(said=ANY)
def test_any_json_is_refused_with_a_sentence(said: object) -> None:
    with pytest.raises(SheetError, match=r"\S"):
        receive(json.dumps(said).encode(), on=AT.date())


@OFTEN
@given(content=st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(SheetError, match=r"\S"):
        receive(content, on=AT.date())


@OFTEN
@given(data=st.data())
def test_mutated_sheet_is_refused_or_shown(data: st.DataObject, agent: User) -> None:
    said, client = theirs(), client_of(agent)
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(places(said)))
        value = data.draw(
            ANY | st.sampled_from(["0", "-1", "9999999999999999", "0.0001", "?", "1/2", "2022/2023", "below"])
        )
        said = replaced(said, path, value)

    status, _ = upload(client, text_of(said).encode())

    assert status in {200, 422}
    if status == 200:
        keep(agent, said)
        assert {client.get(f"{row.get_absolute_url()}").status_code for row in MemberSheet.objects.all()} == {
            200
        }


def test_sheet_that_contradicts_itself_everywhere_is_refused_quickly() -> None:
    said = theirs()
    figure = first_figure(said) | {"unite": "%"}
    many = [
        {
            **figure,
            "cle": f"c{rank}",
            "valeur": str(rank),
            "rapporte_a": f"ensemble {rank}",
            "code_territoire": "FR" if rank % 2 else "R99",
        }
        for rank in range(MOST_FIGURES)
    ]
    started = time.monotonic()

    with pytest.raises(SheetError, match="points à vérifier"):
        receive(
            text_of(
                said | {"sections": [{"cle": "s", "titre": "T", "chiffres": many, "faits": []}]}
            ).encode(),
            on=AT.date(),
        )

    assert time.monotonic() - started < SECONDS


def texts(said: Any) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield the place of one text of each kind."""
    seen: set[tuple[Any, ...]] = set()
    for place in places(said):
        kind = tuple(step for step in place if isinstance(step, str))
        value = at(said, place)
        if isinstance(value, str) and kind not in seen:
            seen.add(kind)
            yield place, value


def places(said: Any) -> list[tuple[Any, ...]]:
    """Return every place within a document."""
    found: list[tuple[Any, ...]] = []
    inside = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for step, value in inside:
        found += [(step,), *((step, *rest) for rest in places(value))]
    return found


def at(said: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        said = said[step]
    return said


def replaced(said: Any, path: tuple[Any, ...], value: object) -> Any:
    """Return the document with another value at one place."""
    if not path:
        return value
    copy = said.copy()
    copy[path[0]] = replaced(said[path[0]], path[1:], value)
    return copy
