"""Partners, houses, accounts and the rota of the invented network. Real départements, invented everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from havre.accounts.models import Organisation, User
from havre.common.terminal import gettext as _
from havre.demo import partners
from havre.demo.progress import Progress
from havre.demo.world import FEMININE, Agency, House, World, uuid_from
from havre.desk.seats import COLLEAGUES, SEATS, Seat
from havre.directory.operations import accounts, shelters
from havre.directory.operations.places import confirm_places, set_place_status
from havre.directory.profiles import (
    AVAILABLE,
    OUT_OF_SERVICE,
    Accepts,
    Agreement,
    Contact,
    Contacts,
    PartnerCard,
    Pause,
    Place,
    ShelterProfile,
)
from havre.geo.departments import DEPARTMENTS

SHELTERS_AMONG_PARTNERS = 60 / 118
"""About 60 shelters and SIAO of 118 partners (published for 2021 and 2024)."""
PLACES_A_SHELTER = 102 / 60
COORDINATION_AREA = "FR-06"
CLAIRES_HOUSE, CLAIRES_AREA = "S058", "FR-50"
RELAYS = (("RA", "FR-83"), ("RB", "FR-05"))
YEARS = 3
ROTA_WEEKS = 9
ROTA_OPENS = time(9)
HOLE_WEEK = 2
ROTA_WEEKS_BEFORE = 3

_KINDS = (
    ("NGO", 20), ("LawEnforcement", 8), ("HealthServiceOrganisation", 8), ("LocalGovernmentOrganisation", 6),
    ("LegalService", 5), ("Prosecution", 3), ("AsylumBody", 3), ("SchoolOrCollege", 2), ("Prison", 2), ("LabourInspection", 1),
)  # fmt: skip
_FIRST = ("La Passerelle", "Les Tilleuls", "L’Escale", "Le Figuier", "La Source", "Les Amandiers", "Le Rivage", "L’Étape",
          "Les Glycines", "La Grange", "Le Verger", "Les Cèdres", "La Clairière", "Le Tournesol", "L’Embellie", "Les Hirondelles")  # fmt: skip
_LAST = (
    "bleue",
    "du Nord",
    "des Lilas",
    "du Pont",
    "claire",
    "des Champs",
    "du Lac",
    "solidaire",
    "des Quais",
    "d’Avril",
)
_PEOPLE = ("Agathe", "Bruno", "Carole", "Denis", "Élise", "Farid", "Gaëlle", "Hugo", "Irène", "Jalil", "Katia", "Loïc",
           "Mireille", "Nadir", "Odile", "Pierre", "Rachel", "Sylvain", "Tania", "Victor")  # fmt: skip
_LANGUAGES = (("en", 0.8), ("es", 0.45), ("pcm", 0.18), ("ar", 0.35), ("ro", 0.2), ("pt", 0.3), ("sq", 0.1), ("ru", 0.2),
              ("zh", 0.05), ("ti", 0.05), ("ln", 0.08), ("wo", 0.08))  # fmt: skip
_SERVICES = (("psychology", 0.6), ("legal", 0.7), ("health", 0.5), ("addiction", 0.15), ("training", 0.5),
             ("french_lessons", 0.75), ("childcare", 0.4), ("interpreters", 0.55))  # fmt: skip
_EXPERTISE = (
    ("SexualExploitation", 0.8),
    ("ForcedLabour", 0.25),
    ("DomesticServitude", 0.2),
    ("ForcedCriminality", 0.1),
)


def build(world: World, progress: Progress) -> None:
    """Open everything as it stood when the files that are kept begin."""
    at = world.now - timedelta(days=365 * YEARS + 1)
    own = accounts.open_organisation(code="COORD", kind="Coordination", by=None, at=at)
    _build_relays(world, own, at)
    _build_shelters(world, at, progress)
    _build_agencies(world, at)
    _open_accounts(world, at)


def shelters_of(size: int) -> int:
    return max(2, round(size * SHELTERS_AMONG_PARTNERS))


def phone(world: World) -> str:
    """A number of the ranges that are kept for fiction in France."""
    return world.rng.choice(["01990", "02619", "03530", "04657", "05364"]) + f"{world.rng.randrange(100_000):05}"


def invented_name(world: World) -> str:
    return f"{world.rng.choice(_FIRST)} {world.rng.choice(_LAST)}"


def _chosen(world: World, chances: Sequence[tuple[str, float]]) -> list[str]:
    return [code for code, chance in chances if world.rng.random() < chance]


def _contacts(world: World, name: str, first: str = "") -> Contacts:
    who = first or f"{world.rng.choice(_PEOPLE)} {world.rng.choice('ABCDEFGHJKMNPRSTV')}."
    return Contacts(
        name, phone(world), phone(world), [Contact(who, "responsable", phone(world), "equipe@maison.example")]
    )


def _build_shelters(world: World, at: datetime, progress: Progress) -> None:
    total = shelters_of(world.size)
    places = _spread(world, total, round(total * PLACES_A_SHELTER))
    codes = [f"S{number:03}" for number in sorted(world.rng.sample(range(1, max(world.size, 118) + 1), total))]
    if CLAIRES_HOUSE not in codes:
        codes[total // 2] = CLAIRES_HOUSE
    areas = _areas(world, total)
    for number, (code, area, count) in enumerate(zip(sorted(codes), areas, places, strict=True)):
        if code == CLAIRES_HOUSE:
            area, count = CLAIRES_AREA, 3
        progress(number / total, _("lieux d’accueil"))
        world.houses.append(_build_shelter(world, code, area, count, at))


def _spread(world: World, houses: int, places: int) -> list[int]:
    """One to three places a house, so many in all (R11)."""
    counts = [1] * houses
    while sum(counts) < places:
        index = world.rng.randrange(houses)
        counts[index] += counts[index] < 3
    return counts


def _areas(world: World, total: int) -> list[str]:
    """Départements by their people, none of more than three houses, the coordination's own left out."""
    mainland = [d for d in DEPARTMENTS if not d.overseas and d.area != COORDINATION_AREA]
    overseas = [d for d in DEPARTMENTS if d.overseas]
    chosen: list[str] = [world.rng.choice(overseas).area] if total > 30 else []
    while len(chosen) < total:
        area = world.rng.choices(mainland, [d.population**0.5 for d in mainland])[0].area
        if chosen.count(area) < 3:
            chosen.append(area)
    world.rng.shuffle(chosen)
    return chosen


