"""What to say when somebody asks about a person: in both languages of the telephone, whatever that of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Sentence:
    """Said to everybody alike, whether we know her or not: only then does it tell nothing (P21)."""

    when: Promise
    fr: str
    en: str


ALWAYS = Sentence(
    _("À tout le monde, toujours la même"),
    "Je ne peux ni confirmer ni démentir. Je vous rappelle au numéro de notre répertoire.",
    "I can neither confirm nor deny. I will ring you back on the number in our directory.",
)
SENTENCES = (
    Sentence(
        _("On demande quelqu’un par son nom"),
        "Nous ne parlons de personne au téléphone, que nous la connaissions ou non.",
        "We speak of nobody on the telephone, whether we know them or not.",
    ),
    Sentence(
        _("« Est-elle chez vous ? »"),
        "Je réponds la même chose à tout le monde : je ne peux ni confirmer ni démentir.",
        "I give everybody the same answer: I can neither confirm nor deny.",
    ),
    Sentence(
        _("La police, la gendarmerie"),
        "Dites-moi votre service et votre nom. Je rappelle votre standard, au numéro que nous avons.",
        "Tell me your unit and your name. I will ring your switchboard back, on the number we have.",
    ),
    Sentence(
        _("Un avocat, un juge"),
        "Écrivez-nous, ou donnez-moi votre cabinet : je rappelle au numéro de l’annuaire de l’ordre ou du tribunal.",
        "Write to us, or name your chambers: I will ring back on the number listed by the bar or the court.",
    ),
    Sentence(
        _("La famille, un proche"),
        "J’entends votre inquiétude. Je ne peux ni confirmer ni démentir. Si elle est en danger, appelez le 17.",
        "I hear that you are worried. I can neither confirm nor deny. If she is in danger, ring 17.",
    ),
    Sentence(
        _("La presse"),
        "Nous parlons du réseau, jamais de quelqu’un. Laissez votre rédaction : la direction vous rappelle.",
        "We speak about the network, never about anyone. Leave your newsroom: the management will ring back.",
    ),
)
