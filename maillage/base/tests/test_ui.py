"""The components: what each writes, and that words, not only colours, carry the meaning."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from maillage.base.charts import FAMILIES

TOKENS = (settings.CODE / "base" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", TOKENS))
TEXT_PAIRS = (
    ("encre", "craie"),
    ("encre", "papier"),
    ("encre-2", "craie"),
    ("sapin", "craie"),
    ("sapin", "papier"),
    ("papier", "sapin"),
    ("sapin-fonce", "sapin-clair"),
    ("mirabelle-fonce", "mirabelle-clair"),
    ("gres-fonce", "gres-clair"),
    ("gres-fonce", "craie"),
    ("encre", "ardoise-clair"),
)


class Sample(forms.Form):
    name = forms.CharField(label="Nom", help_text="Tel que dans les statuts.")
    note = forms.CharField(label="Remarque", required=False)
    choice = forms.ChoiceField(label="En CDI", choices=[("yes", "Oui")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Je certifie")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def ui(name: str, *, request: HttpRequest | None = None, **values: object) -> str:
    return re.sub(r"[ \n]+", " ", render_to_string(f"ui/{name}.html", values, request=request))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_pair_has_its_contrast(text: str, ground: str) -> None:
    assert contrast(COLOURS[text], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize("family", FAMILIES)
def test_family_edge_has_its_contrast(family: str) -> None:
    assert contrast(FAMILIES[family].edge, COLOURS["craie"]) >= 3


def test_field_ties_its_help_and_its_error_to_the_control() -> None:
    html = ui("field", field=Sample({})["name"])

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext">Tel que dans les statuts.' in html
    assert '<div id="id_name_error"><p class="field__error">' in html


def test_field_says_when_it_is_optional() -> None:
    assert "(facultatif)" in ui("field", field=Sample()["note"])
    assert "(facultatif)" not in ui("field", field=Sample()["name"])


def test_field_shows_its_unit() -> None:
    assert '<span class="field__unit">ETP</span>' in ui("field", field=Sample()["name"], unit="ETP")


def test_field_of_choices_is_a_group_with_its_question() -> None:
    html = ui("field", field=Sample()["choice"])

    assert '<legend class="field__label">En CDI' in html
    assert '<label class="choice" for="id_choice_0">' in html


def test_field_of_one_box_puts_the_label_after_it() -> None:
    assert re.search(
        r'<label class="choice" for="id_sure"><input[^>]+> <span>Je certifie',
        ui("field", field=Sample()["sure"]),
    )


def test_form_writes_every_field_with_our_markup() -> None:
    html = str(Sample())

    assert len(re.findall(r'<(?:div|fieldset) class="field[ "]', html)) == 4
    assert html.count('type="hidden"') == 1


def test_form_as_paragraphs_has_the_same_markup() -> None:
    assert Sample().as_p() == Sample().as_div()


def test_form_with_errors_begins_with_their_summary() -> None:
    html = str(Sample({"name": "Les Jardins", "sure": "on"}))

    assert html.startswith('<div class="errors" role="alert" tabindex="-1" autofocus>')
    assert "Il reste un point à corriger" in html
    assert '<a href="#id_choice">En CDI</a>' in html


def test_form_errors_of_a_good_form_are_nothing() -> None:
    assert ui("form_errors", form=Sample()).strip() == ""


def test_form_errors_of_the_whole_form_are_said() -> None:
    form = Sample({})
    form.add_error(None, "Le dépôt est clos.")

    assert "<li>Le dépôt est clos.</li>" in ui("form_errors", form=form)


def test_figure_links_its_provenance_under_its_value() -> None:
    html = ui(
        "figure", value="17 000", label="établissements", status="déclaré", url="/x/", source="fiche RTES"
    )

    assert '<p class="figure__value">17 000</p>' in html
    assert '<span class="tag tag--info">déclaré</span>' in html
    assert '<a href="/x/">fiche RTES</a>' in html


def test_figure_too_long_for_large_type_is_set_smaller() -> None:
    assert "figure__value--long" in ui("figure", value="90 000 à 105 000")


@pytest.mark.parametrize(
    ("status", "kind"),
    [("déclaré", "info"), ("définitif", "ok"), ("estimation", "attention"), ("provisoire", "attention")],
)
def test_status_has_its_tint_and_its_word(status: str, kind: str) -> None:
    assert f'<span class="tag tag--{kind}">{status}</span>' in ui("status", status=status)


def test_status_flags_are_words_too() -> None:
    html = ui("status", status="secret", contradicted=True, broken=True)

    assert re.findall(r">([^<]+)</span>", html) == ["secret", "contredit", "rupture de série"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("yes", "Vous pouvez demander"), ("maybe", "Cela dépend"), ("no", "Pas aujourd’hui")],
)
def test_verdict_says_its_words(kind: str, words: str) -> None:
    assert words in ui("verdict", kind=kind, subject="Emploi ESS")


def test_pagination_keeps_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/dossiers/?aide=emploi&page=2")

    html = ui("pagination", page=Paginator(range(50), 10).page(2), request=request)

    assert 'href="?aide=emploi&amp;page=3"' in html
    assert "Page <strong>2</strong> sur 5" in html


def test_pagination_of_one_page_is_nothing() -> None:
    assert ui("pagination", page=Paginator(range(5), 10).page(1)).strip() == ""


def test_tabs_mark_the_current_one() -> None:
    html = ui("tabs", label="Dossiers", tabs=[{"label": "À faire", "url": "#", "count": 0, "current": True}])

    assert 'aria-current="page"' in html
    assert '<span class="tabs__count">0</span>' in html


def test_table_stacked_on_phones_keeps_its_roles() -> None:
    html = ui(
        "table", caption="Dossiers", head=[{"label": "N°"}], rows=[["26-1", {"text": "x"}]], stacked=True
    )

    assert re.findall(r'role="(\w+)"', html) == [
        *("region", "table", "rowgroup", "row", "columnheader"),
        *("rowgroup", "row", "rowheader", "cell"),
    ]


def test_table_cell_may_be_plain_linked_or_tagged() -> None:
    row = [
        "26-1",
        {"text": "voir", "url": "/x/"},
        {"text": "prêt", "kind": "ok"},
        {"text": "12", "number": True},
    ]

    html = ui("table", caption="Dossiers", rows=[row])

    assert '<th scope="row">26-1 </th>' in html
    assert '<a href="/x/">voir</a>' in html
    assert '<span class="tag tag--ok">prêt</span>' in html
    assert '<td class="is-number">12 </td>' in html


def test_dialog_without_script_leads_to_the_page_that_asks() -> None:
    html = ui("dialog", id="d", url="/retirer/", verb="Retirer", title="Retirer ?", confirm="Oui")

    assert '<a class="button button--danger" href="/retirer/" data-dialog="d">Retirer</a>' in html
    assert "<dialog" in html
    assert " open>" not in html


def test_dialog_on_the_page_that_asks_is_open_with_a_way_back() -> None:
    html = ui(
        "dialog", id="d", url="/retirer/", title="Retirer ?", confirm="Oui", open=True, back="/dossier/"
    )

    assert " open>" in html
    assert "data-dialog" not in html
    assert '<a class="button button--quiet" href="/dossier/">Annuler</a>' in html


def test_stepper_counts_and_marks_the_current_step() -> None:
    html = ui("stepper", label="Ma demande", steps=["Vous", "Projet"], current=2)

    assert "Ma demande · étape 2 sur 2" in html
    assert '<li aria-current="step">Projet</li>' in html
    assert '<span class="unseen">(fait)</span>' in html


def test_timeline_says_what_waits() -> None:
    entries = [
        {"when": "le 3 mai", "what": "Avis attendu", "state": "waiting"},
        {"when": "juin", "what": "Jury"},
    ]

    assert "le 3 mai · en attente" in ui("timeline", entries=entries)


def test_summary_names_what_each_link_changes() -> None:
    html = ui("summary", rows=[{"term": "Adresse", "value": "Épinal", "url": "/x/"}])

    assert '<a href="/x/">Modifier<span class="unseen">\u00a0: Adresse</span></a>' in html


def test_breadcrumb_ends_where_one_is() -> None:
    html = ui("breadcrumb", trail=[{"label": "Accueil", "url": "/"}, {"label": "Fiche"}])

    assert html.count("<li>") == 2
    assert '<span aria-current="page">Fiche</span>' in html


def test_empty_offers_a_way_on() -> None:
    html = ui("empty", title="Rien ici", text="Bientôt.", url="/x/", label="Voir tout")

    assert '<a class="button button--quiet" href="/x/">Voir tout</a>' in html


def test_button_is_a_link_only_where_it_leads_somewhere() -> None:
    assert ui("button", label="Voir", url="/x/").startswith('<a class="button"')
    assert ui("button", label="Envoyer").startswith('<button class="button" type="submit"')


def test_htmx_neither_evaluates_nor_styles() -> None:
    html = ui("htmx")

    assert '"allowEval":false' in html
    assert '"includeIndicatorStyles":false' in html
    assert '{"code":"4(09|22|29)","swap":true}' in html


def test_layout_marks_the_current_entry_of_the_navigation() -> None:
    entry = SimpleNamespace(label="Notre fiche", url="/fiche/", current="page")

    html = render_to_string(
        "base.html", {"navigation": [entry], "demonstration": True, "collectivite": "Région X"}
    )

    assert html.count('<a href="/fiche/" aria-current="page">Notre fiche</a>') == 2  # header and phone's menu
    assert 'aria-label="Démonstration"' in html
    assert "Région X" in html


def test_layout_outside_demonstration_has_no_banner() -> None:
    assert 'aria-label="Démonstration"' not in render_to_string("base.html", {})


def test_layout_has_no_inline_style_nor_script() -> None:
    html = render_to_string("base.html", {})

    assert re.findall(r"<style|<script|style=|data:|onclick", html) == []
