"""Questions about a person and those who move with her, asked in several rooms: parts of forms and what they bring.

Lists of unknown length (household, languages, départements) are numbered questions: as many as were answered and a few
more, so that nothing depends on script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from havre.common.forms import (
    ChoiceField,
    ChoicesField,
    LongTextField,
    NumberField,
    PlainForm,
    SelectField,
    YesField,
)
from havre.countries.codes import CodeList
from havre.countries.fr import network
from havre.countries.fr.people import GENDERS, LANGUAGES
from havre.countries.fr.trafficking import EXPLOITATION
from havre.countries.world import country_choices
from havre.geo.departments import DEPARTMENTS
from havre.people.profiles import Member, Needs, Profile, Wishes

Values = Mapping[str, Any]

COORDINATION_READS = _("Lu par la coordination seulement")
SHELTER_READS = _("Lu par la coordination et, sans nom, par le lieu d’accueil")

RELATIONS = [
    ("partner", _("conjoint ou conjointe")),
    ("child", _("enfant")),
    ("relative", _("autre parent")),
    ("other", _("autre personne")),
]
FREQUENT_LANGUAGES = ("fr", "en", "pcm", "bin", "yo", "ar", "es", "pt", "ro", "sq")
LANGUAGE_SLOTS, AREA_SLOTS = 2, 3
FEWEST_ROWS, MOST_ROWS, SPARE_ROWS = 3, 12, 1
OLDEST = 120


def language() -> str:
    return get_language() or "fr"


def choices_of(codes: CodeList) -> Callable[[], list[tuple[str, str]]]:
    return lambda: codes.choices(language())


def area_choices() -> list[tuple[str, str]]:
    return [(d.area, f"{d.code} {d.name}") for d in DEPARTMENTS]


def _language_choices() -> list[tuple[str, str]]:
    return sorted(LANGUAGES.choices(language()), key=lambda pair: pair[1])


# Numbered questions


def add_slots(form: PlainForm, name: str, question: Any, choices: Any, *, fewest: int, **options: Any) -> None:
    """Add ``name_1``, ``name_2``…: as many as have an answer, one more, and at least ``fewest``."""
    count = max(fewest, _highest(form, name) + 1)
    for number in range(1, min(count, MOST_ROWS) + 1):
        asked = question if number == 1 else _("et aussi")
        form.fields[f"{name}_{number}"] = SelectField(
            asked, choices=choices, small=True, empty=_("aucun autre") if number > 1 else _("Choisir…"), **options
        )


def picked(cleaned: Values, name: str) -> list[str]:
    """The answers of numbered questions, each once, in order."""
    numbers = range(1, MOST_ROWS + 1)
    return list(dict.fromkeys(filter(None, (cleaned.get(f"{name}_{number}") for number in numbers))))


def in_slots(name: str, values: list[str]) -> dict[str, str]:
    """Initial answers of numbered questions."""
    return {f"{name}_{number}": value for number, value in enumerate(values, 1)}


def _highest(form: PlainForm, name: str) -> int:
    """The greatest number among the answered questions of that name, in what was sent or is initial."""
    known: Values = form.data if form.is_bound else form.initial
    numbers = range(1, MOST_ROWS + 1)
    return max((number for number in numbers if known.get(form.add_prefix(f"{name}_{number}"))), default=0)


# The household


class HouseholdQuestions(PlainForm):
    """Row 0 is the person protected; the other rows are those who move with her."""

    age_in_doubt = YesField(
        _("Son âge est incertain : elle pourrait avoir moins de 18 ans"),
        small=True,
        hint=_("Dans le doute, la loi la présume mineure. Rien de ce que vous avez écrit ne se perd."),
        reads=COORDINATION_READS,
    )
    pregnant = YesField(_("Elle est enceinte"), small=True, reads=SHELTER_READS)
    animals = YesField(_("Un animal l’accompagne"), small=True, reads=SHELTER_READS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_0_gender"] = ChoiceField(
            _("Elle est"), choices=choices_of(GENDERS), small=True, row=True, reads=SHELTER_READS
        )
        self.fields["member_0_age"] = NumberField(
            _("Quel âge a-t-elle ?"),
            small=True,
            max_value=OLDEST,
            optional=_("même à peu près"),
            reads=SHELTER_READS,
        )
        for row in range(1, self._rows() + 1):
            self._add_member(row)

    def _add_member(self, row: int) -> None:
        relation = SelectField(_("Qui"), choices=RELATIONS, small=True, empty=_("personne"))
        self.fields[f"member_{row}_relation"] = relation
        self.fields[f"member_{row}_gender"] = SelectField(
            _("Genre"), choices=choices_of(GENDERS), small=True, empty=_("non précisé")
        )
        self.fields[f"member_{row}_age"] = NumberField(_("Âge"), small=True, max_value=OLDEST)

    def _rows(self) -> int:
        known: Values = self.data if self.is_bound else self.initial
        parts = ("relation", "gender", "age")
        used = [
            row
            for row in range(1, MOST_ROWS + 1)
            if any(known.get(self.add_prefix(f"member_{row}_{part}")) not in (None, "") for part in parts)
        ]
        return min(MOST_ROWS, max(FEWEST_ROWS, max(used, default=0) + SPARE_ROWS))

    @property
    def member_rows(self) -> list[list[Any]]:
        """The questions of those who move with her, row by row, for the page."""
        return [
            [self[f"member_{row}_{part}"] for part in ("relation", "gender", "age")]
            for row in range(1, self._rows() + 1)
        ]


def household_of(cleaned: Values) -> list[Member]:
    """The household from clean answers; a row without any answer is nobody."""
    members = [Member(cleaned.get("member_0_gender") or "NonSpecifiedUnknown", cleaned.get("member_0_age"))]
    for row in range(1, MOST_ROWS + 1):
        relation, gender, age = (cleaned.get(f"member_{row}_{part}") for part in ("relation", "gender", "age"))
        if relation or gender or age is not None:
            members.append(Member(gender or "NonSpecifiedUnknown", age, relation or "other"))
    return members


def household_answers(household: list[Member]) -> dict[str, Any]:
    """A household as initial answers."""
    answers: dict[str, Any] = {}
    for row, member in enumerate(household[: MOST_ROWS + 1]):
        unknown = row > 0 and member.gender == "NonSpecifiedUnknown"
        answers[f"member_{row}_gender"] = "" if unknown else member.gender
        answers[f"member_{row}_age"] = member.age
        if row > 0:
            answers[f"member_{row}_relation"] = member.relation
    return answers


# Languages and needs


class NeedsQuestions(PlainForm):
    """Languages and what the place must offer."""

    languages = ChoicesField(
        _("Quelles langues parle-t-elle ?"),
        choices=lambda: [(code, LANGUAGES.label(code, language())) for code in FREQUENT_LANGUAGES],
        small=True,
        row=True,
        reads=SHELTER_READS,
    )
    origin = SelectField(
        _("De quel pays vient-elle ?"),
        choices=lambda: country_choices(language()),
        small=True,
        empty=_("non précisé"),
        reads=_("Lu par la coordination seulement, jamais par le lieu d’accueil"),
    )
    accessible = YesField(_("Il lui faut un logement accessible"), small=True, reads=SHELTER_READS)
    night_staff = YesField(_("Il lui faut quelqu’un la nuit"), small=True, reads=SHELTER_READS)
    services = ChoicesField(
        _("De quoi aura-t-elle besoin ?"),
        choices=choices_of(network.SERVICES),
        small=True,
        row=True,
        reads=SHELTER_READS,
    )
    needs_note = LongTextField(
        _("Autre chose dont tenir compte ?"),
        small=True,
        rows=2,
        max_length=1000,
        hint=_("Des faits, sans nom ni adresse."),
        reads=SHELTER_READS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_slots(self, "language", _("Une autre langue"), _language_choices, fewest=LANGUAGE_SLOTS)


def languages_of(cleaned: Values) -> list[str]:
    return list(dict.fromkeys([*cleaned.get("languages", []), *picked(cleaned, "language")]))


def needs_of(cleaned: Values) -> Needs:
    return Needs(
        accessible=bool(cleaned.get("accessible")),
        night_staff=bool(cleaned.get("night_staff")),
        services=list(cleaned.get("services", [])),
        note=cleaned.get("needs_note", ""),
    )


# What was done to her, what she wishes


class ExploitationQuestions(PlainForm):
    exploitation = ChoicesField(
        _("De quoi s’agit-il ?"),
        choices=choices_of(EXPLOITATION),
        small=True,
        row=True,
        hint=_("Plusieurs réponses possibles. Une présomption suffit."),
        reads=COORDINATION_READS,
    )


class WishQuestions(PlainForm):
    accepts_overseas = YesField(_("Elle accepterait un département d’outre-mer"), small=True, reads=COORDINATION_READS)
    wish_note = LongTextField(
        _("Que souhaite-t-elle pour le lieu ?"),
        small=True,
        rows=2,
        max_length=1000,
        hint=_("Une ville, la campagne, une école à pied… Sans nom ni adresse."),
        reads=COORDINATION_READS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_slots(self, "prefer", _("Où aimerait-elle aller ?"), area_choices, fewest=AREA_SLOTS - 1)
        add_slots(self, "avoid", _("Où ne veut-elle pas aller ?"), area_choices, fewest=AREA_SLOTS - 1)


def wishes_of(cleaned: Values) -> Wishes:
    return Wishes(
        prefer_areas=picked(cleaned, "prefer"),
        avoid_areas=picked(cleaned, "avoid"),
        accepts_overseas=bool(cleaned.get("accepts_overseas")),
        note=cleaned.get("wish_note", ""),
    )


def profile_of(cleaned: Values) -> Profile:
    """The working profile from clean answers of all questions above; what was not asked takes its default."""
    return Profile(
        household=household_of(cleaned),
        age_in_doubt=bool(cleaned.get("age_in_doubt")),
        pregnant=bool(cleaned.get("pregnant")),
        animals=bool(cleaned.get("animals")),
        origin=cleaned.get("origin", ""),
        languages=languages_of(cleaned),
        needs=needs_of(cleaned),
        wishes=wishes_of(cleaned),
        exploitation=list(cleaned.get("exploitation", [])),
        network=cleaned.get("network", ""),
    )


def profile_answers(profile: Profile) -> dict[str, Any]:
    """A working profile as initial answers."""
    frequent = [code for code in profile.languages if code in FREQUENT_LANGUAGES]
    others = [code for code in profile.languages if code not in FREQUENT_LANGUAGES and code in LANGUAGES]
    return {
        **household_answers(profile.household),
        "age_in_doubt": profile.age_in_doubt,
        "pregnant": profile.pregnant,
        "animals": profile.animals,
        "origin": profile.origin,
        "languages": frequent,
        **in_slots("language", others),
        "accessible": profile.needs.accessible,
        "night_staff": profile.needs.night_staff,
        "services": profile.needs.services,
        "needs_note": profile.needs.note,
        "exploitation": profile.exploitation,
        "accepts_overseas": profile.wishes.accepts_overseas,
        "wish_note": profile.wishes.note,
        **in_slots("prefer", profile.wishes.prefer_areas),
        **in_slots("avoid", profile.wishes.avoid_areas),
        "network": profile.network,
    }
