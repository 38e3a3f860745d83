"""What is said to a French shelter on the telephone: always in French, whatever the language of the screen.

Neither name nor origin nor where she comes from; what she lived through only if the house asks. Mark: P.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from havre.countries.fr.people import language_name
from havre.countries.fr.trafficking import EXPLOITATION

WOMEN, MEN = ("Feminine", "TransgenderFeminine"), ("Masculine", "TransgenderMasculine")
ADULT = 18
NUMBERS = ("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")

SERVICES_SAID = {
    "psychology": "un soutien psychologique", "legal": "une aide juridique", "health": "un suivi de santé",
    "addiction": "un suivi en addictologie", "training": "une aide vers la formation et l’emploi",
    "french_lessons": "des cours de français", "childcare": "une garde d’enfants", "interpreters": "des interprètes",
}  # fmt: skip
"""Codes of ``SERVICES`` as they are said."""


@dataclass(frozen=True)
class Somebody:
    """One of those who look for a place; ``age`` ``None`` where nobody knows it."""

    gender: str
    age: int | None
    is_child: bool = False


@dataclass(frozen=True)
class Wanted:
    """All that a call may tell: who comes in ages and numbers, languages, needs, from which day (in words)."""

    household: Sequence[Somebody]
    from_day: str
    reference: str
    languages: Sequence[str] = ()
    services: Sequence[str] = ()
    night_staff: bool = False
    accessible: bool = False
    pregnant: bool = False
    animals: bool = False
    is_flat: bool = False

    @property
    def first(self) -> Somebody:
        return next((one for one in self.household if not one.is_child), Somebody("", None))

    @property
    def pronoun(self) -> str:
        adults = sum(not one.is_child for one in self.household)
        if adults > 1:
            return "elles" if self._all(WOMEN) else "ils"
        return "il" if self._all(MEN) else "elle"

    def _all(self, genders: Sequence[str]) -> bool:
        return all(one.gender in genders for one in self.household if not one.is_child)


def script(wanted: Wanted) -> list[str]:
    """The paragraphs to read aloud, about eighty words."""
    she = wanted.pronoun.capitalize()
    plural = she.endswith("s")
    first = (
        f"Bonjour, ici la coordination. Je cherche une place pour {household(wanted)}, à partir du {wanted.from_day}, "
        f"sous la référence {wanted.reference}."
    )
    said = []
    if wanted.languages:
        spoken = [language_name(code, "fr") for code in wanted.languages]
        said.append(f"{she} {'parlent' if plural else 'parle'} {_and(spoken)}.")
    if wanted.pregnant:
        said.append("Une naissance est attendue.")
    needs = _needs(wanted)
    if needs:
        said.append(f"Il faudrait {_and(needs)}.")
    own = "Votre appartement est-il toujours libre ?" if wanted.is_flat else "Votre chambre est-elle toujours libre ?"
    return [paragraph for paragraph in (first, " ".join(said), own) if paragraph]


def household(wanted: Wanted) -> str:
    """«une femme de 24 ans avec son enfant de 4 ans»."""
    adults = [one for one in wanted.household if not one.is_child]
    children = sorted((one.age for one in wanted.household if one.is_child), key=lambda age: age or 0)
    if len(adults) > 1:
        text = f"{_number(len(adults))} personnes adultes"
        return f"{text} avec {_children(children, 'leur', 'leurs')}" if children else text
    text = _adult(adults[0]) if adults else "une personne"
    return f"{text} avec {_children(children, 'son', 'ses')}" if children else f"{text}, sans enfant"


def _adult(one: Somebody) -> str:
    word = "une femme" if one.gender in WOMEN else "un homme" if one.gender in MEN else "une personne"
    return f"{word} de {one.age} ans" if one.age is not None else word


def _children(ages: Sequence[int | None], one: str, several: str) -> str:
    known = [str(age) for age in ages if age is not None]
    if len(ages) == 1:
        return f"{one} enfant" + (f" de {_years(known[0])}" if known else "")
    text = f"{several} {_number(len(ages))} enfants"
    return f"{text}, de {_and(known)} ans" if len(known) == len(ages) else text


def _years(age: str) -> str:
    return {"0": "moins d’un an", "1": "1 an"}.get(age, f"{age} ans")


def _needs(wanted: Wanted) -> list[str]:
    hard = (
        (wanted.night_staff, "une veille de nuit"), (wanted.accessible, "une place accessible en fauteuil"),
        (wanted.animals, "accepter un animal"),
    )  # fmt: skip
    soft = [SERVICES_SAID[code] for code in wanted.services if code in SERVICES_SAID]
    return [word for holds, word in hard if holds] + soft


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _and(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}"


IF_ASKED: tuple[tuple[str, str], ...] = (
    ("Qui est-ce ? D’où vient cette personne ?", "Je vous le dirai après l’entretien, si la personne en est d’accord."),
    ("Où est le danger ?", "Loin de chez vous : nous l’avons vérifié. Je ne dis jamais où."),
    ("Et les papiers ? Et la plainte ?", "Ce n’est jamais une condition. Nous accompagnons ses droits à côté."),
    ("Qui paie ?", "La coordination paie le voyage et une aide à l’arrivée. Ses ressources ne sont pas une condition."),
)
"""What houses ask, and what may be answered: never where, never a condition (R6, R12, R35)."""


def lived_through(codes: Sequence[str]) -> str:
    """What she lived through, said only if the house asks and if it helps to welcome her."""
    known = [EXPLOITATION.label(code, "fr").lower() for code in codes if code in EXPLOITATION]
    return _and(known) if known else ""