def _build_shelter(world: World, code: str, area: str, count: int, at: datetime) -> House:
    rng = world.rng
    genders = list(FEMININE)
    if rng.random() < 0.22 and code != CLAIRES_HOUSE:
        genders = (
            ["Masculine", "TransgenderMasculine"] if rng.random() < 0.4 else [*FEMININE, "Masculine", "NonConforming"]
        )
    own = code == CLAIRES_HOUSE
    profile = ShelterProfile(
        area=area,
        accepts=Accepts(genders, own or rng.random() < 0.7, own or rng.random() < 0.75, rng.random() < 0.12),
        languages=["fr", *_chosen(world, _LANGUAGES)],
        expertise=_chosen(world, _EXPERTISE),
        services=_chosen(world, _SERVICES),
        night_staff=own or rng.random() < 0.5,
        agreement=Agreement(
            date(rng.randint(2004, 2021), rng.randint(1, 12), 1), partners.agreed_until(world, code), rng.choice([1, 1, 2, 2, 3])
        ),
        places=[_place(world, number, at, own=own) for number in range(1, count + 1)],
        rules="Pas de visite dans la maison ; l’adresse ne se dit à personne.",
    )  # fmt: skip
    return _open_house(
        world,
        code,
        "shelter",
        profile,
        accounts.open_organisation(code=code, kind=_kind(rng.random()), by=None, at=at),
        at,
    )


def _kind(chance: float) -> str:
    return "SIAO" if chance < 0.1 else "Shelter"


def _place(world: World, number: int, at: datetime, *, own: bool) -> Place:
    size = 3 if own else world.rng.choices([1, 2, 3, 4], [45, 33, 15, 7])[0]
    return Place(
        id=str(uuid_from(world.rng)), label=str(number), kind="flat" if size > 1 else "room", size=size,
        accessible=world.rng.random() < 0.1, free_from=at.date(), confirmed_on=at.date(), confirmed_by="par téléphone",
    )  # fmt: skip


def _open_house(
    world: World, code: str, kind: str, profile: ShelterProfile, organisation: Organisation, at: datetime
) -> House:
    first = "Claire M." if code == CLAIRES_HOUSE else ""
    address = {
        "lines": f"{world.rng.randint(1, 90)} rue inventée",
        "town": f"Bourg-{code}",
        "access": "Sonner deux fois.",
    }
    shelter = shelters.add_shelter(
        organisation, code=code, kind=kind, profile=profile, contacts=_contacts(world, invented_name(world), first),
        address=address, by=None, at=at,
    )  # fmt: skip
    return House(shelter, profile)


def _build_relays(world: World, own: Organisation, at: datetime) -> None:
    for code, area in RELAYS:
        profile = ShelterProfile(
            area=area,
            accepts=Accepts([*FEMININE, "Masculine", "TransgenderMasculine", "NonConforming"], True, True, True),
            languages=["fr", "en"],
            agreement=Agreement(since=date(2008, 1, 1)),
            places=[Place(str(uuid_from(world.rng)), "1", "flat", 4, free_from=at.date(), confirmed_on=at.date(), confirmed_by="coordination")],
        )  # fmt: skip
        world.relays.append(_open_house(world, code, "relay", profile, own, at))


