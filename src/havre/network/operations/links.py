"""Partners without account read a letter by a link of their own: one letter, for a time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.common import tokens
from havre.countries.fr.life import LETTER_LINK_DAYS
from havre.network.groups import addresses_of
from havre.network.models import Letter, LetterLink
from havre.network.operations.common import AddressOf, put_on_record, require_keeper
from havre.record import gateways, outbox, words
from havre.record.operations import Refusal, operation
from havre.record.transitions import NotNow

words.register(
    {
        "letter_link_opened": _("Lien vers un message ouvert"),
        "letter_link_renewed": _("Lien vers un message envoyé de nouveau"),
        "letter_links_forgotten": _("Liens vers un message détruits : leur temps est passé"),
    }
)


class NoAddress(Refusal):
    sentence = _("L’annuaire n’a plus d’adresse pour ce partenaire : téléphonez, ou inscrivez-la d’abord.")


def make_links(letter: Letter, addresses: Mapping[uuid.UUID, str], *, address_of: AddressOf, at: datetime) -> None:
    """One for each organisation of ``addresses``, in the running operation; what is sent waits sealed on its row."""
    rows, until = [], at + timedelta(days=LETTER_LINK_DAYS.value)
    for organisation_id, mail in addresses.items():
        token = tokens.new()
        row = LetterLink(letter=letter, organisation=organisation_id, token=tokens.hashed(token), expires_at=until)
        row.seal("reach", {"mail": mail, "link": address_of(token)})
        rows.append(row)
    LetterLink.objects.bulk_create(sorted(rows, key=lambda row: row.pk))  # a random order, that of no organisation


def tell_links(letter: Letter, at_most: int) -> int:
    """Queue the message of so many links of a letter, in the running operation. Returns how many."""
    rows = list(letter.links.filter(is_told=False).order_by("pk")[:at_most])
    reached = gateways.MAIL in gateways.configured()
    for row in rows:
        row.letter = letter
        message = outbox.tell_address(letter.pk, **row.unseal("reach"))
        row.is_told, row.is_reached, row.message = True, reached, message.pk
        row.seal("reach", None)
    LetterLink.objects.bulk_update(rows, ["is_told", "is_reached", "message", "reach"])
    return len(rows)


@operation
def renew_link(letter: Letter, *, organisation: Organisation, address_of: AddressOf, by: User, at: datetime) -> None:
    """A link was lost: another one goes to the address that the directory keeps now, and the one before ends.

    Raises ``NoAddress``, ``NotNow``, ``NotAllowed``.
    """
    require_keeper(by)
    row = letter.links.filter(organisation=organisation.pk, is_told=True).first()
    if row is None:
        raise NotNow
    mail = addresses_of([organisation.pk]).get(organisation.pk)
    if not mail:
        raise NoAddress
    token = tokens.new()
    new = LetterLink(
        letter=letter, organisation=organisation.pk, token=tokens.hashed(token), is_told=True, is_read=row.is_read,
        expires_at=at + timedelta(days=LETTER_LINK_DAYS.value), message=outbox.tell_address(letter.pk, mail, address_of(token)).pk,
        is_reached=gateways.MAIL in gateways.configured(),
    )  # fmt: skip
    row.delete()  # another row: a browser that the one before let in holds its id
    new.save(force_insert=True)
    put_on_record("letter_link_renewed", letter, "links")


def find_link(link_id: uuid.UUID, at: datetime) -> LetterLink | None:
    """The link of a session, as long as it is open."""
    return (
        LetterLink.objects.filter(pk=link_id, token__isnull=False, expires_at__gt=at).select_related("letter").first()
    )


def open_link(token: str, *, by: User | None, at: datetime) -> LetterLink | None:
    """The link of a token, on record; ``None`` where there is none or its time is past: that writes nothing."""
    row = LetterLink.objects.filter(token=tokens.hashed(token), expires_at__gt=at).select_related("letter").first()
    if row is not None:
        _note_opened(row.letter, by=by, at=at)
    return row


@operation
def _note_opened(letter: Letter, *, by: User | None, at: datetime) -> None:
    put_on_record("letter_link_opened", letter)


@operation
def read_by_link(link: LetterLink, *, by: User | None, at: datetime) -> None:
    """Whoever holds the link has asked to read: counted once, never told of which organisation."""
    if LetterLink.objects.filter(pk=link.pk, is_read=False).update(is_read=True):
        put_on_record("letter_read", link.letter, "links")


def forget_links(at: datetime) -> int:
    """The sweep: links whose time is past open nothing any more, and tell of nobody. Returns how many letters had some."""
    over = LetterLink.objects.filter(expires_at__lte=at, token__isnull=False)
    letters = Letter.objects.filter(pk__in=set(over.values_list("letter_id", flat=True)))
    for letter in letters:
        _forget_links(letter, by=None, at=at)
    return len(letters)


@operation
def _forget_links(letter: Letter, *, by: User | None, at: datetime) -> None:
    outbox.drop(letter.pk)
    over = letter.links.filter(expires_at__lte=at)
    over.update(token=None, organisation=None, message=None, reach=None, is_told=True)
    put_on_record("letter_links_forgotten", letter, "links")
