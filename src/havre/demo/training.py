"""Training in the invented network: the sessions since 2007 as counts, those of this year through the operations."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta

from django.utils import timezone

from havre.accounts.models import User
from havre.countries.fr.training import GROUPS, HALF_DAYS, LARGEST_GROUP, SMALLEST_GROUP
from havre.demo import seminars, training_answers
from havre.demo.library import paper
from havre.demo.schedule import Script
from havre.demo.world import World, uuid_from
from havre.geo.departments import DEPARTMENTS
from havre.record.models import Fact
from havre.surveys.models import Survey
from havre.training import operations
from havre.training.content import SEMINAR, TRAINING, Module, Practical, Reach, Who
from havre.training.models import Programme, Registration, Session, Trainer
from havre.training.models_evaluation import Moment
from havre.training.operations import Coming, Planned
from havre.training.seminars import feedback

DAY = timedelta(days=1)
FIRST_YEARS, SESSIONS, PEOPLE = range(2007, 2015), 34, 1_200
"""As published (DOMAIN.md §10); how they spread over the years is ours."""
A_YEAR, IN_A_SEMINAR = 4, 70
FIRST = (
    "Camille",
    "Dominique",
    "Claude",
    "Alix",
    "Maxime",
    "Sacha",
    "Charlie",
    "Andréa",
    "Lou",
    "Noa",
    "Yaël",
    "Swann",
    "Éden",
    "Morgan",
)
LAST = (
    "Exemple",
    "Modèle",
    "Inventé",
    "Fictive",
    "Imaginaire",
    "Témoin",
    "Spécimen",
    "Maquette",
    "Brouillon",
    "Patron",
)
JOBS = (
    ("social", "éducatrice spécialisée"),
    ("health", "infirmier"),
    ("police", "enquêtrice"),
    ("justice", "avocate"),
    ("social", "assistant social"),
    ("other", "interprète"),
)
WEIGHTS = {"social": 48, "health": 18, "police": 14, "justice": 12, "other": 8}
TOWNS = ("Portville", "Havreville", "Exempleville")
MODULES = (
    Module("Reconnaître la traite", "nommer l’acte, le moyen et le but", 210, "La fiche de repérage"),
    Module("Le premier entretien", "écouter sans rien promettre", 105, "La liste des questions à ne pas poser"),
    Module("Le danger et la distance", "évaluer à deux, décider vite", 105, "La grille d’évaluation"),
    Module("Les droits", "dire à la personne ce qu’elle peut demander", 210, "La feuille des droits, en six langues"),
)  # fmt: skip

OBJECTIVES = {
    "anne": ["Savoir quoi demander quand un accompagnant parle à la place de la personne."],
    "claire": ["Comprendre ce que change le récépissé.", "Savoir dire non à un appel qui cherche quelqu’un."],
}


HELD = (
    (330, TRAINING, "evaluate"), (300, SEMINAR, "evaluate"), (240, TRAINING, "evaluate"), (150, SEMINAR, "hold"),
    (90, TRAINING, "hold"),
)  # fmt: skip
"""How many days ago, of which kind, how far it is: the sessions that are kept."""


def scripts(world: World) -> list[Script]:
    rng = random.Random(f"training {world.size}")
    return [_all(world, rng)]


def _all(world: World, rng: random.Random) -> Script:
    """Programmes and trainers first; then each session in its turn, the oldest first."""
    by = world.users["salome"]
    begins = world.now - 400 * DAY
    yield begins
    programmes = _programmes(by, begins)
    paul = operations.add_trainer(name="Paul D.", topics="droit", account=world.users["paul"], by=by, at=begins)
    vera = operations.add_trainer(
        name="Véra T.", topics="psychotraumatisme", account=world.users["vera"], by=by, at=begins
    )
    for days_ago, kind, end in HELD:
        day = world.now - days_ago * DAY
        yield day - 40 * DAY
        session = _planned(world, rng, programmes[kind], day - 40 * DAY, day.date(), by)
        for trainer, share in ((paul, MODULES[2:]), (vera, MODULES[:2]))[: 1 if days_ago == 240 else 2]:
            modules = [one.title for one in share] if kind == TRAINING else []
            operations.add_teaching(
                session, trainer=trainer, hours=5, cost=300, modules=modules, by=by, at=day - 40 * DAY
            )
        _come(world, rng, session, rng.randint(20, 24), by, day - 30 * DAY)
        if kind == SEMINAR:
            _houses_come(world, session, day - 30 * DAY)
        yield from _held(world, rng, session, by, day, end)


def _held(world: World, rng: random.Random, session: Session, by: User, day: datetime, end: str) -> Script:
    """Asked before, held, asked at its end; a seminar written up; after three months asked once more, and evaluated."""
    evening = (day + (session.half_days // 2) * DAY).replace(hour=18)
    for moment, asked_at in ((Moment.BEFORE, day - 7 * DAY), (Moment.END, evening), (Moment.LATER, evening + 92 * DAY)):
        if moment == Moment.END:
            yield day
            _hold(rng, session, by, day)
        if moment == Moment.LATER and session.is_seminar and end == "hold":
            yield (after := day + 14 * DAY)
            seminars.held(world, rng, session, by, after)
        yield asked_at
        operations.ask_due(asked_at)
        yield asked_at + 6 * DAY
        training_answers.answer(session, moment, rng, asked_at + 6 * DAY)
        operations.count_answers(asked_at + 6 * DAY)
    if end == "evaluate":
        session.refresh_from_db()
        operations.evaluate_session(session, by=by, at=evening + 98 * DAY)


def _programmes(by: User, at: datetime) -> dict[str, Programme]:
    def write(code: str, titles: tuple[str, str], halves: int, group: tuple[int, int], kind: str) -> Programme:
        modules = MODULES if kind == TRAINING else ()
        return operations.write_programme(None, code=code, titles=titles, half_days=halves, group=group, modules=modules, kind=kind, by=by, at=at)  # fmt: skip

    sizes = (SMALLEST_GROUP.value, LARGEST_GROUP.value)
    made = {
        TRAINING: write("identifier", ("Identifier et accompagner", "Identification and support"), HALF_DAYS.value, sizes, TRAINING),
        SEMINAR: write("seminaire", ("Séminaire du réseau", "Seminar of the network"), 4, (30, 90), SEMINAR),
    }  # fmt: skip
    opinion, of_seminar = (Survey.objects.get(code=code) for code in ("avis-formation", feedback.CODE))
    every = dict.fromkeys(Moment.values, opinion)
    operations.set_questionnaires(made[TRAINING], surveys=every, by=by, at=at)
    operations.set_questionnaires(made[SEMINAR], surveys={Moment.END.value: of_seminar}, by=by, at=at)
    return made


def _planned(world: World, rng: random.Random, programme: Programme, at: datetime, day: date, by: User, **changes: object) -> Session:  # fmt: skip
    is_open = programme.kind == TRAINING
    planned = Planned(
        day, is_public=is_open, needs_approval=is_open, town=rng.choice(TOWNS) if is_open else "",
        audiences=["social", "health"] if is_open else [], funder="Ministère (fictif)", cost=1_800, income=2_400,
        practical=Practical("Salle des Mouettes", "2 quai Imaginaire", "tram 1, arrêt du Port", "une pièce d’identité"),
    )  # fmt: skip
    for name, value in changes.items():
        setattr(planned, name, value)
    session = operations.plan_session(uuid_from(world.rng), programme=programme, planned=planned, by=by, at=at)
    if changes.get("funder") != "":
        operations.open_session(session, by=by, at=at)
    return session


def _come(world: World, rng: random.Random, session: Session, count: int, by: User, at: datetime) -> None:
    people = [_somebody(rng, number) for number in range(count)]
    operations.import_registrations(session, people=people, address_of=_nowhere, by=by, at=at)
    session.refresh_from_db()


def _houses_come(world: World, session: Session, at: datetime) -> None:
    """Those of the houses that have an account of the demonstration."""
    for key in ("claire", "karim"):
        user = world.users[key]
        coming = Coming(Who(user.name, "", "", "social", ""), Reach())
        operations.register_self(session, coming=coming, address_of=_nowhere, by=user, at=at)


def _somebody(rng: random.Random, number: int) -> Coming:
    group, job = rng.choice(JOBS)
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
    mail = f"personne{number}@exemple.example"
    return Coming(Who(name, job, "une structure inventée", group, _region(rng)), Reach(mail))


def _nowhere(use: str, token: str) -> str:
    return f"https://havre.example/{use}/{token}/"


def _hold(rng: random.Random, session: Session, by: User, at: datetime) -> None:
    rows = list(session.registrations.filter(state="registered").select_related("session"))
    every = set(range(1, session.half_days + 1))
    present = {row: every - ({session.half_days} if rng.random() < 0.08 else set()) for row in rows}
    operations.type_sheet(session, present=present, by=by, at=at)
    operations.hold_session(session, by=by, at=at)


def today(world: World) -> None:
    """What is to come, in every state: one with free seats, one that is full, one that closed, one in preparation, one
    cancelled, the next seminar; and one that begins today."""
    rng, by, now = random.Random(f"training today {world.size}"), world.users["salome"], world.now
    training, seminar = (Programme.objects.get(kind=kind) for kind in (TRAINING, SEMINAR))
    first, trainers = timezone.localdate(now), list(Trainer.objects.all())
    paul, vera = sorted(trainers, key=lambda one: one.account != world.users["paul"].pk)

    def plan(days: int, programme: Programme = training, people: int = 0, **changes: object) -> Session:
        session = _planned(world, rng, programme, now, first + days * DAY, by, **changes)
        if people:
            _come(world, rng, session, people, by, now)
        return session

    running = plan(0, people=20)
    free, closed, cancelled = plan(38, people=9), plan(12, people=21), plan(60, people=5)
    plan(24, seats=20, people=23)
    plan(95, funder="")
    following = plan(130, seminar, people=30, place_from=first + 100 * DAY)
    for trainer, session in ((paul, running), (vera, running), (vera, free), (paul, closed)):
        operations.add_teaching(session, trainer=trainer, hours=5, cost=300, by=by, at=now)
    sheet = paper("La fiche de repérage", "Nommer l’acte, le moyen et le but.")
    for session in (running, free):
        operations.add_material(
            session, name="La fiche de repérage.pdf", content=sheet, module=MODULES[0].title, by=by, at=now
        )
    seminars.ahead(world, following, [house.shelter.organisation for house in world.houses], by)
    operations.close_session(closed, by=by, at=now)
    operations.cancel_session(cancelled, by=by, at=now)
    for row in Registration.objects.filter(session=running, state="registered")[:14]:
        operations.note_presence(row, half=1, present=True, by=by, at=now)
    for key, group in (("anne", "health"), ("claire", "social")):
        user = world.users[key]
        coming = Coming(Who(user.name, "", "", group, ""), Reach())
        row = operations.register_self(free, coming=coming, address_of=_nowhere, by=user, at=now)
        operations.write_objectives(row, texts=OBJECTIVES[key], by=user, at=now)
        if key == "claire":
            operations.note_approval(row, approved=True, by=by, at=now)


def of_the_years(world: World) -> list[Fact]:
    """One fact a session and one for each who came, from 2007 to last year; the sessions that are kept count themselves."""
    rng = random.Random(f"training years {world.size}")
    found = []
    kept = Counter(((world.now - days_ago * DAY).year, kind) for days_ago, kind, _end in HELD)
    years = [(year, TRAINING) for year in FIRST_YEARS for _ in range(SESSIONS // len(FIRST_YEARS))]
    years += [(FIRST_YEARS[-1], TRAINING)] * (SESSIONS - len(years))
    sizes = [PEOPLE // SESSIONS + (number < PEOPLE % SESSIONS) for number in range(SESSIONS)]
    later = [(year, TRAINING) for year in range(2015, world.now.year) for _ in range(A_YEAR - kept[year, TRAINING])]
    twice = [(year, SEMINAR) for year in range(2007, world.now.year) for _ in range(2 - kept[year, SEMINAR])]
    sizes += [rng.randint(20, 25) for _ in later] + [IN_A_SEMINAR for _ in twice]
    for (year, kind), size in zip([*years, *later, *twice], sizes, strict=True):
        found.append(Fact(kind="session", year=year, values={"gathering": kind}))
        found += [_fact(rng, year, kind) for _ in range(size)]
    rng.shuffle(found)
    return found


def _fact(rng: random.Random, year: int, kind: str) -> Fact:
    group = rng.choices(list(GROUPS), [WEIGHTS[code] for code in GROUPS])[0]
    return Fact(kind="trained", year=year, values={"gathering": kind, "group": group, "region": _region(rng)})


def _region(rng: random.Random) -> str:
    """A region counts as many times as it has départements."""
    return rng.choice(DEPARTMENTS).region_code
