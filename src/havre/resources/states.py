"""The states of a request for advice, of a page of the library, and of a document that goes with one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

GIVE, ASK = P.GIVE_ADVICE, P.ASK_ADVICE
OPEN = ("waiting", "taken", "with_expert")
IN_HAND = ("taken", "with_expert")
ANSWERED = ("answered", "closed")

ADVICE = StateTable(
    name="advice",
    title=_("Demande de conseil"),
    states=(
        State("waiting", _("à prendre"), "received", outside=_("reçue")),
        State("taken", _("en cours"), "assessment", outside=_("en cours")),
        State("with_expert", _("chez une experte ou un expert"), "search", outside=_("en cours")),
        State("answered", _("répondue"), "proposed", outside=_("répondue")),
        State("closed", _("close"), "closed", outside=_("répondue"), final=True),
        State("merged", _("jointe à une autre"), "closed", outside=_("en cours")),
        State("referred", _("devenue une orientation"), "done", outside=_("reprise par la coordination"), final=True),
    ),
    transitions=(
        Transition("take", ("waiting",), "taken", "advice_taken", _("Demande de conseil prise"), (GIVE,)),
        Transition("give_back", ("taken", "with_expert"), "waiting", "advice_given_back", _("Demande de conseil rendue à l’équipe"), (GIVE,)),
        Transition("assign", ("waiting", "taken"), "taken", "advice_assigned", _("Demande de conseil confiée"), (GIVE,)),
        Transition("ask_expert", ("taken",), "with_expert", "expert_asked", _("Question posée à une experte ou un expert"), (GIVE,)),
        Transition("hear_expert", ("with_expert",), "taken", "expert_answered", _("Réponse d’une experte ou d’un expert")),
        Transition("go_on_alone", ("with_expert",), "taken", "expert_not_awaited", _("L’avis extérieur n’est plus attendu"), (GIVE,)),
        Transition("answer", ("taken", "with_expert"), "answered", "advice_answered", _("Réponse à une demande de conseil"), (GIVE,)),
        Transition("note", ("waiting", "taken"), "closed", "advice_noted", _("Conseil donné par téléphone"), (GIVE,)),
        Transition("close", ("answered",), "closed", "advice_closed", _("Demande de conseil close"), (GIVE,)),
        Transition("thank", ("answered",), "closed", "advice_rated", _("La personne qui demandait dit si la réponse a aidé"), (ASK,)),
        Transition("reopen", ("answered", "closed"), "taken", "advice_reopened", _("Demande de conseil rouverte"), (GIVE, ASK)),
        Transition("merge", ("waiting", "taken"), "merged", "advice_merged", _("Demande de conseil jointe à une autre"), (GIVE,)),
        Transition("separate", ("merged",), "waiting", "advice_separated", _("Demande de conseil séparée d’une autre"), (GIVE,)),
        Transition("refer", ("waiting", "taken", "with_expert", "answered"), "referred", "advice_referred", _("Demande de conseil devenue une orientation"), (P.COORDINATE,)),
    ),
)  # fmt: skip

KEEP = P.KEEP_LIBRARY
LIBRARY = StateTable(
    name="library_page",
    title=_("Page de la bibliothèque"),
    states=(
        State("draft", _("en écriture"), "assessment"),
        State("in_reading", _("en seconde lecture"), "search"),
        State("published", _("publiée"), "done"),
        State("withdrawn", _("retirée"), "closed"),
    ),
    transitions=(
        Transition("submit", ("draft",), "in_reading", "page_submitted", _("Page donnée à relire"), (KEEP,)),
        Transition("send_back", ("in_reading",), "draft", "page_sent_back", _("Page rendue à qui l’écrit"), (KEEP,)),
        Transition("publish", ("in_reading",), "published", "page_published", _("Page publiée"), (KEEP,)),
        Transition("revise", ("published", "withdrawn"), "draft", "page_revised", _("Page reprise, pour une autre version"), (KEEP,)),
        Transition("withdraw", ("draft", "in_reading", "published"), "withdrawn", "page_withdrawn", _("Page retirée"), (KEEP,)),
    ),
)  # fmt: skip
"""While a published page is written anew, its last edition goes on being read."""

DOCUMENT = StateTable(
    name="library_document",
    title=_("Document de la bibliothèque"),
    states=(
        State("in_reading", _("en seconde lecture"), "search"),
        State("published", _("publié"), "done"),
        State("withdrawn", _("retiré"), "closed"),
    ),
    transitions=(
        Transition("publish", ("in_reading",), "published", "document_published", _("Document publié"), (KEEP,)),
        Transition("withdraw", ("published",), "withdrawn", "document_withdrawn", _("Document retiré"), (KEEP,)),
        Transition("submit", ("withdrawn",), "in_reading", "document_submitted", _("Document redonné à relire"), (KEEP,)),
    ),
)  # fmt: skip
"""A file does not change: a better one takes its place."""
