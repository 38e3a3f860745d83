"""What a certificate says, its code, and what a stranger who holds that code may learn of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from havre.common import often
from havre.common.dataclass_json import from_json
from havre.common.words import unaccented
from havre.record.operations import Refusal
from havre.training import codes, reading
from havre.training.content import Who
from havre.training.models import Registration
from havre.training.states import HELD
from havre.vault.keys import KeyGone

TRIES, WITHIN_SECONDS = 5, 3600


class TooManyTries(Refusal):
    sentence = _("Trop d’essais. Réessayez dans une heure, ou appelez la coordination.")


@dataclass(frozen=True)
class Certificate:
    """The one structure that the page, the PDF and the check are made of."""

    name: str
    programme: str
    kind: str
    days: str
    hours: str
    code: str


def certificate_of(row: Registration) -> Certificate:
    """Of a registration that has a number, with its session and programme."""
    session, minutes = row.session, reading.minutes_of(row.attended.count())
    return Certificate(
        _who(row).name, session.programme.title, session.kind, reading.days_words(session), reading.hours_words(minutes),
        codes.code_of(row.certificate or "", said(row)),
    )  # fmt: skip


def said(row: Registration) -> tuple[str, ...]:
    """What the mark of the code covers."""
    session = row.session
    return (
        session.programme_id.hex, session.starts_on.isoformat(), session.ends_on.isoformat(), str(row.attended.count()),
        _who(row).name,
    )  # fmt: skip


def _who(row: Registration) -> Who:
    return from_json(Who, row.unseal("who"))


@dataclass(frozen=True)
class Checked:
    """``is_hers``: whether the typed name is the one on the certificate; ``None`` where no name was typed."""

    programme: str
    days: str
    hours: str
    is_hers: bool | None


def check(typed: str, name: str = "") -> Checked | None:
    """What a stranger learns of a code: nothing where it is not known; of the name, only whether it is the typed one.

    Wrong codes are not counted: the mark is 64 bits under our key, and whoever counted them for everybody would let one
    machine close the check. Raises ``TooManyTries``: five names an hour for one certificate, so that nobody tries a list
    of them.
    """
    number = codes.number_in(typed)
    row = _find(number) if number else None
    if row is None or not _holds(row, typed):
        return None
    told = certificate_of(row)
    hers: bool | None = None
    if name.strip():
        _count_name(number)
        hers = _folded(name) == _folded(told.name)
    return Checked(told.programme, told.days, told.hours, hers)


def _find(number: str) -> Registration | None:
    rows = Registration.objects.filter(certificate=number, state="registered", session__state__in=HELD)
    return rows.select_related("session__programme").first()


def _holds(row: Registration, typed: str) -> bool:
    try:
        return codes.is_code(typed, row.certificate or "", said(row))
    except KeyGone:
        return False


def _folded(name: str) -> list[str]:
    """Accents, case, hyphens and the order of the names do not matter."""
    return sorted(unaccented(name).replace("-", " ").split())


def _count_name(number: str) -> None:
    if often.times("certificate-check", number, within=WITHIN_SECONDS) > TRIES:
        raise TooManyTries
