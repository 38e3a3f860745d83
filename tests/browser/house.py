"""A real house for a real browser: the server itself on a small network with somebody at every stage of the way.

    python -m tests.browser.house PORT FILE

builds the network as of now in the folders of the environment, writes into FILE which page belongs to which seat, and
serves. A process of its own: nothing of the test run is in it, and its time is real.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from havre.cli import run, serve, start

if TYPE_CHECKING:
    from havre.accounts.models import User
    from havre.directory.models import Partnership, Shelter
    from havre.resources.models import AdviceRequest
    from havre.training.models import Session
    from tests.cast import Cast
    from tests.stories import Situation

HOURS_AGO = {
    "called": 0.5, "taken_up": 2, "assessed": 4, "searched": 6, "asked": 8, "accepted": 9, "interview": 10,
    "kept": 27, "planned": 28, "travelling": 50, "late": 59, "arrived": 60,
}  # fmt: skip
"""Stage → hours since the call, so that what comes next lies ahead and what came before lies behind."""
SHOWN = ("asked", "travelling", "late", "arrived")
"""Stages whose page of the situation is looked at."""
AT_CLAIRES = ("asked", "accepted", "interview", "travelling", "arrived")
"""Stages told of Claire's house, a place each."""


def build(now: datetime) -> dict[str, Situation]:
    """One situation for each stage, by name."""
    from havre.placements.operations.transfers import watch_arrivals
    from havre.referrals.operations import answer_referral

    cast = _seated(now - timedelta(hours=70))
    told = {}
    for stage, hours in HOURS_AGO.items():
        told[stage] = _tell(cast, stage, now - timedelta(hours=hours))
    watch_arrivals(now)
    over = told["arrived"].referral
    over.refresh_from_db()
    answer_referral(over, kind="welcomed", reason="accueillie", by=cast.nora, at=now)
    _telephone(cast, told["arrived"], now)
    told |= _to_call(cast, now)
    _advice(cast, now)
    _training(cast, now)
    _library(cast, now)
    _life(cast, now)
    return told


def _library(cast: Cast, now: datetime) -> None:
    """What comes with Havre; a page of the colleagues in each state, the published one in two versions with a document."""
    from havre.resources import operations as desk
    from havre.resources.content import WEEKLY, Sought
    from havre.resources.models import Article
    from tests.resources.pages import a_pdf, handed_out, published, text, written

    desk.open_library(now)
    article = Article.objects.order_by("number")[0]
    page = published(cast.lawyer, cast.nora, "publiee", articles=[article]).page
    old = handed_out(page, cast.nora, cast.lawyer, valid_until=now.date())
    page.refresh_from_db()
    desk.add_document(
        page, name="un-modele-plus-recent.pdf", content=a_pdf("bonjour"), replaces=old, by=cast.lawyer, at=now
    )
    page.refresh_from_db()
    for who in (cast.nora, cast.anne):
        sought = Sought(name="Papiers et récépissé", words="récépissé", theme="residence", language="fr")
        desk.save_search(uuid.uuid4(), sought=sought, rhythm=WEEKLY, by=who, at=now - timedelta(days=2))
        removed = desk.save_search(uuid.uuid4(), sought=sought, rhythm=WEEKLY, by=who, at=now - timedelta(days=2))
        desk.remove_search(removed, by=who, at=now)
    desk.revise_page(page, by=cast.lawyer, at=now)
    desk.submit_page(page, by=cast.lawyer, at=now)
    desk.publish_page(page, by=cast.nora, at=now)
    published(
        cast.lawyer, cast.nora, "s-acheve", title="Un barème de l’année", valid_until=(now + timedelta(days=12)).date()
    )
    desk.warn_of_ends(now)
    written(cast.nora, "brouillon")
    waiting = written(cast.lawyer, "en-lecture")
    desk.change_page(waiting, text=text("Une page à relire"), by=cast.lawyer, at=now)
    desk.submit_page(waiting, by=cast.lawyer, at=now)


