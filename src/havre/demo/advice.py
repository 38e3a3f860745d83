"""The advice desk of the demonstration: some months of questions through the operations, and the years before as counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from havre.accounts.models import User
from havre.countries.fr.calendar import add_working_hours
from havre.demo.schedule import Script
from havre.demo.world import World, uuid_from
from havre.record import drafts
from havre.record.models import Fact
from havre.resources import operations
from havre.resources.content import JOINT, QUESTION, About, Contact, Question
from havre.resources.models import AdviceRequest, Article
from havre.resources.operations import Asked

DAYS = 150
REQUESTS = 150
BEFORE = 2_850
"""Requests of the years before, as counts: about 3,000 in all at the size of the published network."""
FIRST_YEAR = 2020


@dataclass(frozen=True)
class Told:
    """A question as somebody asks it, and how it was answered; ``articles`` are numbers of the country's list."""

    field: str
    question: str
    label: str
    answer: str
    articles: tuple[str, ...] = ()
    kind: str = QUESTION


TOLD = (
    Told("administrative", "La préfecture refuse le récépissé d’une femme qui a porté plainte. Quel recours, et sous quel délai ?", "Récépissé refusé en préfecture", "Demandez le refus par écrit, puis saisissez le tribunal administratif. La carte est de droit si les conditions sont réunies : citez l’article dans la lettre.", ("L. 425-1", "R. 425-1")),
    Told("legal", "Faut-il une plainte pour être aidée par un lieu d’accueil du réseau ?", "Aide sans condition de plainte", "Non, jamais. L’aide ne dépend ni d’une plainte ni d’un témoignage.", ("art. 11, § 3", "art. 12, § 6")),
    Told("administrative", "Elle hésite à porter plainte. Combien de temps pour réfléchir, et avec quel papier ?", "Délai de réflexion : durée et papier", "Trente jours, avec un récépissé, sans éloignement. Il se demande à la police ou à la gendarmerie.", ("R. 425-2",)),
    Told("identification", "Une personne travaille sans salaire et dort sur place. Est-ce de la traite ?", "Reconnaître la traite : travail sans salaire", "Cherchez l’acte, le moyen et le but. L’abus d’une situation de vulnérabilité suffit comme moyen ; le consentement n’y change rien.", ("225-4-1", "art. 3 b")),
    Told("danger", "Un jeune homme reçoit des menaces depuis qu’il a quitté son logeur. Comment juger du danger ?", "Menaces après un départ", "Nous l’avons fait ensemble : qui menace, qui est visé, ce qu’ils savent. Revoyez-le à chaque audience et à chaque contact.", (), JOINT),
    Told("social", "Notre équipe peut-elle partager des informations avec l’hôpital ?", "Partager avec un autre service", "Dans l’équipe, ce qui est nécessaire. Au-dehors, avec son accord écrit, ou si la loi l’exige.", ("L. 345-1", "226-13", "226-14")),
    Told("legal", "Peut-on donner une autre adresse que la sienne dans une plainte ?", "Autre adresse dans une procédure", "Oui : celle du service de police, ou d’un tiers avec son accord.", ("706-57",)),
    Told("identification", "Une fille dit avoir dix-huit ans, elle paraît plus jeune. Que faire d’abord ?", "Âge en doute", "Elle est présumée mineure : protection de l’enfance, par son nom à quelqu’un, aujourd’hui.", ("R. 425-10",)),
    Told("health", "Elle refuse de voir un médecin. Que peut-on lui proposer ?", "Refus de soins", "Rien sans elle. Proposez une permanence sans papiers, une interprète, et redemandez plus tard."),
    Told("administrative", "Qui peut présenter un parcours de sortie de la prostitution ?", "Parcours de sortie : qui le présente", "Une association agréée ; le préfet décide après la commission.", ("L. 121-9", "L. 425-4")),
    Told("other", "Où trouver une affiche dans plusieurs langues pour une salle d’attente ?", "Affiche en plusieurs langues", "Nous vous l’envoyons imprimée."),
)  # fmt: skip
WHO = (("NGO", "une éducatrice"), ("HealthServiceOrganisation", "une assistante sociale"), ("LegalService", "une avocate"), ("LawEnforcement", "une enquêtrice"), ("LocalGovernmentOrganisation", "un service du département"))  # fmt: skip
ASKERS = (
    ("anne", "HealthServiceOrganisation", "Docteure Anne"),
    ("anne", "HealthServiceOrganisation", "Anne F."),
    ("claire", "Shelter", "Claire"),
    ("karim", "Shelter", "Karim"),
)
ENDS = (("helped", 46), ("answered", 30), ("telephone", 22), ("expert", 2))
URGENCY = (("today", 18), ("this_week", 52), ("no_hurry", 30))
FIELDS = (
    ("administrative", 34),
    ("legal", 20),
    ("identification", 14),
    ("social", 12),
    ("danger", 10),
    ("health", 5),
    ("other", 5),
)
CHANNELS = (("telephone", 48), ("account", 40), ("link", 12))


def scripts(world: World) -> list[Script]:
    """Questions of the last months, each answered."""
    operations.enlist_articles(world.now)
    count = max(20, round(REQUESTS * world.size / 118))
    return [_past(world, world.rng.uniform(2, DAYS)) for _ in range(count)]


