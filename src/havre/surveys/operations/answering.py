"""Somebody answers: once, with a name or without one; free texts and named answers are read on record."""

from __future__ import annotations

import random
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.record import words
from havre.record.models import Draft
from havre.record.operations import NotAllowed, Refusal, operation, record, save
from havre.surveys.answers import Answers, missing, of_asked, texts_of, ticked_of
from havre.surveys.ballots import fill_ballot, fits
from havre.surveys.models import Answer, Ballot, BallotText, Invitation, LinkDraft, Sending
from havre.surveys.operations.sending import facts_of
from havre.surveys.operations.writing import require_keeper
from havre.surveys.policies import is_told, results_open, takes_answers
from havre.surveys.results import hidden_texts, read_answers

words.register(
    {
        "survey_answered": _("Un questionnaire a reçu une réponse"),
        "survey_paper_typed": _("Réponse sur papier recopiée"),
        "survey_texts_read": _("Textes libres d’un questionnaire lus"),
        "survey_answer_read": _("Réponse nommée lue"),
    }
)


class Over(Refusal):
    sentence = _("Ce questionnaire est clos : il ne prend plus de réponse. Rien n’a été gardé.")


class AlreadyAnswered(Refusal):
    sentence = _("Cette invitation a déjà servi : une réponse est gardée.")


class Incomplete(Refusal):
    sentence = _("Il manque une réponse que ce questionnaire demande. Le reste est gardé.")


class TextTooLong(Refusal):
    sentence = _("Un texte est trop long. Raccourcissez-le ; le reste est gardé.")


class NoPaperLeft(Refusal):
    sentence = _("Tous les formulaires sur papier de cet envoi sont déjà recopiés.")


class TooFewAnswers(Refusal):
    sentence = _("Il y a moins de cinq réponses : les lire dirait qui a répondu quoi.")


class StillOpen(Refusal):
    sentence = _("On répond encore : les résultats se lisent une fois l’envoi clos.")


def _checked(sending: Sending, answers: Answers, at: datetime) -> Answers:
    """What counts of the answers. Raises ``Over``, ``Incomplete``, ``TextTooLong``."""
    if not takes_answers(sending, timezone.localdate(at)):
        raise Over
    content = sending.edition.read()
    asked = of_asked(content, answers)
    if missing(content, asked):
        raise Incomplete
    if not all(map(fits, texts_of(content, asked).values())):
        raise TextTooLong
    return asked


def _use(invitation: Invitation) -> None:
    if not Invitation.objects.filter(pk=invitation.pk, answered=False).update(answered=True):
        raise AlreadyAnswered
    invitation.answered = True
    LinkDraft.objects.filter(invitation=invitation).delete()
    Draft.objects.filter(pk=invitation.pk).delete()  # that of the account has the id of its invitation


@operation
def answer_anonymously(invitation: Invitation, *, answers: Answers, by: None, at: datetime) -> None:
    """Fill a blank ballot; the record says that one was filled, neither which nor by whom.

    ``by`` is nobody, even where the invitation is an account's: the view that calls has checked whose it is.
    Raises ``Over``, ``AlreadyAnswered``, ``Incomplete``, ``TextTooLong``, ``NotAllowed`` for a named questionnaire.
    """
    sending = invitation.sending
    if not sending.edition.survey.is_anonymous or by is not None:
        raise NotAllowed
    asked = _checked(sending, answers, at)
    _use(invitation)
    content = sending.edition.read()
    fill_ballot(sending, ticked_of(content, asked), texts_of(content, asked))
    record("survey_answered", facts=facts_of(sending), thread=False)


@operation
def answer_named(invitation: Invitation, *, answers: Answers, by: User | None, at: datetime) -> Answer:
    """Keep an answer beside its invitation. ``by`` is the invited account, ``None`` for whoever holds the link.

    Raises ``Over``, ``AlreadyAnswered``, ``Incomplete``, ``NotAllowed``.
    """
    sending = invitation.sending
    if sending.edition.survey.is_anonymous or (by.pk if by else None) != invitation.account:
        raise NotAllowed
    answer = _keep_named(invitation, answers, at)
    record("survey_answered", facts=facts_of(sending), thread=False)
    return answer


def _keep_named(invitation: Invitation, answers: Answers, at: datetime) -> Answer:
    sending = invitation.sending
    asked = _checked(sending, answers, at)
    _use(invitation)
    content = sending.edition.read()
    answer = Answer(invitation=invitation, sending=sending)
    answer.seal("ticked", ticked_of(content, asked))
    answer.seal("texts", texts_of(content, asked))
    answer.save(force_insert=True)
    return answer


@operation
def type_named_paper(invitation: Invitation, *, answers: Answers, by: User, at: datetime) -> Answer:
    """The paper of somebody who was invited by name, copied for them; their account or link is used with it.

    Raises ``Over``, ``AlreadyAnswered``, ``Incomplete``, ``NotAllowed``.
    """
    require_keeper(by)
    if invitation.sending.edition.survey.is_anonymous:
        raise NotAllowed
    answer = _keep_named(invitation, answers, at)
    record("survey_paper_typed", facts=facts_of(invitation.sending), thread=False)
    return answer


@operation
def type_paper(sending: Sending, *, answers: Answers, by: User, at: datetime) -> None:
    """A form that came back on paper, copied by whoever keeps questionnaires; anonymous ones only.

    Raises ``Over``, ``NoPaperLeft``, ``Incomplete``, ``TextTooLong``, ``NotAllowed``, ``Stale``.
    """
    require_keeper(by)
    if not sending.edition.survey.is_anonymous:
        raise NotAllowed
    asked = _checked(sending, answers, at)
    if sending.papers_typed >= sending.papers:
        raise NoPaperLeft
    sending.papers_typed += 1
    save(sending, "papers_typed")
    content = sending.edition.read()
    fill_ballot(sending, ticked_of(content, asked), texts_of(content, asked))
    record("survey_paper_typed", facts=facts_of(sending), thread=False)


@operation
def read_texts(sending: Sending, *, by: User, at: datetime) -> dict[str, list[str]]:
    """What was written in words of one's own, by question, in no order; without a name, not to a question that depends on
    a hidden answer. On record.

    Raises ``StillOpen``, ``TooFewAnswers``, ``NotAllowed``.
    """
    if not may(by, Permission.READ_SURVEY_RESULTS):
        raise NotAllowed
    if not results_open(sending):
        raise StillOpen
    found: dict[str, list[str]] = {}
    if sending.edition.survey.is_anonymous:
        if not is_told(Ballot.objects.filter(sending=sending, filled=True).count()):
            raise TooFewAnswers
        hidden = hidden_texts(sending.edition.read(), read_answers(sending))
        for row in BallotText.objects.filter(sending=sending, filled=True).exclude(key__in=hidden):
            found.setdefault(row.key, []).append(row.unseal("text")["a"])
    else:
        for answer in Answer.objects.filter(sending=sending):
            for key, text in answer.unseal("texts").items():
                found.setdefault(key, []).append(text)
    for texts in found.values():
        random.SystemRandom().shuffle(texts)
    record("survey_texts_read", facts=facts_of(sending), thread=False)
    return found


@operation
def read_answer(answer: Answer, *, by: User, at: datetime) -> Answers:
    """One named answer, whole. On record. Raises ``NotAllowed``."""
    require_keeper(by)
    found: Answers = answer.unseal("ticked") | answer.unseal("texts")
    record("survey_answer_read", facts=facts_of(answer.sending), thread=False)
    return found
