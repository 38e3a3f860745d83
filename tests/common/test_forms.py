"""Questions are asked plainly, and a wrong answer is kept and explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone, translation

from havre.common.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    MailField,
    MomentField,
    NumberField,
    PhoneField,
    PlainForm,
    SelectField,
    TextField,
    YesField,
    clean_phone,
)
from tests.common.parts import render, words

N = "\u00a0"
NOW = datetime(2026, 3, 17, 9, 14, tzinfo=UTC)


class Asked(PlainForm):
    keeper = ChoiceField("Qui veille ?", choices=[("us", "Nous"), ("other", "Un autre")], subs={"other": "hôpital…"})
    phone = PhoneField("À quel numéro ?", hint="De jour.", reads="Scellé", required=True)
    wish = LongTextField("Que souhaite-t-elle ?", optional="si vous le savez", max_length=20)
    name = TextField("Qui oriente ?", max_length=20)
    mail = MailField("À quelle adresse ?")
    leaves_on = DayField("Quel jour ?", not_before=timezone.localdate)
    called_at = MomentField("Quand ?", not_after=timezone.now)
    children = NumberField("Combien ?", max_value=15)
    languages = ChoicesField("Quelles langues ?", choices=[("en", "anglais"), ("pcm", "pidgin")])
    area = SelectField("Quel département ?", choices=lambda: [("29", "Finistère"), ("50", "Manche")])
    told = YesField("Elle est d’accord")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), translation.override("fr"):
        yield


def answered(**answers: Any) -> Asked:
    data = QueryDict(mutable=True)
    for name, value in {"phone": "0612345678", **answers}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return Asked(data)


def field(form: Asked, name: str) -> str:
    return render('<c-field :field="field" />', field=form[name])


def complaint(name: str, value: Any) -> str:
    form = answered(**{name: value})
    return " ".join(form.errors.get(name, []))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 12 34 56 78", "0612345678"),
        ("06.12.34.56.78", "0612345678"),
        ("+33 6 12 34 56 78", "0612345678"),
        ("+33 (0)6 12 34 56 78", "0612345678"),
        ("0033612345678", "0612345678"),
        ("\u202a06\u00a012\u00a034\u00a056\u00a078\u202c", "0612345678"),
        ("+234 801 234 5678", "+2348012345678"),
        ("0040 21 234 5678", "+40212345678"),
        ("3919", "3919"),
        ("115", "115"),
        ("116 006", "116006"),
    ],
)
def test_a_number_is_understood_however_it_is_written(typed: str, kept: str) -> None:
    assert clean_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("06 00 00 00 0", f"Il manque un chiffre{N}: un numéro français en a dix."),
        ("06 00 00", f"Il manque 4 chiffres{N}: un numéro français en a dix."),
        ("06 00 00 00 00 0", f"Il y a un chiffre de trop{N}: un numéro français en a dix."),
        ("6000000000", "Un numéro français commence par 0."),
        ("+0612345678", "Un numéro étranger a de 7 à 15 chiffres après le +."),
        ("le portable de Marc", "Un numéro n’a que des chiffres, des espaces et un + devant."),
        ("٠٦١٢٣٤٥٦٧٨", "Un numéro n’a que des chiffres, des espaces et un + devant."),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong_with_it(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        clean_phone(typed)

    assert refusal.value.messages[0].startswith(said)


def test_what_was_typed_is_kept_and_the_error_stands_between_question_and_field() -> None:
    html = field(answered(phone="06 00 00 00 0"), "phone")

    assert 'value="06 00 00 00 0"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_phone_error id_phone_hint id_phone_reads"' in html
    places = [
        html.index(mark)
        for mark in ("<label", 'id="id_phone_hint"', 'id="id_phone_error"', "<input", 'id="id_phone_reads"')
    ]
    assert places == sorted(places)


def test_a_field_without_error_says_nothing_of_errors() -> None:
    html = field(answered(), "phone")

    assert "error" not in html
    assert "aria-invalid" not in html
    assert 'value="06 12 34 56 78"' in html
    assert 'class="input"' in html


def test_what_is_optional_is_said_and_nothing_bears_a_star() -> None:
    form = Asked()

    assert words(field(form, "wish")) == "Que souhaite-t-elle ? si vous le savez"
    assert words(field(form, "phone")) == "À quel numéro ? De jour. Scellé"
    assert "required" not in "".join(field(form, name) for name in form.fields)


def test_the_browser_never_cuts_what_is_pasted() -> None:
    form = answered(name="x" * 30)

    assert "maxlength" not in field(form, "name")
    assert f'value="{"x" * 30}"' in field(form, "name")
    assert form.errors["name"] == [f"C’est trop long{N}: 30 signes pour 20. Raccourcissez{N}; rien n’est perdu."]


@pytest.mark.parametrize("name", ["name", "wish"])
@pytest.mark.parametrize("typed", ["a\x00b", "a\x07b", "a\x1bb", "a\x85b", "caf\ufffd"])
def test_invisible_or_damaged_signs_are_refused_with_a_sentence(name: str, typed: str) -> None:
    assert re.search("Retapez", complaint(name, typed))


def test_lines_and_tabs_of_a_long_text_are_kept_and_become_spaces_on_one_line() -> None:
    form = answered(wish="un\r\n\tdeux", name="un\r\n\tdeux")

    assert form.is_valid()
    assert form.cleaned_data["wish"] == "un\n\tdeux"
    assert form.cleaned_data["name"] == "un deux"


def test_names_of_every_language_pass() -> None:
    form = answered(name="Ọmọ́tọ́ Ș. عائشة")

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ọmọ́tọ́ Ș. عائشة"


def test_what_somebody_types_never_becomes_markup() -> None:
    html = field(answered(name="<script>alert(1)</script>"), "name")

    assert "<script" not in html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-03-18", date(2026, 3, 18)),
        ("18/03/2026", date(2026, 3, 18)),
        (" 18.03.2026 ", date(2026, 3, 18)),
        ("", None),
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(typed: str, kept: date | None) -> None:
    form = answered(leaves_on=typed)

    assert form.is_valid()
    assert form.cleaned_data["leaves_on"] == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-03-12", f"Ce jour est passé. Choisissez le 17{N}mars ou plus tard."),
        (
            "31/02/2026",
            "Ce jour n’est pas au calendrier. Écrivez-le comme 18/03/2026. Ce que vous avez tapé est gardé.",
        ),
        ("0026-03-18", "Cette année ne peut pas être la bonne. Ce que vous avez tapé est gardé."),
        ("demain", "Ce jour n’est pas au calendrier. Écrivez-le comme 18/03/2026. Ce que vous avez tapé est gardé."),
    ],
)
def test_an_impossible_day_is_explained(typed: str, said: str) -> None:
    assert complaint("leaves_on", typed) == said


def test_a_day_the_picker_cannot_show_is_shown_as_typed() -> None:
    assert 'type="text" name="leaves_on" value="31/02/2026"' in field(answered(leaves_on="31/02/2026"), "leaves_on")
    assert 'type="date" name="leaves_on" value="2026-03-20"' in field(answered(leaves_on="2026-03-20"), "leaves_on")
    assert 'type="date" name="leaves_on"' in field(Asked(), "leaves_on")


def test_a_moment_is_local_and_aware() -> None:
    form = answered(called_at="2026-03-17T09:40")

    assert form.is_valid()
    assert form.cleaned_data["called_at"] == datetime(2026, 3, 17, 8, 40, tzinfo=UTC)
    assert 'type="datetime-local" name="called_at" value="2026-03-17T09:40"' in field(form, "called_at")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-03-17T11:00", f"Ce moment n’est pas encore venu. Choisissez le 17{N}mars à 10{N}h{N}14 ou plus tôt."),
        (
            "2025-03-30T02:30",
            f"L’heure a changé cette nuit-là{N}: celle-ci manque, ou revient. Choisissez-en une autre.",
        ),
        (
            "2025-10-26T02:30",
            f"L’heure a changé cette nuit-là{N}: celle-ci manque, ou revient. Choisissez-en une autre.",
        ),
        (
            "hier",
            "Ce moment n’est pas au calendrier. Écrivez-le comme 18/03/2026 14:05. Ce que vous avez tapé est gardé.",
        ),
    ],
)
def test_an_impossible_moment_is_explained(typed: str, said: str) -> None:
    assert complaint("called_at", typed) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-1", f"C’est trop peu{N}: 0 au moins."),
        ("16", f"C’est trop{N}: 15 au plus."),
        ("deux", "Il faut un nombre entier, en chiffres. Ce que vous avez tapé est gardé."),
        ("2.5", "Il faut un nombre entier, en chiffres. Ce que vous avez tapé est gardé."),
        ("9" * 5000, "Il faut un nombre entier, en chiffres. Ce que vous avez tapé est gardé."),
        ("٣", "Il faut un nombre entier, en chiffres. Ce que vous avez tapé est gardé."),
    ],
)
def test_a_wrong_number_of_things_is_explained(typed: str, said: str) -> None:
    assert complaint("children", typed) == said


@pytest.mark.parametrize("name", ["keeper", "area", "languages"])
def test_an_answer_outside_the_list_is_refused(name: str) -> None:
    assert complaint(name, "nowhere") == "Cette réponse n’est plus dans la liste. Choisissez-en une autre."


def test_a_wrong_address_is_explained() -> None:
    assert complaint("mail", "anne@") == (
        "Il manque une partie de l’adresse, comme nom@exemple.fr. Ce que vous avez tapé est gardé."
    )


def test_a_missing_answer_is_asked_for() -> None:
    assert complaint("phone", "") == "Il nous faut cette réponse pour continuer. Le reste est gardé."


def test_nothing_else_is_required() -> None:
    form = answered()

    assert form.is_valid()
    assert form.cleaned_data == {
        "keeper": "", "phone": "0612345678", "wish": "", "name": "", "mail": "", "leaves_on": None, "called_at": None,
        "children": None, "languages": [], "area": "", "told": False,
    }  # fmt: skip


def test_answers_are_rows_with_the_chosen_one_marked() -> None:
    html = field(answered(keeper="other"), "keeper")

    assert html.startswith('<fieldset class="field "><legend>Qui veille ?</legend>')
    assert re.findall(r'<label class="(choice[^"]*)"><input type="radio" name="keeper" value="(\w+)"', html) == [
        ("choice", "us"),
        ("choice choice-on", "other"),
    ]
    assert html.count(" checked") == 1
    assert '<span class="sub">hôpital…</span>' in html


def test_several_answers_can_be_chosen() -> None:
    html = field(answered(languages=["en", "pcm"]), "languages")

    assert re.findall(r'type="checkbox" name="languages" value="(\w+)" id="\w+" checked', html) == ["en", "pcm"]


def test_a_long_list_begins_with_no_answer() -> None:
    html = field(Asked(initial={"area": "50"}), "area")

    assert re.findall(r'<option value="(\d*)"( selected)?', html) == [("", ""), ("29", ""), ("50", " selected")]


def test_one_error_stands_alone_and_several_are_listed_at_the_head() -> None:
    source = '<c-form-errors :form="form" />'

    one, two = answered(name="x" * 30), answered(name="x" * 30, children="16")
    one.is_valid()
    two.is_valid()

    assert render(source, form=one) == ""
    assert "2 réponses sont à revoir. Tout est gardé." in words(render(source, form=two))
    assert re.findall(r'href="#(\w+)"', render(source, form=two)) == ["id_name", "id_children"]


def test_a_refusal_of_the_whole_form_is_always_shown() -> None:
    form = answered()
    form.add_error(None, "La place n’est plus libre.")

    html = render('<c-form-errors :form="form" />', form=form)

    assert 'role="alert"' in html
    assert words(html) == "La place n’est plus libre."


def test_a_whole_form_shows_its_questions_in_order() -> None:
    html = render("{{ form }}", form=Asked())

    assert re.findall(r'<(?:label for="id_|legend)[^>]*>([^<]+?) ?<', html)[:4] == [
        "Qui veille ?", "À quel numéro ?", "Que souhaite-t-elle ?", "Qui oriente ?",
    ]  # fmt: skip