def _telephone(cast: Cast, living: Situation, now: datetime) -> None:
    """One call to ring back at once, one half typed, one closed, and somebody who asked about who lives at Claire's."""
    from havre.intake import operations as calls
    from havre.intake.content import About, Reach, Said

    about, said = About("HealthServiceOrganisation", "person"), Said("Anne, hôpital", "une jeune femme menacée")
    at, by = now - timedelta(hours=3), cast.nora
    promised, ended, asked = (calls.note_call(uuid.uuid4(), typed={}, by=by, at=at) for _number in range(3))
    reach, due_at = Reach("0600000000", "yes", "no", "le matin", "mimosa"), at + timedelta(hours=2)
    calls.ask_call_back(promised, due_at=due_at, for_all=False, about=about, said=said, reach=reach, by=by, at=at)
    calls.close_call(ended, outcome="advice", about=about, said=said, by=by, at=at)
    calls.note_enquiry(asked, said=said, about=About(), person=living.person, by=by, at=at)
    calls.note_call(uuid.uuid4(), typed={"who": ["coupé"]}, by=by, at=at)


def _advice_by_link(nora: User, anne: User, now: datetime) -> dict[str, str]:
    """Links that lead a visitor to a question to ask, to an answer, and to one question for an expert."""
    from django.urls import reverse

    from havre.resources import operations as desk
    from havre.resources.content import Question

    def path(token: str) -> str:
        return reverse("resources:link", args=[token])

    def taken() -> AdviceRequest:
        asked = desk.Asked(field="legal", question=Question("Quel délai pour un recours ?"))
        row = desk.ask_advice(uuid.uuid4(), asked=asked, by=anne, at=now)
        desk.take(row, by=nora, at=now)
        return row

    outside, answered = taken(), taken()
    desk.answer(answered, text="Deux mois.", by=nora, at=now)
    return {
        "advice-to-ask": desk.send_link_to_ask(mail="", address_of=path, by=nora, at=now),
        "advice-to-read": desk.send_link_to_read(answered, mail="", address_of=path, by=nora, at=now),
        "advice-expert": desk.ask_expert(
            outside, text="Un visa suffit-il ?", who="Me Roux", mail="", address_of=path, by=nora, at=now
        ),
    }


def _advice(cast: Cast, now: datetime) -> None:
    """One question to be taken, one assessed together, one answered whose article has changed since."""
    from havre.resources import operations as desk
    from havre.resources.content import JOINT, Question
    from havre.resources.models import Article

    def ask(by: User, kind: str = "question") -> AdviceRequest:
        asked = desk.Asked(field="legal", kind=kind, question=Question("Faut-il une plainte pour être aidée ?"))
        return desk.ask_advice(uuid.uuid4(), asked=asked, by=by, at=now - timedelta(days=4))

    desk.enlist_articles(now)
    article = Article.objects.order_by("number")[0]
    ask(cast.anne)
    together = ask(cast.claire, JOINT)
    desk.take(together, by=cast.nora, at=now)
    desk.add_note(together, text="une note", by=cast.nora, at=now)
    done = ask(cast.anne)
    desk.take(done, by=cast.nora, at=now)
    desk.answer(done, text="Non, jamais.", label="Aide sans plainte", articles=[article], by=cast.nora, at=now)
    desk.change_article(
        article,
        title_fr="Titre",
        title_en="Title",
        valid_from=None,
        valid_until=None,
        source="essai",
        by=cast.nora,
        at=now,
    )


def _training(cast: Cast, now: datetime) -> None:
    """A session that begins today, with those who come, who wait and who are asked for; Anne and Claire among them."""
    from havre.training import operations as training
    from tests.resources.pages import a_pdf
    from tests.training import story

    by, today = cast.project, now.date()
    session = story.a_session(by, at=now, starts_on=today, seats=4, audiences=["social"])
    story.registered(session, by, "Ada A", "Bea B", "Cleo C", at=now)
    story.registered(session, by, "Dora D", approved=False, at=now)
    training.import_registrations(
        session, people=[story.coming("Eva E"), story.coming("Fay F")], address_of=story.address_of, by=by, at=now
    )
    later = story.a_session(by, at=now, starts_on=today + timedelta(days=40), needs_approval=False)
    story.a_session(by, at=now, starts_on=today + timedelta(days=60))
    for one in (session, later):
        training.add_material(
            one, name="Diaporama du premier module, version longue et annotée.pdf", content=a_pdf("bonjour"),
            module="Reconnaître", by=by, at=now,
        )  # fmt: skip
    for who in (cast.anne, cast.claire):
        coming = story.coming(who.name, employer_mail="")
        training.register_self(later, coming=coming, address_of=story.address_of, by=who, at=now)
    training.add_trainer(name="Véra T.", topics="droit", by=by, at=now)
    asked = story.a_session(by, at=now, starts_on=today + timedelta(days=30), needs_approval=False)
    _training_answers(asked, by, now)
    _seminars(cast, now)


