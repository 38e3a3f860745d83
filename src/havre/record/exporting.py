"""A table of working profiles as a file: asked by one person with a reason, confirmed by another, taken once (P14)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.record import words
from havre.record.models import Export, ExportState
from havre.record.operations import NotAllowed, Refusal, operation, record
from havre.record.taking import find, new_number, table_of
from havre.record.transitions import State, StateTable, Transition, move

VALID = timedelta(hours=24)
"""How long a question waits for its second person, and how long the file then waits to be taken."""
REASON_LENGTH = 300
SHAPES = {"asked": "due", "confirmed": "proposed", "taken": "done", "refused": "not-taken", "lapsed": "closed"}
FINAL = (ExportState.TAKEN, ExportState.REFUSED, ExportState.LAPSED)
_READERS = (P.COORDINATE, P.KEEP_DIRECTORY)

EXPORT = StateTable(
    name="export",
    title=_("Téléchargement à deux"),
    states=tuple(State(code, label, SHAPES[code], final=code in FINAL) for code, label in ExportState.choices),
    transitions=(
        Transition("confirm", ("asked",), "confirmed", "export_confirmed", _("Téléchargement confirmé : %(table)s"), _READERS),
        Transition("refuse", ("asked",), "refused", "export_refused", _("Téléchargement refusé : %(table)s"), _READERS),
        Transition("take", ("confirmed",), "taken", "export_taken", _("Tableau téléchargé à deux : %(table)s"), _READERS),
        Transition("lapse", ("asked", "confirmed"), "lapsed", "export_lapsed", _("Demande de téléchargement passée : %(table)s")),
    ),
)  # fmt: skip

words.register({"export_asked": _("Téléchargement demandé : %(table)s")})


class SayWhatFor(Refusal):
    sentence = _("Dites à quoi ce tableau servira : la seconde personne décide là-dessus.")


class AskedAlready(Refusal):
    sentence = _("Vous avez déjà demandé ce tableau pour cette raison, et la demande attend. Rien n’a été ajouté.")


class SomebodyElse(Refusal):
    sentence = _("On ne confirme pas ce qu’on a demandé. Une autre personne doit le faire.")


class Lapsed(Refusal):
    sentence = _("Cette demande a plus de vingt-quatre heures. Demandez de nouveau le tableau.")


class NotYours(NotAllowed):
    sentence = _("Seule la personne qui a demandé ce tableau le télécharge.")


def is_over(row: Export, at: datetime) -> bool:
    """Whether its time has passed, whether or not the night came by."""
    since = {ExportState.ASKED: row.asked_at, ExportState.CONFIRMED: row.confirmed_at}.get(ExportState(row.state))
    return since is not None and since + VALID <= at


@operation
def ask_for_export(code: str, *, reason: str, by: User, at: datetime) -> Export:
    """Ask for a table that needs two persons; nothing is read yet. Raises ``SayWhatFor``, ``AskedAlready``,
    ``NotAllowed``."""
    table, reason = table_of(code, by), reason.strip()[:REASON_LENGTH]
    if not reason:
        raise SayWhatFor
    if any(_same_words(reason, row.unseal("reason")["text"]) for row in _open_of(by, code, at)):
        raise AskedAlready
    row = Export(number=new_number(), table=code, asked_by=by, asked_at=at)
    row.seal("reason", {"text": reason})
    row.save(force_insert=True)
    record("export_asked", subject=by.pk, fields=["reason"], facts=_facts(row, str(table.label)), thread=False)
    return row


def _open_of(user: User, code: str, at: datetime) -> list[Export]:
    """What ``user`` asked for of this table that waits for its second person, or to be taken."""
    rows = Export.objects.filter(asked_by=user, table=code, state__in=(ExportState.ASKED, ExportState.CONFIRMED))
    return [row for row in rows if not is_over(row, at)]


def _same_words(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _facts(row: Export, label: str) -> dict[str, str]:
    return {"table": label, "number": row.number}


def _checked(row: Export, by: User | None, at: datetime) -> dict[str, str]:
    """What is said of it on record. Raises ``Lapsed``, ``NotAllowed``."""
    table = table_of(row.table, by)
    if is_over(row, at):
        raise Lapsed
    return _facts(row, str(table.label))


@operation
def confirm_export(row: Export, *, by: User, at: datetime) -> None:
    """The second person, who reads the same on screen, agrees. Raises ``SomebodyElse``, ``Lapsed``, ``NotNow``,
    ``NotAllowed``, ``Stale``."""
    facts = _checked(row, by, at)
    if row.asked_by_id == by.pk:
        raise SomebodyElse
    row.confirmed_by, row.confirmed_at = by, at
    move(EXPORT, row, "confirm", changed=["confirmed_by", "confirmed_at"], facts=facts, thread=False)


@operation
def refuse_export(row: Export, *, by: User, at: datetime) -> None:
    """The second person does not agree, or whoever asked needs it no more. Raises as ``confirm_export``."""
    move(EXPORT, row, "refuse", facts=_checked(row, by, at), thread=False)


@operation
def take_export(row: Export, *, by: User, at: datetime) -> None:
    """The file is taken, once, by whoever asked. Raises ``NotYours``, ``Lapsed``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    facts = _checked(row, by, at)
    if row.asked_by_id != by.pk:
        raise NotYours
    row.taken_at = at
    move(EXPORT, row, "take", changed=["taken_at"], facts=facts, thread=False)


def waiting_for(user: User, codes: Collection[str], at: datetime) -> list[Export]:
    """What others asked for among these tables and is still to be confirmed, the oldest first."""
    rows = Export.objects.filter(table__in=codes, state=ExportState.ASKED, asked_at__gt=at - VALID)
    return list(rows.exclude(asked_by=user).select_related("asked_by").order_by("asked_at"))


def lapse_exports(at: datetime) -> int:
    """Sweep: close what nobody confirmed or took in time. Returns how many."""
    late = Q(state=ExportState.ASKED, asked_at__lte=at - VALID)
    late |= Q(state=ExportState.CONFIRMED, confirmed_at__lte=at - VALID)
    rows: Iterable[Export] = Export.objects.filter(late)
    return sum(_lapse(row, by=None, at=at) for row in rows)


@operation
def _lapse(row: Export, *, by: User | None, at: datetime) -> int:
    table = find(row.table)
    move(
        EXPORT, row, "lapse", facts=_facts(row, str(table.label if table else row.table)), as_system=True, thread=False
    )
    return 1
