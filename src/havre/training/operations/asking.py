"""A questionnaire is put to everybody of a session, by a button or by the day that comes, and counted once it closed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urljoin

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record import outbox
from havre.record.operations import Refusal, expect_version, operation, record, save
from havre.surveys.models import Sending, Survey
from havre.surveys.operations.reminding import PLACE, remember_guests
from havre.surveys.operations.sending import make_links, open_sending, plan_sending
from havre.surveys.results import rates, read_answers
from havre.training.content import Reach
from havre.training.counting import counts_of
from havre.training.models import Outcome, Programme, Questionnaires, Registration, Session
from havre.training.models_evaluation import Moment
from havre.training.moments import BEFORE, KINDS, STATES, closes_on, kind_of, starts_between
from havre.training.operations.common import AddressOf, put_on_record, reach_of, require_keeper
from havre.training.operations.sessions import lock
from havre.training.reading import days_words


class AskedAlready(Refusal):
    sentence = _("Ce questionnaire est déjà parti pour ce moment. Rien n’a été ajouté.")


class NobodyToAsk(Refusal):
    sentence = _("Personne n’a d’adresse ni de compte dans cette session. Rien n’est parti.")


@operation
def set_questionnaires(
    programme: Programme, *, surveys: Mapping[str, Survey | None], version: int | None = None, by: User, at: datetime
) -> None:
    """What goes out by itself at each moment for the sessions of a programme. Raises ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    row, _made = Questionnaires.objects.get_or_create(programme=programme)
    expect_version(row, version)
    for moment in Moment.values:
        setattr(row, moment, surveys.get(moment))
    save(row, *Moment.values)
    record("programme_questionnaires", fields=Moment.values, facts={"code": programme.code}, thread=False)


@operation
def ask_participants(
    session: Session,
    *,
    survey: Survey,
    moment: str,
    label: str,
    address_of: AddressOf | None,
    by: User | None,
    at: datetime,
) -> Sending:
    """Accounts find it on their page, the others get a link; which link went to whom is kept nowhere.

    By the night, ``by`` and ``address_of`` are ``None``: links lead where one’s own link leads, and a moment for which
    anything went out already is left alone. Raises ``AskedAlready``, ``NobodyToAsk``, ``surveys`` refusals,
    ``NotAllowed``.
    """
    if by is not None:
        require_keeper(by)
    lock(session)
    known = Sending.objects.filter(kind=kind_of(moment), about=session.pk)
    if (known if by is None else known.filter(edition__survey=survey)).exists():
        raise AskedAlready
    rows = _to_ask(session, moment)
    accounts = list(User.objects.filter(pk__in={row.account for row in rows if row.account}, is_active=True))
    reached = [told for row in rows if not row.account and (told := reach_of(row)).mail and (address_of or told.link)]
    if not (accounts or reached):
        raise NobodyToAsk
    today = timezone.localdate(at)
    sending = plan_sending(
        survey, label=label, opens_on=today, closes_on=closes_on(session, moment, today), accounts=accounts,
        links_for=["" if survey.is_anonymous else one.mail for one in reached], kind=kind_of(moment),
        about=session.pk, by=by, at=at,
    )  # fmt: skip
    open_sending(sending, by=by, at=at)
    _send_links(session, sending, reached, address_of, by=by, at=at)
    put_on_record("session_asked", session, moment=moment)
    return sending


def label_of(session: Session, moment: str) -> str:
    """What its sending is about, as the coordination reads it beside others of the same session."""
    return f"{session.programme.title}, {days_words(session)}, {Moment(moment).label}"


def _to_ask(session: Session, moment: str) -> list[Registration]:
    """Before: whoever has a seat. Afterwards: of those whoever was there, as far as presence was noted at all."""
    rows = session.registrations.filter(state="registered")
    there = rows.filter(attended__isnull=False).distinct()
    return list(there if moment != BEFORE and there.exists() else rows)


def _send_links(
    session: Session, sending: Sending, reached: list[Reach], address_of: AddressOf | None, *, by: User | None,
    at: datetime,
) -> None:  # fmt: skip
    def address(reach: Reach, link: str) -> str:
        if address_of:
            return address_of("survey", link)
        return urljoin(reach.link, reverse("surveys:take_link", args=[link]))

    if not reached:
        return
    made = make_links(sending, by=by, at=at)
    if sending.edition.survey.is_anonymous:
        secrets.SystemRandom().shuffle(reached)
        pairs = [(reach, link) for reach, (_name, link) in zip(reached, made, strict=True)]
    else:
        by_mail = {one.mail: one for one in reached}
        pairs = [(by_mail[name], link) for name, link in made]
    sent = [(reach.mail, link) for reach, link in pairs]
    remember_guests(sending, sent, address=address(reached[0], PLACE), by=by, at=at)
    for reach, link in pairs:
        outbox.tell_address(session.pk, reach.mail, address(reach, link))


def ask_due(at: datetime) -> int:
    """The sweep: each questionnaire goes out once, on its day, or within two weeks where the house stood still; one that
    is refused (nobody has an address) keeps the others from nothing. How many went."""
    went = 0
    for moment in Moment.values:
        for session in _due(moment, at):
            survey: Survey = getattr(session.programme.questionnaires, moment)
            label = label_of(session, moment)
            try:
                ask_participants(session, survey=survey, moment=moment, label=label, address_of=None, by=None, at=at)
            except Refusal:
                continue
            went += 1
    return went


def _due(moment: str, at: datetime) -> list[Session]:
    column, first, last = starts_between(moment, at)
    asked = Sending.objects.filter(about=OuterRef("pk"), kind=kind_of(moment))
    wanted = {f"programme__questionnaires__{moment}__state": "open", f"{column}__range": (first, last)}
    found = Session.objects.filter(~Exists(asked), state__in=STATES[moment], **wanted)
    return list(found.select_related(f"programme__questionnaires__{moment}").order_by("starts_on", "id"))


def count_answers(at: datetime) -> int:
    """The sweep: what a session’s questionnaire gave is counted once it is closed, each for itself; not that of one which
    did not take place. How many."""
    known = Outcome.objects.filter(sending=OuterRef("pk"))
    cancelled = Session.objects.filter(pk=OuterRef("about"), state="cancelled")
    due = Sending.objects.filter(~Exists(known), ~Exists(cancelled), kind__in=KINDS, state="closed")
    closed = due.select_related("edition__survey")
    sessions = Session.objects.in_bulk(list(closed.values_list("about", flat=True)))
    counted = 0
    for sending in closed.order_by("closes_on", "id"):
        session = sessions.get(sending.about) if sending.about else None
        if session is not None:
            _count(sending, session, by=None, at=at)
            counted += 1
    return counted


@operation
def _count(sending: Sending, session: Session, *, by: User | None, at: datetime) -> None:
    invited, answered = rates([sending])[sending.pk]
    row = Outcome(
        sending=sending, number=Outcome.objects.count() + 1, session=session, programme_id=session.programme_id,
        survey=sending.edition.survey, moment=KINDS[sending.kind], year=session.starts_on.year,
        audiences=session.audiences, invited=invited, answered=answered,
    )  # fmt: skip
    row.seal("counts", counts_of(sending.edition.read(), read_answers(sending)))
    row.save(force_insert=True)
    put_on_record("session_counted", session, moment=row.moment)