def _training_answers(session: Session, by: User, now: datetime) -> None:
    """Eight people who were asked before, and answered."""
    from havre.surveys.models import Sending
    from havre.surveys.operations.sending import close_sending
    from havre.training import operations as training
    from tests.surveys.example import a_survey, answered
    from tests.training import story

    survey = a_survey(by, code="formation", at=now)
    training.set_questionnaires(session.programme, surveys={"before": survey, "end": survey}, by=by, at=now)
    story.registered(session, by, *(f"Personne{number} X" for number in range(8)), at=now)
    training.ask_participants(
        session, survey=survey, moment="before", label="x", address_of=story.address_of, by=by, at=now
    )
    sending = Sending.objects.select_related("edition__survey").get(about=session.pk)
    answered(sending, *({"q2": step} for step in "22223344"), at=now)
    close_sending(sending, by=by, at=now)
    training.count_answers(now)


def _seminars(cast: Cast, now: datetime) -> None:
    """A seminar that calls for topics, and one that was held today: its programme, a decision, a claim, its minutes."""
    from havre.training.operations import seminars
    from tests.training import seminars as story
    from tests.training.story import a_seminar

    by, today = cast.project, now.date()
    called = a_seminar(by, opened=False, starts_on=today + timedelta(days=80))
    seminars.open_call(called, until=today + timedelta(days=30), by=by, at=now)
    story.a_subject(called, cast.s058.organisation, cast.claire, at=now)
    held, rows = story.held_seminar(by, cast.claire, at=now)
    slot = story.a_slot(held, by, leader=rows[1])
    story.a_slot(held, by, "Pause", at="10:30", minutes=30, kind="break")
    seminars.write_notes(slot, text="Tout le monde attend.", by=by, at=now)
    story.a_decision(held, by, at=now, due=today + timedelta(days=20))
    seminars.publish_minutes(held, by=by, at=now)
    seminars.keep_claim(rows[1], claim=story.a_claim(), send=True, by=cast.claire, at=now)


def _life(cast: Cast, now: datetime) -> None:
    """A topic with all its steps, a difficulty that waits, a letter to read and one to send, an announcement, a day."""
    from havre.directory.operations.shelters import change_contacts
    from havre.directory.profiles import Contact, Contacts
    from havre.network import operations as life
    from havre.network.content import Both
    from tests.network.story import a_letter, a_topic, carried, tell, with_convention

    by, house = cast.project, cast.s058.organisation
    topic = a_topic(by, tell(cast.claire, house, at=now), at=now)
    carried(by, topic, at=now)
    life.note_answer(topic, ministry="interior", given_on=now.date(), text="Une note part.", by=by, at=now)
    life.write_proposal(topic, ministry="health", text="Une permanence.", by=by, at=now)
    with_convention(cast.hospital, at=now)
    tell(cast.anne, cast.hospital, at=now)
    reached = Contacts(people=[Contact("Accueil", mail="accueil@maison.example")])
    change_contacts(cast.s002, contacts=reached, by=by, at=now)
    letter = a_letter(by, house, cast.s002.organisation, at=now)
    life.send_letter(letter, address_of=str, by=by, at=now)
    life.hand_out(now)
    a_letter(by, house, cast.s002.organisation, at=now)
    days: dict[str, object] = {"audience": "all", "starts_on": now.date(), "ends_on": now.date()}
    life.announce(uuid.uuid4(), content=Both("Le séminaire approche.", "Dites si vous venez."), by=by, at=now, **days)  # type: ignore[arg-type]
    life.write_day(uuid.uuid4(), kind="seminar", content=Both("Séminaire"), by=by, at=now, **days)  # type: ignore[arg-type]
    life.note_local_work(
        uuid.uuid4(), organisation=house, kind="body", done_on=now.date(), text="Une commission.", by=by, at=now
    )


def _to_call(cast: Cast, now: datetime) -> dict[str, Situation]:
    """Two for whom at least eight houses are to be telephoned; the round of one has just begun."""
    from havre.placements.operations.rounds import start_round
    from tests.cast import shelter
    from tests.stories import walk

    for number, area in enumerate(("FR-14", "FR-22", "FR-56", "FR-76", "FR-80", "FR-02", "FR-08", "FR-54")):
        shelter(f"S3{number:02}", area, at=now - timedelta(hours=20))
    ready = walk(cast, "searched", start=now - timedelta(hours=8))
    calling = walk(cast, "searched", start=now - timedelta(hours=8))
    for it in (ready, calling):
        it.agree("join", hours=6)
    start_round(calling.person, by=calling.nora, at=now)
    return {"ready": ready, "calling": calling}


