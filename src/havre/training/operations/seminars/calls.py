"""Topics are called for, proposed and supported before a seminar."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.common.dataclass_json import to_json
from havre.network.models import Topic
from havre.network.policies import may_speak_for
from havre.record.operations import NotAllowed, OnBehalf, Refusal, expect_version, operation, said_at, save
from havre.record.transitions import NotNow
from havre.training.models import Session
from havre.training.models_seminars import Seminar, Subject, Support
from havre.training.operations.common import put_on_record, require, require_keeper
from havre.training.operations.seminars.common import require_seminar, seminar_of
from havre.training.seminars.content import SubjectText

DAY = timedelta(days=1)


class CallOver(Refusal):
    sentence = _("L’appel à sujets est clos. Rien n’a été gardé ; appelez la coordination si c’est important.")


class CallTooLate(Refusal):
    sentence = _("L’appel finit aujourd’hui ou plus tard, et avant le premier jour du séminaire. Changez le jour.")


@operation
def open_call(session: Session, *, until: date, version: int | None = None, by: User, at: datetime) -> Seminar:
    """Partners propose and support topics until that day, the day itself included; opened again, it lasts until another
    day. Raises ``CallTooLate``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    require_seminar(session)
    if not session.is_living:
        raise NotNow
    if not timezone.localdate(at) <= until < session.starts_on:
        raise CallTooLate
    seminar = seminar_of(session)
    expect_version(seminar, version)
    seminar.call_ends_on = until
    save(seminar, "call_ends_on")
    put_on_record("topics_called", session, "call_ends_on", until=until.isoformat())
    return seminar


@operation
def close_call(session: Session, *, version: int | None = None, by: User, at: datetime) -> None:
    """From now on nothing more is proposed. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    seminar, today = seminar_of(session), timezone.localdate(at)
    expect_version(seminar, version)
    if not seminar.takes_topics(today):
        raise NotNow
    seminar.call_ends_on = today - DAY
    save(seminar, "call_ends_on")
    put_on_record("topics_call_closed", session, "call_ends_on")


@operation
def propose_subject(
    subject_id: uuid.UUID, *, session: Session, organisation: Organisation, title: str, text: str, by: User, at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Subject:  # fmt: skip
    """What a partner wants to talk about, by its account or on the telephone; sent twice, it is proposed once. Whoever
    proposes counts as a voice. Raises ``CallOver``, ``NotAllowed``."""
    require(may_speak_for(by, organisation))
    known = Subject.objects.filter(pk=subject_id).first()
    if known is not None:
        if (known.session_id, known.organisation) != (session.pk, organisation.pk):
            raise NotAllowed
        return known
    _require_open(session, at)
    told_on = timezone.localdate(said_at(at, on_behalf_of))
    row = Subject(id=subject_id, session=session, organisation=organisation.pk, told_on=told_on)
    row.seal("content", to_json(SubjectText(title, text, by.name, on_behalf_of.who if on_behalf_of else "")))
    row.save(force_insert=True)
    Support.objects.create(session=session, subject=row, organisation=organisation.pk)
    put_on_record("subject_proposed", session, "subjects")
    return row


@operation
def support_topic(
    session: Session, *, of: Subject | Topic, organisation: Organisation, by: User, at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:  # fmt: skip
    """«We too»; said twice by one partner, it counts once. Raises ``CallOver``, ``NotNow``, ``NotAllowed``."""
    require(may_speak_for(by, organisation))
    _require_open(session, at)
    if isinstance(of, Subject):
        if of.session_id != session.pk:
            raise NotNow
        given: dict[str, Any] = {"subject": of}
    elif of.is_under_way:
        given = {"topic": of}
    else:
        raise NotNow
    _row, made = Support.objects.get_or_create(session=session, organisation=organisation.pk, **given)
    if made:
        put_on_record("subject_supported", session, "supports")


def _require_open(session: Session, at: datetime) -> None:
    seminar = Seminar.objects.filter(session=session).first()
    if not session.is_living or seminar is None or not seminar.takes_topics(timezone.localdate(at)):
        raise CallOver
