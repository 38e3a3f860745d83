"""A questionnaire is started, changed, published, put away."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import to_json
from havre.record import words
from havre.record.operations import NotAllowed, Refusal, expect_version, operation, record, save
from havre.record.transitions import move
from havre.surveys.building import troubles
from havre.surveys.content import Content, Section
from havre.surveys.models import Edition, Naming, Survey
from havre.surveys.policies import may_be_edited
from havre.surveys.states import SURVEY

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,23}")

words.register(
    {
        "survey_started": _("Questionnaire commencé"),
        "survey_changed": _("Questionnaire modifié"),
        "survey_next_edition": _("Nouvelle édition d’un questionnaire commencée"),
    }
)


class CodeTaken(Refusal):
    sentence = _("Un autre questionnaire porte déjà ce code. Choisissez-en un autre.")


class BadCode(Refusal):
    sentence = _("Un code s’écrit en minuscules, chiffres et tirets, deux signes au moins.")


class Published(Refusal):
    sentence = _("Cette édition est publiée : elle ne change plus. Commencez la suivante.")


class NotReady(Refusal):
    """Its sentence says everything that is missing."""


def require_keeper(by: User | None) -> None:
    if not may(by, Permission.KEEP_SURVEYS):
        raise NotAllowed


@operation
def start_survey(*, code: str, naming: str, content: Content, by: User, at: datetime) -> Survey:
    """A new questionnaire with its first edition. Raises ``BadCode``, ``CodeTaken``, ``NotAllowed``."""
    require_keeper(by)
    if not CODE.fullmatch(code):
        raise BadCode
    if Survey.objects.filter(code=code).exists():
        raise CodeTaken
    survey = Survey(code=code, naming=Naming(naming))
    survey.save(force_insert=True)
    first = content if content.sections else Content(content.title, content.intro, content.reads, [Section()])
    Edition(survey=survey, number=1, content=to_json(first)).save(force_insert=True)
    record("survey_started", fields=["code", "naming"], facts={"survey": code}, thread=False)
    return survey


@operation
def change_content(edition: Edition, *, content: Content, by: User, at: datetime, version: int | None = None) -> None:
    """Write what an edition asks, as long as it is not published. Raises ``Published``, ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    expect_version(edition, version)
    if not may_be_edited(edition):
        raise Published
    edition.content = to_json(content)
    save(edition, "content")
    record("survey_changed", fields=["content"], facts={"survey": edition.survey.code}, thread=False)


@operation
def publish(edition: Edition, *, by: User, at: datetime) -> None:
    """From now on it can be sent and never changes. Raises ``NotReady``, ``Published``, ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    if not may_be_edited(edition):
        raise Published
    if found := troubles(edition.read()):
        raise NotReady(" ".join(found))
    edition.published_on = timezone.localdate(at)
    save(edition, "published_on")
    facts = {"survey": edition.survey.code, "edition": str(edition.number)}
    move(SURVEY, edition.survey, "publish", facts=facts, thread=False)


@operation
def start_next_edition(survey: Survey, *, by: User, at: datetime) -> Edition:
    """The next edition, beginning as the last one; one that is being written already is the next one."""
    require_keeper(by)
    latest = survey.latest
    if may_be_edited(latest):
        return latest
    following = Edition(survey=survey, number=latest.number + 1, content=latest.content)
    following.save(force_insert=True)
    record("survey_next_edition", fields=["number"], facts={"survey": survey.code}, thread=False)
    return following


@operation
def retire(survey: Survey, *, by: User, at: datetime) -> None:
    """It is asked no more; what was answered stays. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    move(SURVEY, survey, "retire", facts={"survey": survey.code}, thread=False)


@operation
def reopen(survey: Survey, *, by: User, at: datetime) -> None:
    """Taken up again. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    move(SURVEY, survey, "reopen", facts={"survey": survey.code}, thread=False)