def _past(world: World, days: float) -> Script:
    at = world.now - timedelta(days=days)
    at = at.replace(hour=8 + world.rng.randrange(8))
    told, end, by = world.rng.choice(TOLD), _drawn(world, ENDS), _adviser(world)
    yield at
    if end == "telephone":
        _noted(world, told, by, at)
        return
    row = _asked(world, told, at, _drawn(world, URGENCY))
    yield (at := _working(at, world.rng.randint(1, 5)))
    operations.take(row, by=by, at=at)
    yield (at := _working(at, world.rng.randint(1, 14)))
    if end == "expert":
        address = operations.ask_expert(
            row, text="Un visa expiré vaut-il pièce d’identité ?", who="Me Roux", mail="", address_of=str, by=by, at=at
        )
        operations.answer_as_expert(
            operations.open_link(address, by=None, at=at), text="Oui, avec une copie.", by=None, at=at
        )
        row.refresh_from_db()
    _answer(row, told, by, at)
    if end == "helped" and row.asker is not None:
        yield (at := at + timedelta(hours=world.rng.uniform(2, 60)))
        helped = world.rng.choices(("yes", "partly", "no"), (8, 3, 1))[0]
        operations.say_whether_it_helped(row, helped=helped, by=row.asker, at=at)


def today(world: World) -> None:
    """One in every state now: to be taken, late, in hand, with an expert, answered, joined, become a referral."""
    now, nora, judith, paul = world.now, *(world.users[key] for key in ("nora", "judith", "paul"))
    for number, (hours, urgency) in enumerate(((1, "this_week"), (3, "no_hurry"), (0.5, "today"), (60, "today"))):
        _asked(world, TOLD[number], now - timedelta(hours=hours), urgency)
    for number, (by, hours) in enumerate(((nora, 26), (paul, 5), (judith, 120))):
        row = _asked(world, TOLD[number + 4], now - timedelta(hours=hours), "this_week")
        operations.take(row, by=by, at=now - timedelta(hours=hours - 0.5))
    at = now - timedelta(hours=7)
    outside = _asked(world, TOLD[6], at, "no_hurry")
    operations.take(outside, by=paul, at=at)
    operations.add_note(outside, text="Demandé aussi au barreau.", by=paul, at=at)
    operations.ask_expert(outside, text="Une adresse chez un tiers se change-t-elle ?", who="Me Roux", mail="", address_of=str, by=paul, at=at)  # fmt: skip
    twice = _asked(world, TOLD[0], at, "this_week")
    operations.merge(twice, into=outside, by=nora, at=at)
    danger = _asked(world, TOLD[4], at, "today")
    operations.take(danger, by=nora, at=at)
    drafts.discard(nora, operations.make_referral(danger, by=nora, at=at))
    card = Article.objects.get(number="L. 425-1")
    operations.change_article(
        card, title_fr=card.title_fr, title_en=card.title_en, valid_from=None, valid_until=None,
        source="relu pour la démonstration", by=paul, at=now - timedelta(hours=2),
    )  # fmt: skip


def _working(at: datetime, hours: int) -> datetime:
    return add_working_hours(timezone.localtime(at), hours)


def _adviser(world: World) -> User:
    return world.users[world.rng.choice(("nora", "judith", "marc", "samuel", "paul", "paul", "salome"))]


def _asked(world: World, told: Told, at: datetime, urgency: str) -> AdviceRequest:
    key, service, who = world.rng.choice(ASKERS)
    by = world.users[key]
    asked = Asked(
        field=told.field, urgency=urgency, kind=told.kind, question=Question(told.question),
        about=About(world.rng.choice(world.agencies).area, service), contact=Contact(who, "0199000900"),
    )  # fmt: skip
    return operations.ask_advice(uuid_from(world.rng), asked=asked, by=by, at=at)


def _noted(world: World, told: Told, by: User, at: datetime) -> None:
    service, who = world.rng.choice(WHO)
    asked = Asked(field=told.field, urgency="today", question=Question(told.question), about=About(service=service), contact=Contact(who))  # fmt: skip
    operations.note_advice(
        uuid_from(world.rng), asked=asked, answer=told.answer, label=told.label, articles=_articles(told), by=by, at=at
    )


def _answer(row: AdviceRequest, told: Told, by: User, at: datetime) -> None:
    operations.answer(row, text=told.answer, label=told.label, articles=_articles(told), by=by, at=at)


def _articles(told: Told) -> list[Article]:
    return list(Article.objects.filter(number__in=told.articles))


def _drawn(world: World, weights: tuple[tuple[str, int], ...]) -> str:
    return world.rng.choices([name for name, _w in weights], [weight for _n, weight in weights])[0]


def of_the_years(world: World) -> list[Fact]:
    """One fact a request, from 2020 to the months whose requests are kept."""
    last = world.now - timedelta(days=DAYS)
    years = range(FIRST_YEAR, last.year + 1)
    shares = [last.timetuple().tm_yday / 366 if year == last.year else 1.0 for year in years]
    total = BEFORE * world.size / 118 / sum(shares)
    return [_fact(world, year) for year, share in zip(years, shares, strict=True) for _ in range(round(total * share))]


def _fact(world: World, year: int) -> Fact:
    values = {"field": _drawn(world, FIELDS), "urgency": _drawn(world, URGENCY), "channel": _drawn(world, CHANNELS)}
    return Fact(kind="advice", year=year, values=values)