def _tell(cast: Cast, stage: str, at: datetime) -> Situation:
    from tests.cast import shelter
    from tests.stories import walk

    until = "travelling" if stage == "late" else stage
    if stage in AT_CLAIRES:
        return walk(cast, until, place=AT_CLAIRES.index(stage), start=at)
    number = list(HOURS_AGO).index(stage)
    house = shelter(f"S2{number:02}", ("FR-29", "FR-35", "FR-59", "FR-62", "FR-67")[number % 5], at=at)
    return walk(cast, until, house=house, start=at, manager=cast.nora)


def _seated(at: datetime) -> Cast:
    """The cast, on the seats that the sign-in page of a demonstration offers; Samuel watches.

    Whoever of the cast has a namesake on a seat leaves: of two colleagues of one name nobody could choose the right one.
    """
    from havre.accounts.models import User
    from havre.desk.seats import COLLEAGUES, SEATS
    from havre.directory.operations import accounts
    from havre.directory.operations.places import add_place, confirm_places
    from tests.cast import PASSWORD, make_cast

    cast = make_cast(at)
    for number in range(2, len(AT_CLAIRES) + 1):
        add_place(cast.s058, label=str(number), kind="flat", size=3, by=None, at=at)
    every = [place.id for place in cast.s058.read_profile().places]
    confirm_places(cast.s058, place_ids=every, still_free=True, by=None, at=at)
    homes = {"shelter_manager": cast.s058.organisation, "shelter_worker": cast.s058.organisation}
    homes["referrer"] = cast.hospital
    users = {}
    for seat in (*SEATS, *COLLEAGUES):
        user = accounts.open_account(mail=seat.mail, name=seat.card, password=PASSWORD, by=None, at=at)
        accounts.grant_role(user, role=seat.role, organisation=homes.get(seat.role), by=None, at=at)
        users[seat.key] = user
    accounts.set_duty(users["samuel"], rank=1, starts_at=at, ends_at=at + timedelta(days=7), by=None, at=at)
    seated = dataclasses.replace(
        cast, head=users["ines"], nora=users["nora"], judith=users["judith"], marc=users["marc"], lawyer=users["paul"],
        officer=users["lucie"], administrator=users["theo"], project=users["salome"], anne=users["anne"],
        claire=users["claire"], karim=users["karim"], escort=users["yves"],
    )  # fmt: skip
    for one in vars(cast).values():
        if isinstance(one, User) and one not in vars(seated).values():
            accounts.close_account(one, by=None, at=at)
    return seated


