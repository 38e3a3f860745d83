"""How far a partner has come, and what is exchanged with it. Written when no person is touched (law 2)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, OrganisationKind, User
from havre.common.dataclass_json import to_json
from havre.countries.fr.network import EXCHANGE_TOPICS, EXCHANGES
from havre.directory.models import Exchange, Partner, Partnership, Shelter
from havre.directory.policies import may_keep_directory
from havre.directory.profiles import Agreement, Dealings, ExchangeCard
from havre.directory.states import PARTNERSHIP
from havre.record import words
from havre.record.operations import NotAllowed, Refusal, expect_version, operation, record, save
from havre.record.transitions import move
from havre.vault import keys

VISIT = "visit"

words.register(
    {
        "partnership_opened": _("Partenariat ouvert"),
        "exchange_noted": _("Échange avec un partenaire noté"),
        "partnership_closed": _("Convention close avec la fin du partenariat"),
    }
)


class NotYet(Refusal):
    sentence = _("Ce jour n’est pas encore venu. Corrigez-le ; le reste est gardé.")


class PartnershipOver(Refusal):
    """A convention with a partner that left would open its places to the search again."""

    sentence = _("Ce partenariat est terminé. Rouvrez-le d’abord.")


def open_partnership(organisation: Organisation, agreement: Agreement) -> None:
    """Inside the operation that writes a house or a card down: every organisation but the coordination has one.

    Whoever comes with a convention has come that far already.
    """
    if organisation.kind == OrganisationKind.COORDINATION or _of(organisation.pk) is not None:
        return
    partnership = Partnership(id=keys.create_subject("locations"), organisation=organisation)
    partnership.seal("dealings", to_json(Dealings()))
    partnership.save(force_insert=True)
    record("partnership_opened", subject=partnership.pk, thread=False)
    _agree(partnership, agreement)


def follow_agreement(row: Shelter | Partner, agreement: Agreement) -> None:
    """Inside the operation that writes a convention. Raises ``PartnershipOver``."""
    partnership = _of(row.organisation_id)
    if partnership is None:
        return
    if partnership.state == "ended":
        raise PartnershipOver
    _agree(partnership, agreement)


def _agree(partnership: Partnership, agreement: Agreement) -> None:
    if agreement.since is not None and PARTNERSHIP.find("agree", partnership.state):
        move(PARTNERSHIP, partnership, "agree", as_system=True, thread=False)


def _of(organisation_id: uuid.UUID) -> Partnership | None:
    return Partnership.objects.filter(organisation_id=organisation_id).first()


@operation
def note_exchange(partnership: Partnership, *, exchange: ExchangeCard, by: User | None, at: datetime) -> Exchange:
    """Keep what was said with a partner; a first visit brings a candidate one step further. Raises ``NotYet``,
    ``NotAllowed``."""
    if not may_keep_directory(by):
        raise NotAllowed
    if exchange.kind not in EXCHANGES or any(topic not in EXCHANGE_TOPICS for topic in exchange.topics):
        raise ValueError("unknown kind or topic of an exchange")
    if exchange.on > timezone.localdate(at):
        raise NotYet
    noted = Exchange(partnership=partnership)
    noted.seal("content", to_json(exchange))
    noted.save(force_insert=True)
    row = Partnership.objects.get(pk=partnership.pk)
    dealings = row.read_dealings()
    dealings.add(exchange.kind, exchange.on, exchange.topics)
    row.seal("dealings", to_json(dealings))
    save(row, "dealings")
    record("exchange_noted", subject=row.pk, fields=["dealings"], thread=False)
    if exchange.kind == VISIT and PARTNERSHIP.find("visit", row.state):
        move(PARTNERSHIP, row, "visit", as_system=True, thread=False)
    return noted


@operation
def train_partner(partnership: Partnership, *, version: int | None = None, by: User | None, at: datetime) -> None:
    """Its team was trained. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    _go(partnership, "train", version, by)


@operation
def specialise_partner(partnership: Partnership, *, version: int | None = None, by: User | None, at: datetime) -> None:
    """It takes in what only few can. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    _go(partnership, "specialise", version, by)


@operation
def step_back(partnership: Partnership, *, version: int | None = None, by: User | None, at: datetime) -> None:
    """A step was entered by mistake. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    _go(partnership, "step_back", version, by)


@operation
def reopen_partnership(partnership: Partnership, *, version: int | None = None, by: User | None, at: datetime) -> None:
    """A partner that left comes back, as a candidate. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    _go(partnership, "reopen", version, by)


@operation
def end_partnership(partnership: Partnership, *, version: int | None = None, by: User | None, at: datetime) -> None:
    """The partner leaves the network. Its convention ends the day before, so that no search asks its places any more;
    whoever lives there stays. Raises ``NotNow``, ``Stale``, ``NotAllowed``."""
    _go(partnership, "end", version, by)
    last_day = timezone.localdate(at) - timedelta(days=1)
    for shelter in Shelter.objects.filter(organisation_id=partnership.organisation_id):
        profile = shelter.read_profile()
        _close(profile.agreement, last_day)
        shelter.seal("profile", to_json(profile))
        save(shelter, "profile")
        record("partnership_closed", subject=shelter.pk, fields=["profile"], thread=False)
    for partner in Partner.objects.filter(organisation_id=partnership.organisation_id):
        card = partner.read_card()
        _close(card.agreement, last_day)
        partner.seal("card", to_json(card))
        save(partner, "card")
        record("partnership_closed", subject=partner.pk, fields=["card"], thread=False)


def _close(agreement: Agreement, last_day: date) -> None:
    agreement.until = min(agreement.until or last_day, last_day)


def _go(partnership: Partnership, verb: str, version: int | None, by: User | None) -> None:
    if not may_keep_directory(by):
        raise NotAllowed
    expect_version(partnership, version)
    move(PARTNERSHIP, partnership, verb, as_system=by is None, thread=False)
