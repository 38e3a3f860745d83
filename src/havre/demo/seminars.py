"""Seminars of the invented network: one held, from its programme to its claims; the next one, whose call is open."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from havre.accounts.models import Organisation, User
from havre.countries.fr.training import AFTERNOON_STARTS, MORNING_STARTS
from havre.demo.world import World, uuid_from
from havre.network.models import Topic
from havre.training.models import Registration, Session
from havre.training.models_seminars import Slot, SlotKind
from havre.training.operations import seminars as operations
from havre.training.operations.seminars import Part
from havre.training.seminars.content import CAR, MEALS, NIGHT, TRAIN, Claim, SlotText

DAY = timedelta(days=1)
NEXT_CALL_DAYS = 25
PROGRAMME = (
    (1, 0, 60, SlotKind.PLENARY, "Ouverture et nouvelles du réseau", "la coordination", "", ""),
    (1, 60, 30, SlotKind.BREAK, "Pause", "", "", ""),
    (1, 90, 90, SlotKind.WORKSHOP, "Les récépissés qui n’arrivent pas", "Alix Modèle", "Que faire, en attendant, pour le travail et le logement ?",
     "L’attente dure partout plusieurs mois. Une lettre type de la préfecture suffit souvent à l’employeur.\nPlusieurs équipes gardent une copie du dépôt dans le dossier."),
    (2, 0, 90, SlotKind.WORKSHOP, "Les premiers jours dans la maison", "Sacha Exemple", "Que dire des règles, et quand ?",
     "Dire trois règles le premier soir, le reste la semaine suivante. La feuille d’accueil traduite aide."),
    (2, 90, 90, SlotKind.PLENARY, "Se parler entre maisons sans dire qui", "", "", "Le pseudonyme et le numéro suffisent : jamais la ville, même entre nous."),
    (3, 0, 90, SlotKind.WORKSHOP, "Le téléphone et ce qu’il dit", "Noa Inventé", "Que vérifier à l’arrivée ?",
     "Vérifier ensemble le partage de position et les comptes ouverts ailleurs ; ne rien faire sans elle."),
    (4, 0, 120, SlotKind.PLENARY, "Ce que nous décidons", "la coordination", "", "Trois décisions, relues avant de partir."),
)  # fmt: skip
"""Half-day, minutes after it begins, how long, kind, title, who leads it, the question, what was said."""
LED_BY_CLAIRE = "Les premiers jours dans la maison"
DECISIONS = (
    ("Écrire ensemble au ministère sur les délais des récépissés.", "la coordination", 60, "finish"),
    ("Traduire la feuille d’accueil dans deux langues de plus.", "un groupe de trois maisons", 100, ""),
    ("Préparer une page sur le téléphone à l’arrivée.", "la juriste", 240, ""),
    ("Un annuaire partagé des interprètes.", "à voir", 90, "drop"),
)
"""What, who, after how many days, how it ended."""
CLAIMS = ((8_450, 0, 6_200, 1_900), (0, 4_310, 0, 1_200), (12_300, 0, 0, 1_500), (5_600, 0, 6_200, 0), (9_900, 0, 0, 0))
SUBJECTS = (
    ("Le compte bancaire refusé", "Les banques demandent un justificatif de domicile qui dirait où est la maison."),
    ("Les enfants à l’école sans dire d’où", "L’inscription demande un certificat de l’école d’avant."),
    ("Quand le conseil départemental ne répond pas", ""),
)
AHEAD = ("Ouverture et nouvelles du réseau", "Pause", "Ce qui a été fait depuis la dernière fois")


def held(world: World, rng: random.Random, session: Session, by: User, at: datetime) -> None:
    """A seminar that took place, two weeks later: notes, decisions, claims at every step, minutes."""
    session.refresh_from_db()
    _programme(world, session, by, at)
    for text, who, days, end in DECISIONS:
        due_on = timezone.localdate(at) + days * DAY
        row = operations.note_decision(uuid_from(world.rng), session=session, text=text, who=who, due_on=due_on, by=by, at=at)  # fmt: skip
        if end == "finish":
            operations.finish_decision(row, end="La lettre est partie, avec neuf signatures.", by=by, at=at + 60 * DAY)
        elif end == "drop":
            operations.drop_decision(row, end="Personne ne peut le tenir à jour.", by=by, at=at + 60 * DAY)
    _claims(session, by, at)
    operations.publish_minutes(session, by=by, at=at)


def _programme(world: World, session: Session, by: User, at: datetime) -> None:
    """One workshop is led, and noted, by a partner on her own page."""
    claire = world.users["claire"]
    hers = session.registrations.filter(account=claire.pk, state="registered").first()
    for half, after, minutes, kind, title, led_by, question, notes in PROGRAMME:
        if half > session.half_days:
            continue
        leader = hers if title == LED_BY_CLAIRE else None
        part = _part(half, after, minutes, kind, SlotText(title, led_by, question))
        part.leader = leader
        slot = operations.add_slot(session, part=part, by=by, at=at)
        if notes:
            operations.write_notes(slot, text=notes, by=claire if leader else by, at=at)


def _part(half: int, after: int, minutes: int, kind: str, text: SlotText) -> Part:
    begins = 60 * (MORNING_STARTS if half % 2 else AFTERNOON_STARTS) + after
    return Part(half, time(*divmod(begins, 60)), minutes, kind, text)


def _claims(session: Session, by: User, at: datetime) -> None:
    """Noted on the telephone: one is a draft, one waits, one came back, one is accepted, one is paid."""
    came = session.registrations.filter(state="registered", attended__isnull=False, account=None).distinct()
    rows = list(came.select_related("session").order_by("number")[: len(CLAIMS)])
    for row, amounts, end in zip(rows, CLAIMS, ("keep", "send", "return", "accept", "pay"), strict=False):
        asked = {kind: cents for kind, cents in zip((TRAIN, CAR, NIGHT, MEALS), amounts, strict=True) if cents}
        claim = Claim("Exempleville", 180 if CAR in asked else 0, asked, "par la structure")
        made = operations.keep_claim(row, claim=claim, send=end != "keep", by=by, at=at)
        if end == "return":
            operations.return_claim(made, reason="Il manque le billet du retour.", by=by, at=at)
        if end in ("accept", "pay"):
            accepted = asked | ({MEALS: 1_000} if asked.get(MEALS, 0) > 1_000 else {})
            operations.accept_claim(made, accepted=accepted, by=by, at=at)
        if end == "pay":
            operations.pay_claim(made, by=by, at=at)


def ahead(world: World, session: Session, partners: Sequence[Organisation], by: User) -> None:
    """The next seminar: topics are called for, partners propose and support, the first morning is written."""
    now, first = world.now, timezone.localdate(world.now)
    session.refresh_from_db()
    operations.open_call(session, until=first + NEXT_CALL_DAYS * DAY, by=by, at=now)
    chosen = world.rng.sample(list(partners), min(len(partners), 9))
    for number, (title, text) in enumerate(SUBJECTS):
        if number >= len(chosen):
            break
        subject = operations.propose_subject(uuid_from(world.rng), session=session, organisation=chosen[number], title=title, text=text, by=by, at=now)  # fmt: skip
        for organisation in chosen[number + 1 : number + 1 + 5 // (number + 1)]:
            operations.support_topic(session, of=subject, organisation=organisation, by=by, at=now)
    topic = Topic.objects.under_way().order_by("-moved_on", "pk").first()
    if topic is not None and chosen:
        operations.support_topic(session, of=topic, organisation=chosen[-1], by=by, at=now)
        operations.place_topic(session, of=topic, half=2, by=by, at=now)
    for title, after, minutes in zip(AHEAD, (0, 60, 90), (60, 30, 60), strict=True):
        kind = SlotKind.BREAK if title == "Pause" else SlotKind.PLENARY
        operations.add_slot(session, part=_part(1, after, minutes, kind, SlotText(title)), by=by, at=now)


def plant(world: World, organisation: Organisation, text: str, session: Session) -> None:
    """``text`` in one of each kind of this: a proposed subject, a part with notes, a decision, a claim."""
    by, now = world.users["salome"], world.now
    operations.open_call(session, until=timezone.localdate(now), by=by, at=now)
    operations.propose_subject(uuid_from(world.rng), session=session, organisation=organisation, title=text, text=text, by=by, at=now)  # fmt: skip
    slot: Slot = operations.add_slot(session, part=_part(1, 0, 30, SlotKind.PLENARY, SlotText(text, text, text)), by=by, at=now)  # fmt: skip
    operations.write_notes(slot, text=text, by=by, at=now)
    operations.note_decision(uuid_from(world.rng), session=session, text=text, who=text, due_on=session.ends_on, by=by, at=now)  # fmt: skip
    came = Registration.objects.filter(
        session__kind="seminar", session__state="held", attended__isnull=False, claim=None
    )
    row = came.select_related("session").order_by("number").distinct()[0]
    operations.keep_claim(row, claim=Claim(text, 1, {TRAIN: 100}, text, text), send=True, by=by, at=now)
