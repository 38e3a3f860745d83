"""Whom to call now, and the way of a child: said plainly before anything else."""

from dataclasses import dataclass

from havre.countries.codes import Mark


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number anyone can dial, day and night, free of charge."""

    number: str
    label_fr: str
    label_en: str
    mark: Mark

    def label(self, lang: str = "fr") -> str:
        return self.label_en if lang.startswith("en") else self.label_fr


EMERGENCY_NUMBERS = (
    Number("17", "Police secours, gendarmerie", "Police", "K"),
    Number("112", "Urgences, partout en Europe", "Emergencies, all over Europe", "K"),
    Number("114", "Urgences par texto, pour qui ne peut pas parler", "Emergencies by text, if you cannot speak", "K"),
    Number("115", "Hébergement d’urgence (Samu social)", "Emergency shelter", "K"),
    Number("119", "Enfance en danger", "Children in danger", "S"),
)


@dataclass(frozen=True, slots=True)
class Step:
    text_fr: str
    text_en: str
    source: str
    mark: Mark

    def text(self, lang: str = "fr") -> str:
        return self.text_en if lang.startswith("en") else self.text_fr


CHILD_PROTECTION_ROUTE = (
    Step(
        "Le réseau n’héberge pas de mineurs. En cas de doute sur l’âge, la personne est présumée mineure.",
        "The network does not house minors. Where age is in doubt the person is presumed a minor.",
        "R1, R34; CESEDA R425-10",
        "S",
    ),
    Step(
        "Appelez le 119, jour et nuit, ou le 17 si le danger est immédiat.",
        "Call 119, day and night, or 17 if the danger is immediate.",
        "R1; CESEDA R425-10",
        "S",
    ),
    Step(
        "Prévenez l’aide sociale à l’enfance du département et le procureur de la République.",
        "Tell the child welfare service of the département and the public prosecutor.",
        "R1; CESEDA R425-10",
        "S",
    ),
    Step(
        "Remettez la situation à une personne nommée. Son accusé de réception est attendu sous 48 h.",
        "Hand the situation over to a named person. A receipt is expected within 48 hours.",
        "R34",
        "P",
    ),
)
