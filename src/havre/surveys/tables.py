"""The numbers of closed questionnaires as a file, asked by one person and confirmed by another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common.tables import Cell
from havre.record import taking
from havre.surveys.models import Sending
from havre.surveys.results import Figure, read_several
from havre.vault.keys import key_cache


def _rows(user: User, at: datetime) -> Iterator[list[Cell]]:
    """With as many statements for all sendings as one takes."""
    closed = Sending.objects.visible_to(user).filter(state="closed").select_related("edition__survey")
    sendings = list(closed.order_by("edition__survey__code", "number"))
    with key_cache():
        found = read_several(sendings)
    for sending, results in zip(sendings, found, strict=True):
        for figure in results.figures:
            yield from ([*_of(sending), *line] for line in _lines(figure))


def _of(sending: Sending) -> list[Cell]:
    return [sending.edition.survey.code, sending.edition.number, sending.number, sending.closes_on]


def _lines(figure: Figure) -> Iterator[list[Cell]]:
    for one in figure.classes:
        count = _("masqué") if one.count is None else one.count
        yield [figure.key, figure.label, one.label, count]


def register() -> None:
    """Offer the table of this room."""
    heads = (
        gettext_lazy("Questionnaire"), gettext_lazy("Édition"), gettext_lazy("Envoi"), gettext_lazy("Clos le"),
        gettext_lazy("Clé"), gettext_lazy("Question"), gettext_lazy("Réponse"), gettext_lazy("Nombre"),
    )  # fmt: skip
    taking.offer(
        taking.Table(
            "surveys", gettext_lazy("Réponses aux questionnaires"),
            gettext_lazy("Pour chaque envoi clos, combien ont répondu quoi. Les petits nombres sont masqués ; aucun texte, aucun nom."),
            Permission.READ_SURVEY_RESULTS, alone=False, heads=heads, rows=_rows,
        )
    )  # fmt: skip
