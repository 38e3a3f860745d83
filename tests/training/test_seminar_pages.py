"""The pages of a seminar as those who use them find them; without script."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.accounts.models import User
from havre.record.models import AuditEntry
from havre.training import operations as sessions
from havre.training.models import Registration, Session
from havre.training.models_seminars import Decision, Seminar, Slot, Subject, Support, TravelClaim
from havre.training.operations import seminars as operations
from tests.cast import AT, Cast
from tests.journeys.test_bad_input import HOSTILE, SCRIPT
from tests.network.story import a_topic
from tests.page_forms import form_to
from tests.training.pdf import words
from tests.training.seminars import LATER, a_call, a_claim, a_decision, a_slot, a_subject, held_seminar
from tests.training.story import AFTERWARDS, ON_THE_DAY, a_seminar, address_of, coming, planned, token_in

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("in_march")]
MOST_STATEMENTS = 25


def seated(user: User) -> Client:
    """Somebody at the desk, whatever the day is: who comes back another day signs in again."""
    client = _Seated()
    client.user = user
    return client


class _Seated(Client):
    user: User

    def request(self, **request: Any) -> Any:
        self.force_login(self.user)
        return super().request(**request)


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def send(client: Client, name: str, *arguments: object, **answers: object) -> str:
    """The form of a page, filled and sent; where it leads."""
    where = reverse(name, args=arguments)
    answer = client.post(where, form_to(client.get(where).content.decode(), where).filled(**answers), follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode()).replace("\u00a0", " ")


def test_a_programme_is_written_moved_and_read_by_who_is_registered_alone(cast: Cast) -> None:
    session, nora, claire = a_seminar(cast.nora), seated(cast.nora), seated(cast.claire)
    for title, starts in (("Bienvenue", "9h"), ("Les récépissés", "9 h 30")):
        send(nora, "training:seminar_programme", session.pk, title=title, half="1", starts=starts, minutes="30")
    kept = send(nora, "training:seminar_programme", session.pk, title="Trop", half="1", starts="9:45", minutes="30")
    assert "« Les récépissés » est déjà à cette heure" in kept
    assert 'value="Trop"' in kept
    first = Slot.objects.order_by("starts")[0]
    nora.post(reverse("training:move_slot", args=[first.pk, "down"]), {"version": first.version})
    shown = page(nora, "training:seminar_programme", session.pk)
    assert shown.index("<b>Les récépissés</b>") < shown.index("<b>Bienvenue</b>")

    row = sessions.register_self(session, coming=coming("Claire M."), address_of=address_of, by=cast.claire, at=AT)
    assert "Les récépissés" in page(claire, "training:own", row.pk)
    assert "Lesrécépissés" in words(claire.get(reverse("training:own_sheet", args=[row.pk])).content)
    assert "Les récépissés" not in page(seated(cast.other_manager), "training:join", session.pk)
    nora.post(reverse("training:remove_slot", args=[first.pk]), {"version": Slot.objects.get(pk=first.pk).version})
    assert "Bienvenue" not in page(claire, "training:own", row.pk)


def test_a_part_whose_half_day_was_taken_away_is_shown_to_be_moved(cast: Cast) -> None:
    session, nora = a_seminar(cast.nora), seated(cast.nora)
    slot = a_slot(session, cast.nora, "Le dernier", half=3)
    sessions.change_session(session, planned=planned(half_days=2, is_public=False, town=""), by=cast.nora, at=AT)

    assert "Demi-journée retirée" in page(nora, "training:seminar_programme", session.pk)
    send(nora, "training:slot", slot.pk, half="2", starts="14 h")
    assert "Demi-journée retirée" not in page(nora, "training:seminar_programme", session.pk)


def test_a_part_that_somebody_else_changed_shows_both_versions(cast: Cast) -> None:
    slot, nora = a_slot(a_seminar(cast.nora), cast.nora), seated(cast.nora)
    where = reverse("training:slot", args=[slot.pk])
    form = form_to(page(nora, "training:slot", slot.pk), where)
    send(seated(cast.judith), "training:slot", slot.pk, title="De Judith")

    again = nora.post(where, form.filled(title="De Nora")).content.decode()

    assert 'value="De Nora"' in again and 'value="De Judith"' in again
    nora.post(where, form_to(again, where).filled(title="De Nora"))
    assert "De Nora" in page(nora, "training:seminar_programme", slot.session_id)


def test_partners_find_the_call_propose_and_say_we_too(cast: Cast) -> None:
    session, topic = a_call(cast.nora), a_topic(cast.nora)
    claire, other, nora = seated(cast.claire), seated(cast.other_manager), seated(cast.nora)
    for name in ("network:mine", "training:mine"):
        assert reverse("training:call", args=[session.pk]) in page(claire, name)
    where = claire.get(reverse("training:propose_new", args=[session.pk]))["Location"]
    shown = claire.get(where).content.decode()
    claire.post(where, form_to(shown, where).filled(title="L’attente", text="Quatre mois."))
    subject = Subject.objects.get()
    assert "L’attente" in page(other, "training:call", session.pk)
    assert "S058" not in page(other, "training:call", session.pk)
    assert "moins de cinq partenaires" in page(other, "training:call", session.pk)
    for kind, row in (("subject", subject), ("topic", topic)):
        other.post(reverse("training:support", args=[session.pk, kind, row.pk]))
    desk = page(nora, "training:seminar_call", session.pk)
    assert "S058" in desk
    assert "2 partenaires" in desk
    nora.post(reverse("training:place_topic", args=[session.pk, "subject", subject.pk]), {"half": "2"})
    assert Slot.objects.get().half == 2
    assert "au programme" in page(nora, "training:seminar_call", session.pk)

    with time_machine.travel(AT + timedelta(days=30), tick=False):
        assert "L’appel à sujets est clos." in page(claire, "training:call", session.pk)
        late = claire.post(where.replace(str(subject.pk), str(uuid.uuid4())), {"title": "Tard", "text": "x"})
        assert "L’appel à sujets est clos." in late.content.decode()
        assert 'value="Tard"' in late.content.decode()
    assert Support.objects.count() == 3


def test_a_subject_is_noted_for_a_partner_on_the_telephone_with_a_hint_where_it_names_somebody(cast: Cast) -> None:
    session, nora = a_call(cast.nora), seated(cast.nora)
    where = reverse("training:propose", args=[session.pk, uuid.uuid4()])
    answers = {"title": "L’attente", "text": "Mme Dupont attend au 06 12 34 56 78.", "partner": str(cast.s017.organisation.pk), "by_phone_who": "Odile"}  # fmt: skip

    warned = nora.post(where, answers)
    assert "Un texte semble dire qui est quelqu’un" in warned.content.decode()
    assert not Subject.objects.exists()
    nora.post(where, answers | {"warned": "1"})
    assert Subject.objects.get().organisation == cast.s017.organisation.pk


def test_minutes_are_read_by_who_was_registered_once_published_and_hold_nobody(cast: Cast) -> None:
    session, rows = held_seminar(cast.nora, cast.claire)
    slot, nora, claire = a_slot(session, cast.nora), seated(cast.nora), seated(cast.claire)
    own = next(row for row in rows if row.account == cast.claire.pk)
    with time_machine.travel(AFTERWARDS, tick=False):
        send(nora, "training:notes", slot.pk, text="Tout le monde attend le même papier.")
        decide = re.search(r"/training/[^\"]*/decide/[^\"]*", page(nora, "training:minutes", session.pk))
        assert decide
        nora.post(decide[0], {"text": "Écrire au ministère.", "who": "Association du Port", "due_on": "2026-06-30"})
        assert claire.get(reverse("training:own_minutes", args=[own.pk])).status_code == 404
        version = Seminar.objects.get(session=session).version if Seminar.objects.exists() else ""
        nora.post(reverse("training:publish_minutes", args=[session.pk]), {"version": version})
        assert reverse("training:own_minutes", args=[own.pk]) in page(claire, "training:own", own.pk)
        told = words(claire.get(reverse("training:own_minutes", args=[own.pk])).content)
        assert seated(cast.karim).get(reverse("training:own_minutes", args=[own.pk])).status_code == 404
        nora.post(reverse("training:take_back_minutes", args=[session.pk]), {"version": Seminar.objects.get().version})
        assert claire.get(reverse("training:own_minutes", args=[own.pk])).status_code == 404

    for written in ("Lesrécépissés", "Toutlemondeattendlemêmepapier.", "Écrireauministère.", "Compterendu"):
        assert written in told
    for hidden in ("Claire", "Camille", "Port", "Mouettes", "Témoin", "S058", "Nantes"):
        assert hidden not in told


def test_whoever_leads_a_workshop_writes_its_notes_on_her_own_page_or_by_her_link(cast: Cast) -> None:
    session, rows = held_seminar(cast.nora, cast.claire)
    own, by_link = rows[1], rows[0]
    first = a_slot(session, cast.nora, leader=own)
    second = a_slot(session, cast.nora, "Les enfants", at="11:00", leader=by_link)
    nora, claire, guest = seated(cast.nora), seated(cast.claire), Client()
    with time_machine.travel(AFTERWARDS, tick=False):
        guest.get(reverse("training:link", args=[_token_of(by_link)]))
        where = reverse("training:own_notes", args=[own.pk, first.pk])
        assert where in page(claire, "training:own", own.pk)
        form = form_to(page(claire, "training:own_notes", own.pk, first.pk), where)
        assert claire.post(where, form.filled(text="Quatre mois en moyenne."))["Location"].endswith(str(own.pk) + "/")
        stale = claire.post(where, form.filled(text="Cinq mois."))
        assert (stale.status_code, Slot.objects.get(pk=first.pk).read_notes().text) == (409, "Quatre mois en moyenne.")
        assert "Cinq mois." in stale.content.decode() and "Quatre mois en moyenne." in stale.content.decode()

        where = reverse("training:guest_notes", args=[second.pk])
        assert where in page(guest, "training:guest")
        form = form_to(page(guest, "training:guest_notes", second.pk), where)
        assert guest.post(where, form.filled(text="L’école attend."))["Location"] == reverse("training:guest")
        both = guest.post(where, form.filled(text="Une autre version.")).content.decode()
        assert "Une autre version." in both and "L’école attend." in both

        shown = page(nora, "training:minutes", session.pk)
        for told in ("Quatre mois en moyenne.", f"Noté par {cast.claire.name}", "L’école attend.", "Noté par Camille"):
            assert told in shown
        assert cast.claire.name not in words(nora.get(reverse("training:minutes_paper", args=[session.pk])).content)

        for client, name, arguments in (
            (claire, "training:own_notes", [own.pk, second.pk]), (guest, "training:guest_notes", [first.pk]),
            (seated(cast.karim), "training:own_notes", [own.pk, first.pk]),
            (Client(), "training:guest_notes", [second.pk]), (claire, "training:notes", [first.pk]),
        ):  # fmt: skip
            assert client.get(reverse(name, args=arguments)).status_code == 404
        publish = reverse("training:publish_minutes", args=[session.pk])
        nora.post(publish, form_to(page(nora, "training:minutes", session.pk), publish).filled() | {"seen": "1"})
        assert where not in page(guest, "training:guest")
    with time_machine.travel(AT, tick=False):
        assert claire.get(reverse("training:own_notes", args=[own.pk, first.pk])).status_code == 404


def test_minutes_that_name_who_came_are_read_again_before_they_are_published(cast: Cast) -> None:
    session, _rows = held_seminar(cast.nora)
    slot, nora = a_slot(session, cast.nora), seated(cast.nora)
    operations.write_notes(slot, text="Camille Duval l’a dit, à la Salle du port.", by=cast.nora, at=LATER)
    where = reverse("training:publish_minutes", args=[session.pk])
    with time_machine.travel(AFTERWARDS, tick=False):
        first = nora.post(where, follow=True).content.decode().replace("\u00a0", " ")
        assert "« Camille Duval »" in first
        assert "« Salle du port »" in first
        assert "Rien n’est publié." in first
        assert not Seminar.objects.filter(minutes_on__isnull=False).exists()
        nora.post(where, {"seen": "1"})
    assert Seminar.objects.get().minutes_on is not None


def test_decisions_are_followed_up_across_seminars_and_stand_on_the_next_one(cast: Cast) -> None:
    session, _rows = held_seminar(cast.nora)
    decision, nora = a_decision(session, cast.nora), seated(cast.nora)
    done = a_decision(session, cast.nora, "Relire la charte.")
    following = a_seminar(cast.nora, starts_on=ON_THE_DAY.date().replace(month=10))
    with time_machine.travel(ON_THE_DAY.replace(month=8), tick=False):
        where = reverse("training:end_decision", args=[done.pk, "finish"])
        nora.post(where, {"end": "C’est relu.", "version": done.version})
        left = page(nora, "training:follow_up")
        assert "Une décision est à faire." in left
        assert "1 est en retard." in left
        assert "Relire la charte." not in left
        assert "Relire la charte." in page(nora, "training:follow_up", state="done")
        assert "Écrire ensemble" in page(nora, "training:follow_up", state="late")
        assert "Écrire ensemble" in page(nora, "training:detail", following.pk)
        send(nora, "training:decision", decision.pk, due_on="2026-12-01")
        assert "en retard" not in page(nora, "training:follow_up")
    assert Decision.objects.get(pk=decision.pk).due_on.isoformat() == "2026-12-01"


def test_a_claim_goes_from_a_guest_to_whoever_settles_and_back_and_no_list_shows_a_town(cast: Cast) -> None:
    session, rows = held_seminar(cast.nora, cast.claire)
    guest, project, nora = Client(), seated(cast.project), seated(cast.nora)
    with time_machine.travel(AFTERWARDS, tick=False):
        guest.get(reverse("training:link", args=[_token_of(rows[0])]))
        assert reverse("training:guest_travel") in page(guest, "training:guest")
        wrong = send(guest, "training:guest_travel", town="Portville", train="douze", act="send")
        assert "Écrivez un montant en euros" in wrong
        assert 'value="Portville"' in wrong
        send(guest, "training:guest_travel", town="Portville", train="84,50", meals="19", act="send")
        claim = TravelClaim.objects.get()
        assert claim.state == "sent"
        for client in (nora, project):
            listed = page(client, "training:travel", session.pk)
            assert "Portville" not in listed
            assert "84,50" not in listed
        assert "Accepté en tout" not in page(nora, "training:travel", session.pk)
        assert nora.post(reverse("training:claim_open", args=[claim.pk])).status_code in (403, 404)
        opened = project.post(reverse("training:claim_open", args=[claim.pk])).content.decode()
        assert "Portville" in opened
        assert AuditEntry.objects.filter(event="section_opened").count() == 1
        project.post(reverse("training:claim_return", args=[claim.pk]), {"reason": "Le billet manque.", "version": claim.version})  # fmt: skip
        again = guest.post(reverse("training:guest_travel_open")).content.decode()
        assert "Le billet manque." in again
        assert 'value="84,50"' in again
        where = reverse("training:guest_travel")
        guest.post(where, form_to(again, where).filled(train="80", act="send"))
        claim.refresh_from_db()
        silent = guest.post(where, {"town": "Ailleurs", "train": "999", "act": "send"}).content.decode()
        assert "Ce n’est plus possible" in silent
        accept = reverse("training:claim_accept", args=[claim.pk])
        project.post(accept, {"train": "75", "meals": "19,00", "version": claim.version})
        claim.refresh_from_db()
        project.post(reverse("training:claim_pay", args=[claim.pk]), {"version": claim.version})
        told = guest.post(reverse("training:guest_travel_open")).content.decode().replace("\u00a0", " ")
        assert "80,00 €, accepté 75,00 €" in told
        assert "94,00 €" in page(project, "training:travel", session.pk)
        paper = guest.post(reverse("training:guest_travel_paper"))
        assert "Portville" in paper.content.decode()
        assert paper["Cache-Control"] == "no-store"
    assert TravelClaim.objects.get().state == "paid"


def test_whoever_settles_notes_a_claim_on_the_telephone(cast: Cast) -> None:
    session, rows = held_seminar(cast.nora)
    head = seated(cast.head)
    with time_machine.travel(AFTERWARDS, tick=False):
        send(head, "training:for_travel", rows[0].pk, town="Portville", night="62", act="keep")
        assert TravelClaim.objects.get().state == "draft"
        assert "brouillon" in page(head, "training:travel", session.pk)
        opened = head.post(reverse("training:for_travel_open", args=[rows[0].pk])).content.decode()
    assert 'value="62,00"' in opened


def test_the_opinion_of_the_network_is_asked_in_one_press(cast: Cast) -> None:
    session, _rows = held_seminar(cast.nora, cast.claire)
    nora = seated(cast.nora)
    with time_machine.travel(AFTERWARDS, tick=False):
        assert reverse("training:ask_opinion", args=[session.pk]) in page(nora, "training:detail", session.pk)
        nora.post(reverse("training:ask_opinion", args=[session.pk]))
        shown = page(nora, "training:detail", session.pk)
        assert reverse("training:ask_opinion", args=[session.pk]) not in shown
        assert "Avis sur le travail de la coordination" in shown


def test_the_list_and_the_page_say_how_many_of_the_two_a_year_are_planned(cast: Cast) -> None:
    session, nora = a_seminar(cast.nora), seated(cast.nora)
    for shown in (page(nora, "training:list"), page(nora, "training:detail", session.pk)):
        assert "2026 : 1 séminaire tenu ou prévu ; la convention en demande 2." in shown
        assert "prévu." not in shown.split("la convention en demande 2.")[1][:200]
    with time_machine.travel(AT.replace(month=9), tick=False):
        assert "Un séminaire de cette année n’est pas encore prévu." in page(nora, "training:list")
        assert "Le second séminaire de l’année n’est pas prévu." in page(nora, "training:detail", session.pk)


def test_bad_input_is_kept_and_harms_nothing(cast: Cast) -> None:
    session, rows = held_seminar(cast.nora, cast.claire)
    slot, decision, called = a_slot(session, cast.nora), a_decision(session, cast.nora), a_call(cast.nora)
    nora, claire, head = seated(cast.nora), seated(cast.claire), seated(cast.head)
    own = next(row for row in rows if row.account == cast.claire.pk)
    with time_machine.travel(AFTERWARDS, tick=False):
        for bad in HOSTILE:
            for client, name, arguments, fields in (
                (nora, "training:seminar_programme", [session.pk], ("title", "half", "starts", "minutes", "kind")),
                (nora, "training:slot", [slot.pk], ("title", "half", "starts", "minutes", "version")),
                (nora, "training:seminar_call", [called.pk], ("until", "version")),
                (claire, "training:propose", [called.pk, uuid.uuid4()], ("title", "partner")),
                (nora, "training:decide", [session.pk, uuid.uuid4()], ("who", "due_on")),
                (nora, "training:decision", [decision.pk], ("who", "due_on", "version")),
                (claire, "training:own_travel", [own.pk], ("town", "train", "km", "car", "version")),
                (head, "training:for_travel", [rows[0].pk], ("train", "km", "act")),
            ):
                answer = client.post(reverse(name, args=arguments), dict.fromkeys(fields, bad))
                assert answer.status_code in (200, 302), name
                assert SCRIPT not in answer.content.decode(), name
    assert not TravelClaim.objects.filter(state="sent").exists()


def test_each_page_stays_under_its_statements_however_much_there_is(cast: Cast) -> None:
    session, _rows = held_seminar(cast.nora, cast.claire)
    called = a_call(cast.nora)

    pages = [
        ("training:detail", [session.pk]), ("training:seminar_programme", [session.pk]), ("training:minutes", [session.pk]),
        ("training:seminar_call", [called.pk]), ("training:follow_up", []), ("training:travel", [session.pk]),
        ("training:detail", [called.pk]),
    ]  # fmt: skip
    fill(session, called, cast, "9", 1)
    head = seated(cast.head)
    before = [_statements(head, name, *arguments) for name, arguments in pages]
    fill(session, called, cast, "10", 4)

    after = [_statements(head, name, *arguments) for name, arguments in pages]

    assert after == before
    assert max(after) < MOST_STATEMENTS, list(zip(pages, after, strict=True))


def fill(session: Session, called: Session, cast: Cast, hour: str, number: int) -> None:
    for one in range(number):
        a_slot(session, cast.nora, f"Suite {one}", at=f"{int(hour):02}:{one * 6:02}", minutes=5)
        a_decision(session, cast.nora, f"Suite {one}")
        a_subject(called, cast.s017.organisation, cast.other_manager, f"Suite {one}")
        a_topic(cast.nora)


def _statements(client: Client, name: str, *arguments: object) -> int:
    client.get(reverse(name, args=arguments))
    with CaptureQueriesContext(connections["default"]) as one, CaptureQueriesContext(connections["keys"]) as two:
        client.get(reverse(name, args=arguments))
    return len(one) + len(two)


def _token_of(row: Registration) -> str:
    from havre.training.operations.common import reach_of
    from havre.vault.gate import secrets_open
    from havre.vault.keys import key_cache

    with key_cache(), secrets_open():
        return token_in(reach_of(row).link)


def test_a_training_session_has_none_of_it(cast: Cast) -> None:
    from tests.training.story import a_session

    session, nora = a_session(cast.nora), seated(cast.nora)
    for name in ("seminar_programme", "seminar_call", "minutes", "travel"):
        assert nora.get(reverse(f"training:{name}", args=[session.pk])).status_code == 404
    assert a_claim().total == 10_350
