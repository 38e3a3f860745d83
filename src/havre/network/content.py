"""What is sealed of the life of the network: plain data classes."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from havre.common.words import nbsp

EVERYBODY, COORDINATION, PARTNERS, SHELTERS, REFERRERS = "all", "coordination", "partners", "shelters", "referrers"
AUDIENCES = {
    EVERYBODY: _("tout le monde"),
    COORDINATION: _("la coordination"),
    PARTNERS: _("les partenaires"),
    SHELTERS: _("les lieux d’accueil"),
    REFERRERS: _("les services qui orientent"),
}
"""Who reads an announcement, or a day of the calendar."""

AGREED, SILENT, PICKED = "agreed", "silent", "picked"
GROUPS = {
    AGREED: _("Tous ceux qui ont une convention en cours"),
    SHELTERS: _("Les lieux d’accueil"),
    REFERRERS: _("Les services qui orientent"),
    SILENT: _("Ceux avec qui rien ne s’est échangé depuis longtemps"),
    PICKED: _("Ceux que je choisis"),
}
"""To whom a letter goes: a rule, or a choice by hand."""


@dataclass
class Said:
    """Words of somebody: ``by`` is who wrote them down, ``who`` who said them where that is somebody else."""

    text: str = ""
    by: str = ""
    who: str = ""


@dataclass
class TopicText:
    """What partners read of a topic; ``end`` says how it ended."""

    title: str = ""
    text: str = ""
    end: str = ""


@dataclass
class Both:
    """A title and a text in French and, where somebody wrote it, in English; read with French spacing, typed without."""

    title_fr: str = ""
    text_fr: str = ""
    title_en: str = ""
    text_en: str = ""

    def title(self, language: str) -> str:
        return (self.title_en if language.startswith("en") else "") or nbsp(self.title_fr)

    def text(self, language: str) -> str:
        return (self.text_en if language.startswith("en") else "") or nbsp(self.text_fr)


@dataclass
class LetterText:
    """A letter and, where they are chosen by hand, the ids of the organisations it goes to; ``to_call`` are the codes of
    those that could not be written to when it was sent."""

    words: Both = field(default_factory=Both)
    picked: list[str] = field(default_factory=list)
    to_call: list[str] = field(default_factory=list)
