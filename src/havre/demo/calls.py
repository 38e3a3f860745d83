"""The telephone of the demonstration: three weeks of calls through the operations, and the years before as counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from havre.accounts.models import User
from havre.countries.fr.published import PUBLISHED
from havre.demo.schedule import Script
from havre.demo.world import World, uuid_from
from havre.intake import operations
from havre.intake.content import ADVICE, ELSEWHERE, ENQUIRY, REFERRAL, UNREACHED, About, Reach, Said
from havre.intake.models import Call
from havre.journey.models import Journey
from havre.people.models import Person
from havre.record import drafts
from havre.record.models import Fact

DAYS = 21
CALLS = 60
UNPUBLISHED = (850, 950)
"""Range of calls for the years without a published figure (our choice)."""
ENDS = ((ADVICE, 55), (ELSEWHERE, 18), (REFERRAL, 12), (ENQUIRY, 5), ("later", 10))
SAID = (
    ("NGO", "rights", "Camille, une association", "récépissé refusé à la préfecture"),
    ("HealthServiceOrganisation", "person", "l’assistante sociale d’un hôpital", "une patiente dit qu’on la surveille"),
    ("LawEnforcement", "person", "un brigadier", "une jeune femme trouvée cette nuit, pas de lieu sûr"),
    ("LocalGovernmentOrganisation", "place", "un service du département", "plus de place à l’hôtel demain"),
    ("LegalService", "rights", "une avocate", "délai de réflexion, par où commencer"),
    ("Shelter", "followed", "un lieu d’accueil", "rendez-vous à l’OFPRA à préparer"),
    ("SchoolOrCollege", "knowledge", "une infirmière scolaire", "reconnaître les signes, une affiche"),
    ("Person", "place", "elle-même, en anglais", "dort dehors depuis deux nuits"),
    ("Relative", "person", "une amie", "craint pour sa voisine"),
    ("Press", "knowledge", "une rédaction", "un reportage sur le réseau"),
)
TOPICS = (("person", 30), ("followed", 20), ("rights", 22), ("place", 14), ("knowledge", 9), ("other", 5))


@dataclass(frozen=True)
class Heard:
    about: About
    said: Said


def scripts(world: World) -> list[Script]:
    """Past calls of the last three weeks, each closed, or rung back first."""
    count = max(12, round(CALLS * world.size / 118))
    return [_past(world, world.rng.uniform(1, DAYS)) for _ in range(count)]


def _past(world: World, days: float) -> Script:
    at = world.now - timedelta(days=days)
    heard, by, end = _heard(world), world.rng.choice(world.coordinators), _drawn(world, ENDS)
    yield at
    call = _noted(world, by, at)
    if end == "later":
        _promised(call, heard, by, at, hours=3)
        yield (again := at + timedelta(hours=world.rng.uniform(1, 5)))
        if world.rng.random() < 0.4:
            operations.miss_call_back(call, by=by, at=again)
            yield (again := again + timedelta(hours=2))
        ended = world.rng.choice((ADVICE, ELSEWHERE, UNREACHED))
        operations.call_back(call, outcome=ended, notes="dit et compris", by=by, at=again)
    elif end == REFERRAL:
        draft_id = operations.make_referral(call, about=heard.about, said=heard.said, by=by, at=at)
        drafts.discard(by, draft_id)
    elif end == ENQUIRY:
        operations.note_enquiry(call, said=_asking(), about=About("Relative", "person"), by=by, at=at)
    else:
        operations.close_call(call, outcome=end, about=heard.about, said=heard.said, by=by, at=at)


def today(world: World) -> None:
    """Who waits to be rung back now, a call that was cut off, and somebody who asked about a person this morning."""
    users, now = world.users, world.now
    for number, (key, hours, for_all) in enumerate(
        (
            ("nora", -3.5, False),
            ("judith", -1.0, True),
            ("nora", 1.5, False),
            ("paul", 3.0, True),
            ("marc", 20.0, False),
        )
    ):
        caller, topic, who, what = SAID[number]
        at = now + timedelta(hours=hours - 4)
        heard = Heard(About(caller, topic), Said(who, what))
        _promised(_noted(world, users[key], at), heard, users[key], at, hours=4, for_all=for_all)
    typed = {"who": ["une éducatrice"], "what": ["coupé : une mineure à la gare"]}
    operations.note_call(uuid_from(world.rng), typed=typed, by=users["nora"], at=now - timedelta(minutes=25))
    person = _followed_by(users["judith"])
    if person is not None:
        at = now - timedelta(hours=2)
        call = _noted(world, users["judith"], at)
        operations.note_enquiry(call, said=_asking(), about=About("Relative", "followed"), person=person, by=users["judith"], at=at)  # fmt: skip


def _followed_by(user: User) -> Person | None:
    """Somebody who lives in safety: a call about her is what nobody wants to hear."""
    row = (
        Journey.objects.filter(owner=user, state="accommodated").select_related("person").order_by("person__reference")
    )
    journey = row.first()
    return journey.person if journey else None


def _asking() -> Said:
    return Said(
        "un cousin, dit-il", "si elle est arrivée, et dans quelle ville", "", "aucun service", "son prénom, la date du train"
    )  # fmt: skip


def _heard(world: World) -> Heard:
    caller, topic, who, what = world.rng.choice(SAID)
    return Heard(About(caller, topic), Said(who, what))


def _drawn(world: World, weights: tuple[tuple[str, int], ...]) -> str:
    return world.rng.choices([name for name, _w in weights], [weight for _n, weight in weights])[0]


def _noted(world: World, by: User, at: datetime) -> Call:
    return operations.note_call(uuid_from(world.rng), typed={}, by=by, at=at)


def _promised(call: Call, heard: Heard, by: User, at: datetime, *, hours: float, for_all: bool = False) -> None:
    reach = Reach("0199000900", "yes", "no", "le matin", "mimosa")
    operations.ask_call_back(
        call, due_at=at + timedelta(hours=hours), for_all=for_all, about=heard.about, said=heard.said, reach=reach,
        by=by, at=at,
    )  # fmt: skip


def of_the_years(world: World) -> list[Fact]:
    """One fact a call, from 2012 to the three weeks whose calls are kept; in no order that tells anything."""
    found = []
    last = world.now - timedelta(days=DAYS)
    for year in range(2012, last.year + 1):
        published = PUBLISHED.get(year)
        total = (published and published.calls) or world.rng.randint(*UNPUBLISHED)
        share = last.timetuple().tm_yday / 366 if year == last.year else 1
        found += [_fact(world, year) for _ in range(round(total * share * world.size / 118))]
    world.rng.shuffle(found)
    return found


def _fact(world: World, year: int) -> Fact:
    outcome = _drawn(world, ((ADVICE, 62), (ELSEWHERE, 20), (REFERRAL, 12), (ENQUIRY, 3), (UNREACHED, 3)))
    caller = world.rng.choice(SAID)[0]
    return Fact(kind="call", year=year, values={"caller": caller, "topic": _drawn(world, TOPICS), "outcome": outcome})
