"""How far a topic is carried, and a letter to partners on its way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

_KEEPS = (P.KEEP_DIRECTORY,)
UNDER_WAY = ("open", "carried", "answered")

TOPIC = StateTable(
    name="topic",
    title=_("Sujet porté par les partenaires"),
    states=(
        State("open", _("ouvert"), "received"),
        State("carried", _("porté"), "travelling"),
        State("answered", _("répondu"), "proposed"),
        State("settled", _("réglé"), "arrived", final=True),
        State("set_aside", _("mis de côté"), "closed", final=True),
    ),
    transitions=(
        Transition("carry", ("open", "carried", "answered"), "carried", "topic_carried", _("Proposition portée à un ministère"), _KEEPS),
        Transition("hear", ("carried", "answered"), "answered", "topic_answered", _("Réponse d’un ministère notée"), _KEEPS),
        Transition("settle", UNDER_WAY, "settled", "topic_settled", _("Sujet réglé"), _KEEPS),
        Transition("set_aside", UNDER_WAY, "set_aside", "topic_set_aside", _("Sujet mis de côté"), _KEEPS),
        Transition("reopen", ("settled", "set_aside"), "open", "topic_reopened", _("Sujet rouvert"), _KEEPS),
    ),
)  # fmt: skip

LETTER = StateTable(
    name="letter",
    title=_("Message aux partenaires"),
    states=(
        State("draft", _("brouillon"), "received"),
        State("leaving", _("en train de partir"), "travelling"),
        State("sent", _("parti"), "arrived", final=True),
        State("discarded", _("détruit"), "closed", final=True),
    ),
    transitions=(
        Transition("send", ("draft",), "leaving", "letter_sent", _("Message envoyé à des partenaires"), _KEEPS),
        Transition("discard", ("draft",), "discarded", "letter_discarded", _("Brouillon d’un message détruit"), _KEEPS),
        Transition("finish", ("leaving",), "sent", "letter_left", _("Message parti vers tous ses partenaires")),
    ),
)  # fmt: skip
