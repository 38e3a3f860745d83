"""A full seminar: call, topics, programme, registration, sheet, attendance, notes, decisions, claims, opinion, minutes."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.record import audit
from havre.record.facts import write_pending
from havre.record.models import Fact, OutboxMessage
from havre.surveys.models import Sending
from havre.surveys.operations.answering import answer_anonymously
from havre.surveys.operations.sending import close_sending
from havre.surveys.results import read_results
from havre.training.models import Registration, Session
from havre.training.models_seminars import Decision, Seminar, Slot, Subject, TravelClaim
from tests.cast import AT, Cast
from tests.network.story import a_topic
from tests.page_forms import form_to
from tests.surveys.example import waiting
from tests.training.pdf import words
from tests.training.story import AFTERWARDS, ON_THE_DAY, coming, programme, registered

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
GUESTS = tuple(f"Personne{number} Fictive" for number in range(6))
VENUE, TOWN = "Salle du Phare", "Exempleville"


class Desk:
    """One person at her screen, whatever the day is: she signs in again each time."""

    def __init__(self, user: User) -> None:
        self.user = user

    def client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client

    def read(self, name: str, *arguments: object) -> str:
        answer = self.client().get(reverse(f"training:{name}", args=arguments))
        assert answer.status_code == 200, name
        return answer.content.decode().replace("\u00a0", " ")

    def paper(self, name: str, *arguments: object) -> str:
        return words(self.client().get(reverse(f"training:{name}", args=arguments)).content)

    def press(self, name: str, /, *arguments: object, **data: Any) -> str:
        answer = self.client().post(reverse(f"training:{name}", args=arguments), data, follow=True)
        assert answer.status_code == 200, name
        return answer.content.decode().replace("\u00a0", " ")

    def fill(self, name: str, /, *arguments: object, **answers: object) -> str:
        """The form of a page as it stands, with these answers."""
        where = reverse(f"training:{name}", args=arguments)
        return self.press(name, *arguments, **form_to(self.read(name, *arguments), where).filled(**answers))


def test_a_seminar_from_its_call_for_topics_to_its_minutes(cast: Cast) -> None:
    cache.clear()
    salome, claire, odile = Desk(cast.project), Desk(cast.claire), Desk(cast.other_manager)
    with time_machine.travel(AT, tick=False):
        session = _prepared(salome)
        _topics(session, cast, salome, claire, odile)
        own = _registrations(session, cast, salome, claire)
        _read_before(session, own, claire, told=False)
    with time_machine.travel(ON_THE_DAY - timedelta(days=1), tick=False):
        _read_before(session, own, claire, told=True)
    with time_machine.travel(ON_THE_DAY, tick=False):
        _held(session, salome)
        _notes_and_decisions(session, salome)
    with time_machine.travel(AFTERWARDS, tick=False):
        _claim(session, own, cast, salome, claire)
        _opinion(session, cast, salome, at=AFTERWARDS)
        _minutes(session, own, salome, claire)
        _next_one(session, salome)
    assert audit.verify().holds


def _prepared(salome: Desk) -> Session:
    """In preparation, with its place; nobody sees it yet."""
    session_id, kind = uuid.uuid4(), programme(salome.user, kind="seminar")
    salome.fill(
        "plan", session_id, programme=str(kind.pk), starts_on="2026-04-14", venue=VENUE, place_from="2026-04-12",
        needs_approval=[],
    )  # fmt: skip
    return Session.objects.get(pk=session_id)


def _topics(session: Session, cast: Cast, salome: Desk, claire: Desk, odile: Desk) -> None:
    """Claire proposes, Odile says «we too» of it and of a topic of the network; both go into the programme."""
    topic = a_topic(cast.nora)
    salome.fill("seminar_call", session.pk, until="2026-03-30")
    assert reverse("training:call", args=[session.pk]) in odile.read("mine")
    claire.press(
        "propose", session.pk, uuid.uuid4(), title="L’école sans certificat", text="Elle refuse l’inscription."
    )
    subject = Subject.objects.get()
    assert "S058" not in odile.read("call", session.pk)
    odile.press("support", session.pk, "subject", subject.pk)
    odile.press("support", session.pk, "topic", topic.pk)
    assert "2 partenaires" in salome.read("seminar_call", session.pk)

    salome.press("place_topic", session.pk, "subject", subject.pk, half="1")
    salome.press("place_topic", session.pk, "topic", topic.pk, half="2")
    salome.fill("seminar_programme", session.pk, title="Ouverture", half="1", starts="8 h 30", minutes="30")
    salome.press("close_call", session.pk, version=str(Seminar.objects.get().version))
    assert "L’appel à sujets est clos." in claire.press(
        "propose", session.pk, uuid.uuid4(), title="Trop tard", text="x"
    )
    assert Slot.objects.count() == 3


def _registrations(session: Session, cast: Cast, salome: Desk, claire: Desk) -> Registration:
    salome.press("act", session.pk, "open", version=str(session.version))
    claire.fill("join", session.pk, name="Claire M.", group="social", organisation="Maison du Phare")
    session.refresh_from_db()
    registered(session, cast.project, *GUESTS)
    everybody = Client()
    for name in ("calendar", "calendar_file"):
        assert str(session.pk) not in everybody.get(reverse(f"training:{name}")).content.decode()
    assert "Maison du Phare" not in salome.read("detail", session.pk), "no list of a seminar shows an organisation"
    return Registration.objects.get(account=cast.claire.pk)


def _read_before(session: Session, own: Registration, claire: Desk, *, told: bool) -> None:
    """The programme at once; the place only from its day on, on the page and on paper."""
    shown, paper = claire.read("own", own.pk), claire.paper("own_sheet", own.pk)
    assert "L’école sans certificat" in shown
    assert "L’écolesanscertificat" in paper
    assert (VENUE in shown) is told
    assert (VENUE.replace(" ", "") in paper) is told


def _held(session: Session, salome: Desk) -> None:
    rows = session.registrations.filter(state="registered")
    boxes = [f"{one.pk}:{half}" for one in rows for half in (1, 2, 3)]
    salome.press("type_sheet", session.pk, there=boxes)
    session.refresh_from_db()
    salome.press("act", session.pk, "hold", version=str(session.version))
    write_pending(ON_THE_DAY)
    assert Fact.objects.filter(kind="trained", values__gathering="seminar").count() == len(GUESTS) + 1
    session.refresh_from_db()


def _notes_and_decisions(session: Session, salome: Desk) -> None:
    slot = Slot.objects.exclude(subject=None).get()
    salome.fill("notes", slot.pk, text="Une attestation de la coordination suffit souvent.")
    salome.press(
        "decide",
        session.pk,
        uuid.uuid4(),
        text="Écrire un modèle d’attestation.",
        who="Maison du Phare",
        due_on="2026-06-01",
    )
    assert Decision.objects.get().state == "open"


def _claim(session: Session, own: Registration, cast: Cast, salome: Desk, claire: Desk) -> None:
    claire.fill("own_travel", own.pk, town=TOWN, train="84,50", meals="19", act="send")
    claim = TravelClaim.objects.get()
    for desk in (salome, Desk(cast.nora)):
        assert TOWN not in desk.read("travel", session.pk)
    assert Desk(cast.nora).client().post(reverse("training:claim_open", args=[claim.pk])).status_code == 404
    assert TOWN in salome.press("claim_open", claim.pk)
    salome.press("claim_accept", claim.pk, train="84,50", meals="15", version=str(claim.version))
    claim.refresh_from_db()
    salome.press("claim_pay", claim.pk, version=str(claim.version))
    assert "99,50 €" in salome.read("travel", session.pk)
    assert TOWN not in "".join(repr(message.unseal("message")) for message in OutboxMessage.objects.all())


def _opinion(session: Session, cast: Cast, salome: Desk, *, at: datetime) -> None:
    salome.press("ask_opinion", session.pk)
    sending = Sending.objects.select_related("edition__survey").get(about=session.pk)
    for invitation in waiting(sending):
        answer_anonymously(invitation, answers={"s1": "5", "c1": {"c1": "4", "c2": "5"}}, by=None, at=at)
    sending.refresh_from_db()
    close_sending(sending, by=cast.project, at=at)
    results = read_results(sending)
    assert (results.answered, results.invited) == (len(GUESTS) + 1, len(GUESTS) + 1)
    assert next(one for one in results.figures if one.key == "s1").classes[-1].count == len(GUESTS) + 1


def _minutes(session: Session, own: Registration, salome: Desk, claire: Desk) -> None:
    assert reverse("training:own_minutes", args=[own.pk]) not in claire.read("own", own.pk)
    told = OutboxMessage.objects.count()
    salome.press("publish_minutes", session.pk)
    assert OutboxMessage.objects.count() == told + len(GUESTS) + 1
    paper = claire.paper("own_minutes", own.pk)
    for said in (
        "L’écolesanscertificat",
        "Uneattestationdelacoordinationsuffitsouvent.",
        "Écrireunmodèled’attestation.",
    ):
        assert said in paper
    for hidden in (*GUESTS, "Claire", "Maison", "Phare", TOWN, "S058", coming().who.organisation):
        assert hidden.replace(" ", "") not in paper


def _next_one(session: Session, salome: Desk) -> None:
    """The autumn seminar begins with what this one left to do, and the year has its two."""
    session_id = uuid.uuid4()
    salome.fill("plan", session_id, programme=str(session.programme_id), starts_on="2026-10-06", needs_approval=[])
    shown = salome.read("detail", session_id)
    assert "Écrire un modèle d’attestation." in shown
    assert "2026 : 2 séminaires tenus ou prévus ; la convention en demande 2." in shown