def pages(told: dict[str, Situation]) -> dict[str, dict[str, str]]:
    """Seat → name → address of the main pages, for each of them one that shows something."""
    from django.urls import reverse
    from django.utils import timezone

    from havre.intake.models import Call
    from havre.placements.models import Alarm, CallRound
    from tests.surveys import house as surveys

    kept, to_answer = surveys.pages(told["asked"].nora, told["asked"].claire, timezone.now())
    from havre.network.models import Letter, Topic
    from havre.resources.models import AdviceRequest, Article, LibraryPage, SavedSearch
    from havre.training.models import Programme, Registration, Session
    from havre.training.models_seminars import Decision, Slot, TravelClaim

    def page_of(slug: str) -> str:
        return reverse("library:one", args=[LibraryPage.objects.get(slug=slug).pk])

    def kept_search(owner: User) -> uuid.UUID:
        return SavedSearch.objects.kept().get(owner=owner).pk

    def advice(state: str) -> uuid.UUID:
        return AdviceRequest.objects.filter(state=state).order_by("pk")[0].pk

    def session(first: bool = True) -> uuid.UUID:
        return Session.objects.filter(kind="training").order_by("starts_on" if first else "-starts_on")[0].pk

    def seminar(state: str) -> uuid.UUID:
        return Session.objects.get(kind="seminar", state=state).pk

    def letter(state: str) -> uuid.UUID:
        return Letter.objects.get(state=state).pk

    topic = Topic.objects.get().pk

    def call(state: str) -> uuid.UUID:
        found: uuid.UUID = Call.objects.filter(state=state).values_list("pk", flat=True)[0]
        return found

    def of(room: str, stage: str) -> str:
        return reverse(room, args=[told[stage].person.pk])

    claires, anne = told["asked"].house, told["asked"].cast.anne.pk
    return {
        "": {
            "sign-in": reverse("account_login"),
            "not-found": "/nowhere/",
            "guest": reverse("resources:guest"),
            **_advice_by_link(told["asked"].nora, told["asked"].cast.anne, timezone.now()),
            "training-calendar": reverse("training:calendar"),
            "training-arrival": reverse("training:arrival", args=["code"]),
            "training-public": reverse("training:public", args=[session()]),
            "training-check": reverse("training:check"),
            "training-guest": reverse("training:guest"),
            "letter-guest": reverse("network:guest"),
            "survey-guest": reverse("surveys:answer_link"),
            "survey-reminder": reverse("surveys:reminded"),
            "library": reverse("library:home"),
        },
        "paul": {"absence": reverse("desk:absence")},
        "nora": {
            "today": reverse("desk:today"),
            "find": reverse("desk:find"),
            "situations": reverse("journey:list"),
            "recent": reverse("desk:recent"),
            "drafts": reverse("desk:drafts"),
            "downloads": reverse("desk:downloads"),
            "download-ask": reverse("desk:download_ask", args=["waiting"]),
            **{f"journey-{stage}": of("journey:detail", stage) for stage in SHOWN},
            "profile": of("people:profile", "asked"),
            "agreements": of("people:agreements", "asked"),
            "sealed": of("people:sealed", "asked"),
            "assessment": of("assessments:detail", "assessed"),
            "search": of("placements:search", "searched"),
            "offers": of("placements:offers", "accepted"),
            "interview": of("placements:interview", "interview"),
            "transfer": of("placements:transfer", "planned"),
            "transfer-travelling": of("placements:transfer", "travelling"),
            "stay": of("placements:stay", "arrived"),
            "travel": reverse("placements:travel_board"),
            "overrides": reverse("placements:overrides"),
            "alarm": reverse("placements:alarm", args=[Alarm.objects.get().pk]),
            "watch": reverse("desk:watch"),
            "watch-sheet": reverse("desk:watch_sheet"),
            "hand-over": reverse("desk:handover", args=["week-end"]),
            "hand-over-morning": reverse("desk:handover", args=["matin"]),
            "since": reverse("desk:since"),
            "absence": reverse("desk:absence"),
            "late": reverse("placements:transfer_postpone", args=[told["travelling"].transfer.pk]),
            "joint": reverse("placements:joint"),
            "search-ready": of("placements:search", "ready"),
            "round": reverse("placements:round", args=[CallRound.objects.get().pk]),
            "referral": reverse("referrals:read", args=[told["called"].referral.pk]),
            "network": reverse("directory:list"),
            "lacks": reverse("desk:lacks"),
            "shelter": reverse("directory:shelter", args=[claires.pk]),
            "exchange": reverse("directory:exchange", args=[exchanged(claires).pk]),
            "call": reverse("referrals:call", args=[uuid.uuid4()]),
            "advice": reverse("resources:list"),
            "advice-new": reverse("resources:note", args=[uuid.uuid4()]),
            "advice-waiting": reverse("resources:detail", args=[advice("waiting")]),
            "advice-together": reverse("resources:detail", args=[advice("taken")]),
            "advice-answered": reverse("resources:detail", args=[advice("answered")]),
            "articles": reverse("resources:articles"),
            "article": reverse("resources:article", args=[Article.objects.order_by("number")[0].pk]),
            "advice-review": reverse("resources:review"),
            "life": reverse("network:topics"),
            "life-told": reverse("network:told"),
            "life-asked": reverse("network:asked"),
            "life-topic": reverse("network:topic", args=[topic]),
            "life-write": reverse("network:write", args=[topic]),
            "letters": reverse("network:letters"),
            "letter-look": reverse("network:letter", args=[letter("draft")]),
            "letter-write": reverse("network:write_letter", args=[letter("draft")]),
            "letter-sent": reverse("network:letter", args=[letter("sent")]),
            "announcements": reverse("network:announcements"),
            "calendar": reverse("network:calendar"),
            "day": reverse("network:day", args=[uuid.uuid4()]),
            "life-tell": reverse("network:tell", args=[uuid.uuid4()]),
            "local-work": reverse("network:work"),
            "send-link": reverse("resources:send_link"),
            "library": reverse("library:home"),
            "library-theme": f"{reverse('library:home')}?theme=danger",
            "library-new": reverse("library:new"),
            "searches": reverse("library:searches"),
            "search-new": f"{reverse('library:new_search')}?theme=danger",
            "search-kept": reverse("library:search", args=[kept_search(told["asked"].nora)]),
            "library-desk": reverse("library:desk"),
            "library-ending": f"{reverse('library:desk')}?state=ending",
            "library-write": reverse("library:write"),
            "library-draft": page_of("brouillon"),
            "library-to-read": page_of("en-lecture"),
            "library-published": page_of("publiee"),
            "calls": reverse("intake:list"),
            "note": reverse("intake:note", args=[call("open")]),
            "ring-back": reverse("intake:call", args=[call("to_call_back")]),
            "asked": reverse("intake:enquiry", args=[uuid.uuid4()]),
            "assessment-asked": of("assessments:detail", "arrived"),
            "training": reverse("training:list"),
            "training-new": reverse("training:plan", args=[uuid.uuid4()]),
            "training-session": reverse("training:detail", args=[session()]),
            "training-change": reverse("training:change", args=[session()]),
            "training-register": reverse("training:register", args=[session()]),
            "training-import": reverse("training:import", args=[session()]),
            "training-attendance": reverse("training:attendance", args=[session()]),
            "training-materials": reverse("training:materials", args=[session()]),
            "training-typed": reverse("training:type_sheet", args=[session()]),
            "training-sheet": reverse("training:sheet", args=[session()]),
            "training-programmes": reverse("training:programmes"),
            "training-programme": reverse("training:programme", args=[Programme.objects.all()[0].pk]),
            "training-questionnaires": reverse("training:questionnaires", args=[Programme.objects.all()[0].pk]),
            "training-results": reverse("training:results"),
            "training-trainers": reverse("training:trainers"),
            "training-report": reverse("training:report"),
            "seminar": reverse("training:detail", args=[seminar("held")]),
            "seminar-programme": reverse("training:seminar_programme", args=[seminar("draft")]),
            "seminar-slot": reverse("training:slot", args=[Slot.objects.all()[0].pk]),
            "seminar-notes": reverse("training:notes", args=[Slot.objects.all()[0].pk]),
            "seminar-call": reverse("training:seminar_call", args=[seminar("draft")]),
            "seminar-propose": reverse("training:propose", args=[seminar("draft"), uuid.uuid4()]),
            "seminar-minutes": reverse("training:minutes", args=[seminar("held")]),
            "seminar-decide": reverse("training:decide", args=[seminar("held"), uuid.uuid4()]),
            "seminar-decision": reverse("training:decision", args=[Decision.objects.all()[0].pk]),
            "seminar-decisions": reverse("training:follow_up"),
            "seminar-travel": reverse("training:travel", args=[seminar("held")]),
            **kept,
            "account": reverse("directory:account"),
            "help": reverse("desk:help"),
            "help-coordinator": reverse("desk:guide", args=["coordinator"]),
            "help-network": reverse("desk:guide", args=["network"]),
        },
        "claire": {
            **to_answer,
            "house": reverse("placements:shelter_home"),
            "offer": reverse("placements:shelter_offer", args=[told["asked"].offer.pk]),
            "residents": reverse("placements:residents"),
            "resident": reverse("placements:resident", args=[told["arrived"].stay.pk]),
            "first-days": reverse("placements:first_days_awaited", args=[told["travelling"].offer.pk]),
            "first-days-stay": reverse("placements:first_days_stay", args=[told["arrived"].stay.pk]),
            "welcome-ar": reverse("people:paper", args=["welcome", "ar"]),
            "welcome-pcm": reverse("people:paper", args=["welcome", "pcm"]),
            "places": reverse("directory:places"),
            "life": reverse("network:mine"),
            "life-topic": reverse("network:topic", args=[topic]),
            "life-letter": reverse("network:read_letter", args=[letter("sent")]),
            "life-tell": reverse("network:tell", args=[uuid.uuid4()]),
            "calendar": reverse("network:calendar"),
            "local-work": reverse("network:work"),
            "seminar-call": reverse("training:call", args=[seminar("draft")]),
            "seminar-propose": reverse("training:propose", args=[seminar("draft"), uuid.uuid4()]),
            "seminar-own": reverse("training:own", args=[TravelClaim.objects.get().registration_id]),
            "seminar-travel": reverse("training:own_travel", args=[TravelClaim.objects.get().registration_id]),
            "seminar-notes": reverse(
                "training:own_notes",
                args=[TravelClaim.objects.get().registration_id, Slot.objects.get(leader__isnull=False).pk],
            ),
            "help": reverse("desk:help"),
            "help-shelter": reverse("desk:guide", args=["shelter"]),
        },
        "anne": {
            "mine": reverse("referrals:mine"),
            "follow": reverse("referrals:follow", args=[told["asked"].referral.pk]),
            "report": reverse("referrals:new"),
            "follow-interview": reverse("referrals:follow", args=[told["interview"].referral.pk]),
            "follow-thanks": reverse("referrals:follow", args=[told["arrived"].referral.pk]),
            "feedback": reverse("referrals:feedback", args=[told["arrived"].referral.pk]),
            "receipt": reverse("referrals:receipt", args=[told["asked"].referral.pk]),
            "guide": reverse("referrals:guide"),
            "never-write": reverse("referrals:never_write"),
            "questions": reverse("resources:mine"),
            "ask": reverse("resources:ask", args=[uuid.uuid4()]),
            "question": reverse("resources:own", args=[advice("answered")]),
            "training-mine": reverse("training:mine"),
            "training-own": reverse("training:own", args=[Registration.objects.get(account=anne).pk]),
            "training-join": reverse("training:join", args=[session(first=False)]),
            "library": reverse("library:home"),
            "searches": reverse("library:searches"),
            "search": reverse("library:search", args=[kept_search(anne)]),
            "library-page": reverse("library:page", args=["fr", "publiee"]),
            "library-guide": reverse("library:page", args=["fr", "residence-by-ground"]),
            "library-old": reverse("library:edition", args=["fr", "publiee", 1]),
            "library-paper": reverse("library:printed", args=["fr", "safety-plan"]),
            "library-theme-paper": reverse("library:theme", args=["danger"]),
            "papers": reverse("people:papers"),
            "rights-ar": reverse("people:paper", args=["rights", "ar"]),
            "rights-fr": reverse("people:paper", args=["rights", "fr"]),
            "help-referrer": reverse("desk:guide", args=["referrer"]),
        },
        "yves": {
            "escort": reverse("placements:escort_home"),
            "help-everyone": reverse("desk:guide", args=["everyone"]),
        },
        "theo": {"accounts": reverse("directory:accounts")},
        "ines": {
            "head": reverse("desk:today"),
            "seminar-travel": reverse("training:travel", args=[seminar("held")]),
            "seminar-claim": reverse(
                "training:for_travel", args=[Registration.objects.filter(session=seminar("held"), account=None)[0].pk]
            ),
            "rota": reverse("directory:rota"),
            "opinions": reverse("referrals:opinions"),
            "network": reverse("directory:list"),
            "lacks": reverse("desk:lacks"),
            "since": reverse("desk:since"),
            "recent": reverse("desk:recent"),
            "downloads": reverse("desk:downloads"),
            "absence": reverse("desk:absence"),
        },
        "lucie": {"record": reverse("record:list")},
    }


def exchanged(house: Shelter) -> Partnership:
    """The partnership of a house, with a visit that says all that an exchange can say."""
    from django.utils import timezone

    from havre.directory.models import Partnership
    from havre.directory.operations.partnerships import note_exchange
    from havre.directory.profiles import ExchangeCard

    partnership = Partnership.objects.get(organisation=house.organisation_id)
    on = timezone.localdate() - timedelta(days=200)
    card = ExchangeCard("visit", on, "la directrice", "Salomé P.", ["trauma", "team"], "L’équipe tient bon.")
    note_exchange(partnership, exchange=card, by=None, at=timezone.now())
    return partnership


def main(port: int, target: Path) -> None:
    start.prepare(create_keys=True)
    run.migrate()
    from django.utils import timezone

    from tests.quickly import quickly

    with quickly():
        told = build(timezone.localtime())  # its day is the one that pages call today, just after midnight too
    serve.collect_static()
    target.write_text(json.dumps(pages(told)), encoding="utf-8")
    serve.listen(port, when_ready=lambda: print("open", flush=True))  # noqa: T201  what the test waits for


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
