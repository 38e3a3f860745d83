"""The life of the invented network: difficulties, topics in every state, local work, letters, announcements, days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import Organisation
from havre.countries.fr.calendar import is_working_day
from havre.demo.schedule import Script
from havre.demo.world import World, uuid_from
from havre.directory.standing import MEMBERS
from havre.network import operations
from havre.network.content import AGREED, EVERYBODY, PARTNERS, PICKED, SHELTERS, Both, LetterText
from havre.network.models import Letter, Topic

DAY = timedelta(days=1)
WORKS = 60
WORK = (
    ("advice", "Une équipe de maraude demandait comment reconnaître l’emprise."),
    ("advice", "Une mission locale : quels papiers pour une formation."),
    ("body", "Commission départementale : deux parcours de sortie étudiés."),
    ("body", "Réunion santé et précarité : une permanence sans papiers."),
    ("position", "Courrier commun sur les délais de rendez-vous."),
)


@dataclass(frozen=True)
class Told:
    """A topic as several partners say it, how long ago, and where it stands now."""

    days: int
    field: str
    title: str
    text: str
    said: tuple[str, ...]
    state: str
    ministry: str = "interior"
    proposal: str = ""
    answer: str = ""
    more: int = 0


TOLD = (
    Told(520, "rights", "Récépissés donnés trop tard", "Le récépissé vient des semaines après le dépôt ; sans lui, ni droits ni travail.",
         ("Trois mois pour un récépissé.", "Le guichet garde la demande sans rien rendre.", "Pas de reçu, donc pas de droits."),
         "settled", "interior", "Un récépissé remis le jour du dépôt.", "Une consigne est partie aux préfectures.", 6),
    Told(300, "languages", "Interprètes absents au tribunal", "L’audience est reportée faute d’interprète, parfois deux fois.",
         ("Deux renvois en un an, faute d’interprète.", "On nous demande de traduire nous-mêmes."),
         "answered", "justice", "Une liste d’interprètes formés à ces récits, tenue par ressort.", "La liste est à l’étude.", 4),
    Told(190, "health", "Soins psychiques sans avance de frais", "Personne ne prend en charge les premières séances.",
         ("Nous payons les séances sur nos fonds.", "Huit mois d’attente au centre public."),
         "carried", "health", "Dix séances prises en charge dès l’accueil.", "", 3),
    Told(70, "housing", "Sortie vers le logement", "Le logement social demande des pièces que personne n’a encore.",
         ("On demande un avis d’imposition dès la première année.", "Dossier refusé sans titre de dix ans."), "open", "housing", "", "", 2),
    Told(240, "money", "Une place financée à l’année", "Une place vide n’est plus payée, et une place payée est occupée.",
         ("Notre place n’est plus financée quand elle est vide.",), "set_aside"),
)  # fmt: skip
WAITING = (
    ("children", "L’école demande un justificatif de domicile que l’enfant ne peut pas donner."),
    ("trauma", "Aucune consultation du soir pour qui travaille."),
    ("rights", "La convocation arrive après la date du rendez-vous."),
)


def scripts(world: World) -> list[Script]:
    """Topics of the last months and the local work of partners, as the days brought them."""
    partners = _partners(world)
    if len(partners) < 3:
        return []
    works = max(6, round(WORKS * world.size / 118))
    return [*(_topic(world, one, partners) for one in TOLD), *(_work(world, partners) for _number in range(works))]


def _partners(world: World) -> list[Organisation]:
    members = Organisation.objects.filter(partnership__state__in=MEMBERS).order_by("code")
    return list(members)


def _topic(world: World, told: Told, partners: Sequence[Organisation]) -> Script:
    by, at = world.users["salome"], world.now - told.days * DAY
    yield at
    chosen = world.rng.sample(partners, min(len(partners), len(told.said) + told.more))
    difficulties = [
        operations.tell_difficulty(uuid_from(world.rng), organisation=one, field=told.field, text=text, by=by, at=at)
        for one, text in zip(chosen, told.said, strict=False)
    ]
    yield (at := at + 12 * DAY)
    key = uuid_from(world.rng)
    topic = operations.open_topic(
        key, field=told.field, title=told.title, text=told.text, difficulties=difficulties, by=by, at=at
    )
    for one in chosen[len(told.said) :]:
        operations.say_we_too(topic, organisation=one, by=by, at=at + DAY)
    if told.proposal:
        yield (at := at + 25 * DAY)
        proposal = operations.write_proposal(topic, ministry=told.ministry, text=told.proposal, by=by, at=at)
        operations.carry_proposal(proposal, carried_on=timezone.localdate(at), by=by, at=at)
    if told.answer:
        yield (at := at + 60 * DAY)
        topic = Topic.objects.get(pk=key)
        words = {"ministry": told.ministry, "text": told.answer}
        operations.note_answer(topic, given_on=timezone.localdate(at), by=by, at=at, **words)
    yield (at := at + 40 * DAY)
    topic = Topic.objects.get(pk=key)
    if told.state == "settled":
        operations.settle_topic(
            topic, text="Les partenaires le confirment : le reçu est remis au guichet.", by=by, at=at
        )
    if told.state == "set_aside":
        operations.set_topic_aside(
            topic, reason="alone", text="Nous cherchons une solution avec qui nous l’a dit.", by=by, at=at
        )


def _work(world: World, partners: Sequence[Organisation]) -> Script:
    at = world.now - world.rng.uniform(3, 700) * DAY
    kind, text = world.rng.choice(WORK)
    yield at
    operations.note_local_work(
        uuid_from(world.rng), organisation=world.rng.choice(partners), kind=kind, done_on=timezone.localdate(at), text=text,
        by=world.users["salome"], at=at,
    )  # fmt: skip


def today(world: World) -> None:
    """What waits to be joined, a letter that is read, one to be sent, what is announced, the days to come."""
    partners, by, now = _partners(world), world.users["salome"], world.now
    if len(partners) < 3:
        return
    for number, (field, text) in enumerate(WAITING):
        at = now - (number + 1) * DAY
        one = partners[number % len(partners)]
        operations.tell_difficulty(uuid_from(world.rng), organisation=one, field=field, text=text, by=by, at=at)
    _letters(world, partners)
    tomorrow = timezone.localdate(now)
    operations.announce(
        uuid_from(world.rng), audience=PARTNERS, starts_on=tomorrow, ends_on=tomorrow + 20 * DAY, by=by, at=now,
        content=Both("Le séminaire de printemps se prépare : dites vos sujets.", "", "The spring seminar is being prepared: tell your topics."),
    )  # fmt: skip
    _days(world, tomorrow)


def _letters(world: World, partners: Sequence[Organisation]) -> None:
    by, now = world.users["salome"], world.now
    words = Both(
        "Ce qui change au récépissé", "Il se remet le jour du dépôt. Dites-nous où ce n’est pas fait.",
        "What changes with the receipt", "It is handed over on the day. Tell us where it is not.",
    )  # fmt: skip
    sent = operations.write_letter(
        uuid_from(world.rng), group=SHELTERS, content=LetterText(words), by=by, at=now - 9 * DAY
    )
    operations.send_letter(sent, address_of=_address_of, by=by, at=now - 9 * DAY)
    operations.hand_out(now - 9 * DAY)
    _read_by_links(sent, at=now - 7 * DAY)
    draft = Both("Vos sujets pour le séminaire", "Trois lignes suffisent. Répondez dans Havre.")
    operations.write_letter(uuid_from(world.rng), group=AGREED, content=LetterText(draft), by=by, at=now)
    operations.mark_read(sent, by=world.users["claire"], at=now - 8 * DAY)


def _address_of(token: str) -> str:
    """No mail leaves a demonstration: the address of a link is seen by nobody."""
    return reverse("network:link", args=[token])


def _read_by_links(letter: Letter, *, at: datetime) -> None:
    """Every third partner without account has opened its own."""
    for link in letter.links.order_by("pk")[::3]:
        operations.read_by_link(link, by=None, at=at)


def _days(world: World, today: date) -> None:
    by = world.users["salome"]
    for kind, audience, title, english, after in (
        ("committee", "coordination", "Comité de pilotage", "Steering committee", 40),
        (
            "other",
            EVERYBODY,
            "Havre est relu : une heure sans page",
            "Havre is looked after: one hour without pages",
            12,
        ),
    ):
        on = today + after * DAY
        while not is_working_day(on):
            on += DAY
        operations.write_day(
            uuid_from(world.rng), kind=kind, audience=audience, starts_on=on, ends_on=on, content=Both(title, "", english),
            by=by, at=world.now,
        )  # fmt: skip


def plant(world: World, organisation: Organisation, text: str) -> None:
    """``text`` in one of each kind of this room."""
    by, now, field = world.users["nora"], world.now, "rights"
    today, words = timezone.localdate(now), Both(text, text, text, text)
    one = operations.tell_difficulty(
        uuid_from(world.rng), organisation=organisation, field=field, text=text, by=by, at=now
    )
    topic = operations.open_topic(
        uuid_from(world.rng), field=field, title=text, text=text, difficulties=[one], by=by, at=now
    )
    proposal = operations.write_proposal(topic, ministry="other", text=text, by=by, at=now)
    operations.carry_proposal(proposal, carried_on=today, by=by, at=now)
    operations.note_answer(Topic.objects.get(pk=topic.pk), ministry="other", given_on=today, text=text, by=by, at=now)
    _plant_words(world, organisation, text, words, now)


def _plant_words(world: World, organisation: Organisation, text: str, words: Both, now: datetime) -> None:
    by, today = world.users["nora"], timezone.localdate(now)
    operations.note_local_work(
        uuid_from(world.rng), organisation=organisation, kind="advice", done_on=today, text=text, by=by, at=now
    )
    content = LetterText(words, [str(organisation.pk)])
    letter = operations.write_letter(uuid_from(world.rng), group=PICKED, content=content, by=by, at=now)
    operations.send_letter(letter, address_of=lambda token: f"{text}/{token}", by=by, at=now)
    days: dict[str, Any] = {"starts_on": today, "ends_on": today, "audience": "coordination"}
    operations.announce(uuid_from(world.rng), content=words, by=by, at=now, **days)
    operations.write_day(uuid_from(world.rng), kind="other", content=words, by=by, at=now, **days)
