from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from maillage.base.errors import Conflict, Refusal
from maillage.base.idempotency import IdempotencyKey, KeyForm, already, content_of, fingerprint, once, purge
from maillage.base.references import Reference
from maillage.base.tests.specimens.models import Case

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANNE, PAUL = Reference("accounts.user", 1), Reference("accounts.user", 2)


def send(
    key: UUID, *, title: str = "a", owner: Reference | None = ANNE, purpose: str = "cases.create"
) -> Reference:
    content = {"title": title}
    return once(
        key, lambda: Case.objects.create(title=title), owner=owner, purpose=purpose, content=content, at=AT
    )


@pytest.mark.usefixtures("specimens")
def test_the_same_key_gives_the_same_receipt() -> None:
    key = uuid4()

    assert send(key) == send(key) == Reference.of(Case.objects.get())


@pytest.mark.usefixtures("specimens")
def test_two_keys_have_two_effects() -> None:
    assert send(uuid4()) != send(uuid4())


@pytest.mark.usefixtures("specimens")
@pytest.mark.parametrize(
    "other",
    [{"title": "b"}, {"owner": PAUL}, {"owner": None}, {"purpose": "cases.delete"}],
)
def test_a_used_key_with_anything_else_is_a_conflict(other: dict[str, Any]) -> None:
    key = uuid4()
    send(key)

    with pytest.raises(Conflict, match="déjà été envoyé avec un autre contenu"):
        send(key, **other)
    assert Case.objects.count() == 1


@pytest.mark.usefixtures("specimens")
def test_a_visitor_keeps_their_receipt() -> None:
    key = uuid4()

    assert send(key, owner=None) == send(key, owner=None)


@pytest.mark.usefixtures("specimens")
def test_a_refused_act_leaves_the_key_free() -> None:
    key = uuid4()

    def refuse() -> Case:
        Case.objects.create(title="half done")
        raise Refusal("Il manque une pièce.")

    with pytest.raises(Refusal):
        once(key, refuse, owner=ANNE, purpose="cases.create", content={}, at=AT)
    assert send(key) == Reference.of(Case.objects.get())


@pytest.mark.usefixtures("shared_specimens")
@pytest.mark.parametrize("count", [2, 8])
def test_parallel_sendings_have_one_effect(count: int, together: Callable[..., list[Any]]) -> None:
    key = uuid4()

    receipts = together(*[lambda: send(key)] * count)

    assert receipts == [Reference.of(Case.objects.get())] * count


@pytest.mark.usefixtures("shared_specimens")
def test_parallel_sendings_of_two_contents_keep_one(together: Callable[..., list[Any]]) -> None:
    key = uuid4()

    results = together(lambda: send(key, title="a"), lambda: send(key, title="b"))

    assert [type(result) for result in results if not isinstance(result, Reference)] == [Conflict]
    assert Reference.of(Case.objects.get()) in results


@pytest.mark.usefixtures("specimens")
def test_what_a_key_made_is_found_for_the_same_content_alone() -> None:
    key = uuid4()
    about: dict[str, Any] = {"owner": ANNE, "purpose": "cases.create"}
    made = send(key)

    assert already(key, content={"title": "a"}, **about) == made
    assert already(key, content={"title": "b"}, **about) is None
    assert already(uuid4(), content={"title": "a"}, **about) is None


def test_fingerprint_ignores_order_and_sees_every_value() -> None:
    assert fingerprint({"a": ["1"], "b": ["é"]}) == fingerprint({"b": ["é"], "a": ["1"]})
    assert fingerprint({"a": ["1", "2"]}) != fingerprint({"a": ["12"]})


def test_content_leaves_the_page_s_own_fields_out() -> None:
    request = RequestFactory().post("/", {"cle": "x", "csrfmiddlewaretoken": "y", "title": ["a", "b"]})

    assert content_of(request) == {"title": ["a", "b"]}


def test_content_holds_files_by_name_and_bytes() -> None:
    def sent(data: bytes) -> dict[str, list[str]]:
        return content_of(RequestFactory().post("/", {"piece": SimpleUploadedFile("rib.pdf", data)}))

    assert sent(b"un") == sent(b"un")
    assert sent(b"un") != sent(b"deux")


def test_content_leaves_files_readable() -> None:
    request = RequestFactory().post("/", {"piece": SimpleUploadedFile("rib.pdf", b"un")})

    content_of(request)

    assert request.FILES["piece"].read() == b"un"  # type: ignore[union-attr] # one file, no list


@pytest.mark.django_db
def test_purge_forgets_old_keys_only() -> None:
    for days in (0, 29, 31):
        at = AT - timedelta(days=days)
        IdempotencyKey.objects.create(key=uuid4(), purpose="a", content_hash="", at=at)

    assert purge(AT - timedelta(days=30)) == 1
    assert IdempotencyKey.objects.count() == 2


class TitleForm(KeyForm):
    title = forms.CharField()


def test_a_form_shows_a_new_key_each_time() -> None:
    one, other = TitleForm()["cle"], TitleForm()["cle"]

    assert one.value() != other.value()
    assert 'type="hidden"' in str(one)


def test_a_form_refused_keeps_its_key() -> None:
    key = uuid4()
    form = TitleForm({"cle": str(key), "title": ""})

    assert not form.is_valid()
    assert str(key) in str(form["cle"])


@pytest.mark.parametrize("key", ["", "abc"])
def test_a_form_without_its_key_says_what_to_do(key: str) -> None:
    assert "rechargez-la" in TitleForm({"cle": key, "title": "a"}).errors["cle"][0]
