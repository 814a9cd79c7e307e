"""Importing the sheet of another member: seen first, kept once, never over the former one."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.accounts.tests.factories import AT, acts, client_of, last_act
from maillage.base.dates import FuzzyDate
from maillage.base.errors import Refusal
from maillage.network.actions.members import import_sheet, withdraw
from maillage.network.incoming import MOST_FACTS, MOST_FIGURES
from maillage.network.models import Member, MemberSheet
from maillage.network.tests.others import KEY, NAME, file, first_figure, keep, ours, text_of, theirs
from maillage.network.wording import age_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grand_est")]


@pytest.fixture
def browser_of_agent(agent: User) -> Client:
    return client_of(agent)


def shown(client: Client, content: str) -> str:
    answer = client.post(reverse("network:import"), {"fichier": file(content.encode())})
    return answer.content.decode().replace("\xa0", " ")


def test_file_is_shown_before_anything_is_kept(browser_of_agent: Client) -> None:
    told = shown(browser_of_agent, text_of(theirs()))

    assert f"Importer la fiche de « {NAME} » ?" in told
    assert "Importer cette fiche" in told
    assert MemberSheet.objects.count() == Member.objects.count() == 0


def test_confirmed_file_is_kept_once(browser_of_agent: Client) -> None:
    sent = {"cle": uuid4(), "fiche": text_of(theirs())}

    answers = [browser_of_agent.post(reverse("network:import-keep"), sent) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [f"/reseau/{KEY}/"] * 2
    assert acts().count("network.sheet_imported") == MemberSheet.objects.count() == 1


def test_import_is_in_the_journal(agent: User) -> None:
    kept = keep(agent)

    assert last_act() == f"network.sheet_imported network.membersheet:{kept.pk}"


def test_same_facts_again_change_nothing(agent: User, browser_of_agent: Client) -> None:
    kept = keep(agent)
    again = import_sheet("\n " + text_of(theirs()), by=agent, at=AT + timedelta(days=1))

    assert again == kept
    assert acts().count("network.sheet_imported") == 1
    assert "Cette fiche est déjà là" in shown(browser_of_agent, text_of(theirs()))


def test_newer_sheet_keeps_the_former(agent: User, browser_of_agent: Client) -> None:
    former = keep(agent)
    said = theirs()
    first_figure(said)["valeur"] = "123456"

    told = shown(browser_of_agent, text_of(said))
    newer = keep(agent, said)

    assert "1 changement depuis l’import du 23 novembre 2026" in told
    assert "123\u202f456" in told
    assert set(MemberSheet.objects.all()) == {former, newer}
    assert list(MemberSheet.objects.latest()) == [newer]


def test_preview_warns_of_an_older_sheet_and_of_another_address(
    agent: User, browser_of_agent: Client
) -> None:
    keep(agent)

    told = shown(
        browser_of_agent, text_of(theirs(fiche_mise_a_jour="2019") | {"adresse": "https://a.fr/fiche/"})
    )

    assert "Cette fiche est plus ancienne" in told
    assert "L’adresse a changé" in told


def test_homonyms_of_two_places_are_two_members(agent: User) -> None:
    for place in ("93066", "97411"):
        keep(agent, theirs(nom="Saint-Denis", categorie="commune", territoire=place))

    assert set(Member.objects.values_list("key", flat=True)) == {"saint-denis-93066", "saint-denis-97411"}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"nom": "REGION GRAND-EST", "territoire": "R99"},
    ],
)
def test_file_that_passes_for_ours_is_refused(said: dict[str, str], agent: User) -> None:
    document = (theirs() if said else ours()) | {}
    document["collectivite"] |= said

    with pytest.raises(Refusal, match="On n’importe que la fiche d’une autre"):
        keep(agent, document)


def test_file_of_our_territory_and_address_under_another_name_is_theirs(agent: User) -> None:
    kept = keep(agent, theirs(nom="Autre nom", territoire="R44") | {"adresse": ours()["adresse"]})

    assert (kept.member.name, kept.member.territory) == ("Autre nom", "R44")


def test_name_without_letters_is_refused(agent: User) -> None:
    with pytest.raises(Refusal, match="aucune lettre"):
        keep(agent, theirs(nom="???"))


def test_sheet_with_too_many_figures_is_refused(agent: User) -> None:
    said = theirs()
    many = [first_figure(said) | {"cle": f"c{rank}"} for rank in range(MOST_FIGURES + 1)]

    with pytest.raises(Refusal, match="251 chiffres, 250 au plus"):
        keep(agent, said | {"sections": [section(0, chiffres=many)]})


def test_sheet_with_too_many_facts_is_refused(agent: User) -> None:
    said = theirs()
    fact = next(part["faits"][0] for part in said["sections"] if part["faits"]) | {"faits": []}
    many = [[fact | {"cle": f"f{part}-{rank}"} for rank in range(1000)] for part in range(3)]

    with pytest.raises(Refusal, match=f"3000 faits, {MOST_FACTS} au plus"):
        keep(agent, said | {"sections": [section(part, faits=facts) for part, facts in enumerate(many)]})


def section(rank: int, **parts: object) -> dict[str, object]:
    return {"cle": f"s{rank}", "titre": "Thème", "chiffres": [], "faits": [], **parts}


def test_only_those_who_instruct_import(applicant: User) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        keep(applicant)
    assert client_of(applicant).get(reverse("network:import")).status_code == 404


def test_withdrawn_member_is_no_longer_seen_until_imported_again(agent: User, client: Client) -> None:
    kept = keep(agent)
    client_of(agent).post(reverse("network:withdraw", args=[KEY]))
    hidden = client.get(f"/reseau/{KEY}/").status_code
    act = last_act()
    keep(agent)

    assert (hidden, act) == (404, f"network.member_withdrawn network.member:{kept.member_id}")
    assert client.get(f"/reseau/{KEY}/").status_code == 200
    assert MemberSheet.objects.count() == 2


def test_withdrawing_twice_is_refused(agent: User) -> None:
    member = keep(agent).member
    withdraw(member, by=agent, at=AT)

    with pytest.raises(Refusal, match="n’est déjà plus"):
        withdraw(member, by=agent, at=AT)


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        ("2022-03-22", "il y a 4\xa0ans"),
        ("2025-11", "il y a 11\xa0mois"),
        ("2026-11-25", ""),
        ("?", ""),
        ("2030", ""),
    ],
)
def test_age_is_said_in_plain_words(dated: str, said: str) -> None:
    assert age_in_words(FuzzyDate.parse(dated), date(2026, 11, 25)) == said
