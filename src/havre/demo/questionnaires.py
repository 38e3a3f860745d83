"""The questionnaires of the invented network: opinions on training and on the seminars, and one that is signed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from havre.accounts.models import User
from havre.demo.schedule import Script
from havre.demo.world import World
from havre.surveys.content import (
    LONG,
    MATRIX,
    NUMBER,
    ONE,
    SCALE,
    SEVERAL,
    SHORT,
    YES_NO,
    Condition,
    Content,
    Option,
    Question,
    Section,
    Words,
)
from havre.surveys.models import Invitation, Sending, Survey
from havre.surveys.operations.answering import answer_anonymously, answer_named
from havre.surveys.operations.sending import close_sending, open_sending, plan_sending
from havre.surveys.operations.writing import publish, start_survey
from havre.training.seminars import feedback

DAY = timedelta(days=1)
OPEN_DAYS = 21
TRAINING = (
    (760, 38, 0.78, "Formation de mars"),
    (395, 46, 0.7, "Formation d’avril"),
    (60, 42, 0.76, "Formation de septembre"),
)
SEMINARS = (
    (720, 64, 0.66, "Séminaire d’automne"),
    (350, 72, 0.72, "Séminaire d’automne"),
    (9, 70, 0.4, "Séminaire de cette année"),
)
"""Days ago, how many were asked, the share that answered, what it was about."""
LIKED = ((5, 46), (4, 33), (3, 13), (2, 5), (1, 3))
WORDS = (
    "Les cas pratiques m’ont le plus servi.",
    "Plus de temps pour les questions, si possible.",
    "J’ai compris ce qu’il ne faut pas écrire dans un rapport.",
    "Merci. La partie sur les documents de séjour était un peu rapide.",
    "Une demi-journée de plus pour échanger entre lieux d’accueil.",
    "Je sais maintenant qui appeler, et quoi dire.",
)


def _words(french: str, english: str) -> Words:
    return {"fr": french, "en": english}


def _options(letter: str, *pairs: tuple[str, str]) -> list[Option]:
    return [Option(f"{letter}{number}", _words(*pair)) for number, pair in enumerate(pairs, 1)]


_ENDS: dict[str, Any] = {"low": _words("pas du tout", "not at all"), "high": _words("tout à fait", "completely")}
_READS = _words(
    "Lu par la coordination, en nombres. En dessous de cinq réponses, rien n’est lu.",
    "Read by the coordination, as numbers. Below five answers, nothing is read.",
)
_WHERE = _options(
    "a", ("dans un lieu d’accueil", "in a shelter"), ("dans une association", "in an association"),
    ("à l’hôpital", "in a hospital"), ("dans la police ou la justice", "in the police or in justice"), ("ailleurs", "elsewhere"),
)  # fmt: skip
_PARTS = _options(
    "r", ("reconnaître la traite", "recognising trafficking"), ("évaluer le danger", "assessing danger"),
    ("les droits de la personne", "the rights of the person"),
)  # fmt: skip


def training() -> Content:
    """What is asked before a training session, at its end, and three months after: so it asks of daily work each time."""
    return Content(
        _words("La formation et votre travail", "The training and your work"),
        _words("Cinq minutes. Les mêmes questions avant la formation, à la fin et trois mois après.", "Five minutes. The same questions before the training, at its end and three months after."),
        _READS,
        [
            Section(_words("La journée", "The day"), {}, [
                Question("q1", SCALE, _words("Cette formation vous est-elle utile dans votre travail ?", "Is this training useful to you in your work?"), required=True, **_ENDS),
                Question("q2", MATRIX, _words("Vous sentez-vous à l’aise avec", "Do you feel confident about"), rows=_PARTS, **_ENDS),
                Question("q3", LONG, _words("Qu’est-ce qui a manqué ?", "What was missing?"), help=_words("N’écrivez rien qui désigne quelqu’un.", "Write nothing that points to anybody."), only_if=Condition("q1", "3")),
            ]),
            Section(_words("Vous", "You"), _words("Rien de cela ne dit qui vous êtes.", "None of this says who you are."), [
                Question("q4", ONE, _words("Où travaillez-vous ?", "Where do you work?"), options=_WHERE),
                Question("q5", NUMBER, _words("Depuis combien d’années ?", "For how many years?"), unit=_words("ans", "years"), least=0, most=40),
                Question("q6", YES_NO, _words("Avez-vous déjà accompagné une victime de traite ?", "Have you supported a victim of trafficking before?")),
                Question("q8", YES_NO, _words("Ces trois derniers mois, avez-vous reconnu une situation de traite dans votre travail ?", "In the last three months, have you recognised a situation of trafficking in your work?")),
                Question("q7", SHORT, _words("Un mot pour l’équipe ?", "A word for the team?")),
            ]),
        ],
    )  # fmt: skip


def needs() -> Content:
    """What each house signs: what it needs from the coordination."""
    return Content(
        _words("Ce dont votre équipe a besoin", "What your team needs"),
        _words("Pour préparer les visites de l’année.", "To prepare this year’s visits."),
        _words("Lu par la coordination, qui vous rappelle.", "Read by the coordination, which calls you back."),
        [
            Section(_words("Votre équipe", "Your team"), {}, [
                Question("q1", NUMBER, _words("Combien d’entre vous accompagnent au quotidien ?", "How many of you support people day to day?"), unit=_words("personnes", "people"), least=0, most=40, required=True),
                Question("q2", YES_NO, _words("Souhaitez-vous une formation cette année ?", "Would you like training this year?")),
                Question("q3", SEVERAL, _words("Sur quoi ?", "On what?"), options=_options("a", ("les droits", "rights"), ("le psychotraumatisme", "trauma"), ("les enfants", "children")), only_if=Condition("q2", "yes")),
                Question("q4", LONG, _words("Autre chose ?", "Anything else?")),
            ]),
        ],
    )  # fmt: skip


def scripts(world: World) -> list[Script]:
    rng = random.Random(f"questionnaires {world.size}")
    salome = world.users["salome"]
    return [
        _anonymous(world, rng, salome, "avis-formation", training(), TRAINING),
        _anonymous(world, rng, salome, feedback.CODE, feedback.form(), SEMINARS),
        _signed(world, salome),
    ]


def _anonymous(
    world: World,
    rng: random.Random,
    by: User,
    code: str,
    content: Content,
    circles: Sequence[tuple[int, int, float, str]],
) -> Iterator[datetime]:
    begins = world.now - (circles[0][0] + 20) * DAY
    yield begins
    survey = published(code, "anonymous", content, by, begins)
    for days, people, share, label in circles:
        at = world.now - days * DAY
        yield at
        sending = sent(survey, label, by, at, links_for=[""] * (people - 6), papers=6)
        for invitation in waiting(sending)[: round(people * share)]:
            answer_anonymously(invitation, answers=some_answers(rng, content), by=None, at=at)
        if days > OPEN_DAYS:
            yield at + OPEN_DAYS * DAY
            sending.refresh_from_db()
            close_sending(sending, by=by, at=at + OPEN_DAYS * DAY)


def _signed(world: World, by: User) -> Iterator[datetime]:
    at = world.now - 6 * DAY
    yield at
    survey = published("besoins-equipes", "named", needs(), by, at)
    claire, karim = world.users["claire"], world.users["karim"]
    sending = sent(survey, "Besoins des équipes", by, at, accounts=[claire, karim])
    yield at + DAY
    for invitation in waiting(sending):
        if invitation.account == karim.pk:
            answers = {"q1": 5, "q2": "yes", "q3": ["a2"], "q4": "Une visite au printemps."}
            answer_named(invitation, answers=answers, by=karim, at=at + DAY)


def published(code: str, naming: str, content: Content, by: User, at: datetime) -> Survey:
    survey = start_survey(code=code, naming=naming, content=content, by=by, at=at)
    publish(survey.latest, by=by, at=at)
    return Survey.objects.get(pk=survey.pk)


def sent(survey: Survey, label: str, by: User, at: datetime, **circle: Any) -> Sending:
    first = timezone.localdate(at)
    last = first + OPEN_DAYS * DAY
    sending = plan_sending(survey, label=label, opens_on=first, closes_on=last, by=by, at=at, **circle)
    open_sending(sending, by=by, at=at)
    return sending


def waiting(sending: Sending) -> list[Invitation]:
    return list(sending.invitations.select_related("sending__edition__survey").order_by("pk"))


def some_answers(rng: random.Random, content: Content) -> dict[str, Any]:
    """What one invented person answers; one in ten passes a question."""
    found: dict[str, Any] = {}
    for question in content.questions:
        if question.required or rng.random() < 0.9:
            found[question.key] = _one(rng, question)
    return found


def _one(rng: random.Random, question: Question) -> Any:
    if question.type == SCALE:
        return _step(rng)
    if question.type == MATRIX:
        return {row.code: _step(rng) for row in question.rows}
    if question.type == NUMBER:
        return min(question.most or 0, int(rng.expovariate(1 / 8)))
    if question.type == SEVERAL:
        return rng.sample(question.codes, rng.randint(1, len(question.codes)))
    if question.type in (SHORT, LONG):
        return rng.choice(WORDS)
    return rng.choice(question.codes[:2]) if question.type == YES_NO else rng.choice(question.codes)


def _step(rng: random.Random) -> str:
    return str(rng.choices([step for step, _weight in LIKED], [weight for _step, weight in LIKED])[0])