def _build_agencies(world: World, at: datetime) -> None:
    total = max(1, world.size - shelters_of(world.size))
    kinds = [
        "HealthServiceOrganisation",
        *world.rng.choices([k for k, _n in _KINDS], [n for _k, n in _KINDS], k=total - 1),
    ]
    for number, kind in enumerate(kinds, 1):
        area = world.rng.choices(DEPARTMENTS, [d.population**0.7 for d in DEPARTMENTS])[0].area
        organisation = accounts.open_organisation(code=f"P{number:03}", kind=kind, by=None, at=at)
        name = invented_name(world)
        card = PartnerCard(
            area=area,
            agreement=Agreement(date(2015, 1, 1) if partners.has_signed(organisation.code) else None),
        )
        shelters.add_partner(organisation, card=card, contacts=_contacts(world, name), by=None, at=at)
        world.agencies.append(Agency(organisation, area, name))


def _open_accounts(world: World, at: datetime) -> None:
    claire = world.house(CLAIRES_HOUSE)
    of_role = {
        "shelter_manager": claire.shelter.organisation if claire else None,
        "shelter_worker": claire.shelter.organisation if claire else None,
        "referrer": world.agencies[0].organisation,
    }
    for seat in (*SEATS, *COLLEAGUES):
        world.users[seat.key] = _open_account(seat, of_role.get(seat.role), at)


def _open_account(seat: Seat, organisation: Organisation | None, at: datetime) -> User:
    user = accounts.open_account(mail=seat.mail, name=seat.card, password=PASSWORD, by=None, at=at)
    accounts.grant_role(user, role=seat.role, organisation=organisation, by=None, at=at)
    return user


PASSWORD = "demonstration-havre"
"""The same for every account of a demonstration, shown at its start; nothing real stands behind it."""


def rota_script(world: World) -> Iterator[datetime]:
    """The rota is written ahead, when its first week begins: Judith this week, then each in turn, the head third. The
    Friday evening of the week after next leaves a hole until Monday, to be seen and filled."""
    today = timezone.localdate(world.now)
    monday = timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), ROTA_OPENS))
    order = [world.users[key] for key in ("judith", "marc", "nora", "samuel")]
    yield (at := monday - timedelta(weeks=ROTA_WEEKS_BEFORE))
    for week in range(-ROTA_WEEKS_BEFORE, ROTA_WEEKS):
        span = {"starts_at": monday + timedelta(weeks=week), "ends_at": monday + timedelta(weeks=week + 1)}
        for rank, user in ((1, order[week % 4]), (2, order[(week + 1) % 4]), (3, world.users["ines"])):
            short = timedelta(days=2, hours=15) if (week, rank) == (HOLE_WEEK, 1) else timedelta(0)
            ends_at = span["ends_at"] - short
            accounts.set_duty(user, rank=rank, starts_at=span["starts_at"], ends_at=ends_at, by=None, at=at)


def confirm_free_places(world: World, *, lately: float) -> None:
    """Which places houses said to be free, and when: a share of them lately, the others are to be called."""
    for house in world.houses:
        free = [p.id for p in house.profile.places if p.id not in world.taken and p.status == AVAILABLE]
        fresh = house.shelter.code == CLAIRES_HOUSE or world.rng.random() < lately
        said = world.now - timedelta(days=world.rng.randint(1, 9) if fresh else world.rng.randint(16, 70))
        if free:
            confirm_places(house.shelter, place_ids=free, still_free=True, by=None, at=said)


def pause_some(world: World, number: int) -> None:
    """Houses that take a breath, with a reason."""
    reasons = ("Travaux dans la maison", "Équipe incomplète jusqu’au mois prochain", "Déménagement de la maison")
    today = timezone.localdate(world.now)
    idle = [
        house
        for house in world.houses
        if house.shelter.code != CLAIRES_HOUSE and not any(place.id in world.taken for place in house.profile.places)
    ]
    for house, reason in zip(world.rng.sample(idle, min(number, len(idle))), reasons, strict=False):
        house.profile.pause = Pause(today - timedelta(days=6), today + timedelta(days=40), reason)
        shelters.pause_shelter(
            house.shelter, since=today - timedelta(days=6), until=today + timedelta(days=40), reason=reason, by=None,
            at=world.now,
        )  # fmt: skip


def block_some(world: World, number: int) -> None:
    """Places that cannot be used for a while."""
    idle = [(house, place) for house in world.houses for place in house.profile.places if place.id not in world.taken]
    for house, place in world.rng.sample(idle, min(number, len(idle))):
        if house.shelter.code == CLAIRES_HOUSE:
            continue
        place.status = OUT_OF_SERVICE
        set_place_status(
            house.shelter, place_id=place.id, status=OUT_OF_SERVICE, reason="Dégât des eaux",
            until=timezone.localdate(world.now) + timedelta(days=30), by=None, at=world.now,
        )  # fmt: skip
