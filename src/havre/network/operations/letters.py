"""A letter to partners: written, looked at twice, sent once, handed out piece by piece."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import to_json
from havre.network.content import GROUPS, LetterText
from havre.network.groups import Group, addresses_of, group_of
from havre.network.models import Letter, LetterCopy
from havre.network.operations.common import AddressOf, put_on_record, require_keeper
from havre.network.operations.links import make_links, tell_links
from havre.network.policies import may_change
from havre.network.states import LETTER
from havre.record import outbox, words
from havre.record.operations import Refusal, expect_version, operation, save
from havre.record.transitions import NotNow, move
from havre.vault import keys
from havre.vault.fields import fetch_keys

AT_ONCE = 100
"""So many accounts are told in one piece: what a kill interrupts goes on with the next."""
LETTER_KIND = "letter"

words.register(
    {
        "letter_written": _("Message aux partenaires écrit"),
        "letter_recipients_read": _("Destinataires d’un message relus"),
        "letter_handed_out": _("Message annoncé à des partenaires"),
        "letter_read": _("Message lu par son destinataire"),
    }
)


class Nobody(Refusal):
    sentence = _("Personne de ce groupe n’a de compte ni d’adresse : le message ne partirait vers personne. Choisissez un autre groupe, ou téléphonez.")  # fmt: skip


class LetterDiscarded(Refusal):
    sentence = _("Ce message a été détruit entre-temps : rien n’est gardé. Ce que vous avez tapé est là ; envoyez encore pour en faire un nouveau.")  # fmt: skip


class OtherPartners(Refusal):
    """Between the second look and the sending the group has changed."""

    sentence = _("Le groupe a changé depuis que vous l’avez lu. Le voici tel qu’il est ; regardez, puis envoyez.")


@operation
def write_letter(
    letter_id: uuid.UUID, *, group: str, content: LetterText, version: int | None = None, by: User | None, at: datetime
) -> Letter:
    """Write a draft, or write it anew; nobody but the coordination reads it. Raises ``LetterDiscarded``, ``NotNow``,
    ``Stale``, ``NotAllowed``."""
    require_keeper(by)
    if group not in GROUPS:
        raise ValueError(f"{group!r} is no group")
    row = Letter.objects.filter(pk=letter_id).first()
    if row is None:
        keys.create_subject("locations", subject=letter_id)
        row = Letter(id=letter_id, group=group, written_on=timezone.localdate(at))
        row.seal("content", to_json(content))
        row.save(force_insert=True)
    else:
        if row.state == "discarded":
            raise LetterDiscarded
        if not may_change(row):
            raise NotNow
        expect_version(row, version)
        row.group = group
        row.seal("content", to_json(content))
        save(row, "group", "content")
    put_on_record("letter_written", row, "content")
    return row


@operation
def discard_letter(letter: Letter, *, by: User, at: datetime) -> None:
    """A draft that is not sent: its words go, its id stays, so that a page left open does not bring it back.

    Raises ``NotNow``, ``NotAllowed``.
    """
    require_keeper(by)
    letter.seal("content", to_json(LetterText()))
    move(LETTER, letter, "discard", changed=["content"], thread=False)


@operation
def look_at_recipients(letter: Letter, *, by: User, at: datetime) -> Group:
    """Who would get a draft now, with the addresses of those without account. On record. Raises ``NotAllowed``."""
    require_keeper(by)
    put_on_record("letter_recipients_read", letter)
    return _recipients(letter, at)


def _recipients(letter: Letter, at: datetime) -> Group:
    group = group_of(letter.group, letter.read().picked, at)
    group.addresses = addresses_of(group.without_account)
    return group


@operation
def send_letter(
    letter: Letter, *, address_of: AddressOf, expected: str | None = None, version: int | None = None, by: User | None,
    at: datetime,
) -> None:  # fmt: skip
    """Fix who gets it, an account each, or a link where there is none; from then on it leaves, whatever happens to this
    process. ``expected`` is the digest of those who were shown. A second click finds it gone.

    Raises ``Nobody``, ``OtherPartners``, ``NotNow``, ``Stale``, ``NotAllowed``.
    """
    require_keeper(by)
    if not may_change(letter):
        raise NotNow
    expect_version(letter, version)
    group = _recipients(letter, at)
    if not group.people and not group.addresses:
        raise Nobody
    if expected is not None and not constant_time_compare(expected, group.digest):
        raise OtherPartners
    letter.sent_on = timezone.localdate(at)
    content = letter.read()
    content.to_call = group.to_call
    letter.seal("content", to_json(content))
    move(LETTER, letter, "send", changed=["sent_on", "content"], as_system=by is None, thread=False)
    copies = [LetterCopy(letter=letter, user=user_id) for user_id in group.people]
    LetterCopy.objects.bulk_create(sorted(copies, key=lambda copy: copy.pk))  # a random order, that of no account
    make_links(letter, group.addresses, address_of=address_of, at=at)


def hand_out(at: datetime) -> int:
    """The sweep: tell the recipients of every letter that leaves, one message each. Returns how many were told."""
    told = 0
    for letter in Letter.objects.filter(state="leaving"):
        while found := _hand_out_some(letter, by=None, at=at):
            told += found
    return told


@operation
def _hand_out_some(letter: Letter, *, by: User | None, at: datetime) -> int:
    letter = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)  # whoever hands it out too waits
    if letter.state != "leaving":
        return 0
    copies = list(letter.copies.filter(is_told=False).order_by("pk")[:AT_ONCE])
    users = User.objects.filter(is_active=True).in_bulk([copy.user for copy in copies])
    fetch_keys(users.values())
    for copy in copies:
        user = users.get(copy.user)
        messages = outbox.tell(user, LETTER_KIND) if user else []
        copy.is_told, copy.is_reached = True, bool(user and messages and outbox.means_of(user))
        copy.message = messages[0].pk if messages else None
    LetterCopy.objects.bulk_update(copies, ["is_told", "is_reached", "message"])
    told = len(copies) + tell_links(letter, AT_ONCE - len(copies))
    if told:
        put_on_record("letter_handed_out", letter, "copies")
    if told < AT_ONCE:
        move(LETTER, letter, "finish", as_system=True, thread=False)
    return told


@operation
def mark_read(letter: Letter, *, by: User, at: datetime) -> None:
    """Whoever got it has read it: counted, never told by name."""
    copy = LetterCopy.objects.filter(letter=letter, user=by.pk, is_read=False)
    if copy.update(is_read=True):
        put_on_record("letter_read", letter, "copies")
