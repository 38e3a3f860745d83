"""Every address × everybody: who finds something there, compared with the committed ``matrix.toml``.

The situations belong to Nora's cases and concern the house S058; everybody else is a stranger to them in some way. An
address that the matrix does not name fails. After a wanted change: ``python -m tests.laws.write_matrix``, and
read what it changed.
"""

from __future__ import annotations

import logging
import os
import tomllib
import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from havre.accounts.middleware import ClosedByDefaultMiddleware
from havre.accounts.models import DutyShift, Membership, User
from havre.directory.models import Partner, Partnership
from havre.directory.operations.shelters import enlist_partner
from havre.directory.profiles import Contacts, PartnerCard
from havre.intake.content import About, Reach, Said
from havre.intake.operations import ask_call_back, note_call
from havre.journey.away import arrange_absence
from havre.network import operations as life
from havre.network.content import Both
from havre.people.handing import take_over_case
from havre.people.models import Agreement, CaseNews
from havre.placements.models import Alarm
from havre.placements.operations.overrides import ask_override
from havre.placements.operations.rounds import start_round
from havre.placements.operations.transfers import watch_arrivals
from havre.record import drafts, guard, heartbeat, sweeps
from havre.record.exporting import ask_for_export
from havre.record.models import Fact, Lease
from havre.resources.content import DAILY, Sought
from havre.resources.models import Citation
from havre.resources.operations import save_search, send_link_to_ask
from havre.surveys.models import Answer, Invitation
from havre.surveys.operations.writing import start_next_edition
from havre.training.codes import seat_code
from havre.training.operations import add_material, add_teaching, add_trainer, register_self, seminars
from tests.cast import AT, Cast, account, shelter
from tests.network.story import a_letter, a_topic, tell
from tests.resources.pages import a_pdf, handed_out, published
from tests.resources.story import address_of, card, token_in
from tests.resources.story import answered as advised
from tests.stories import Situation, mother, place_of, walk
from tests.surveys.example import a_sending, a_survey, answered
from tests.training.seminars import a_call, a_claim, a_decision, a_slot, a_subject, held_seminar
from tests.training.story import a_session, coming
from tests.training.story import address_of as training_address

MATRIX = Path(__file__).with_name("matrix.toml")
WRITE = "HAVRE_WRITE_MATRIX"
YEAR = 2025  # over, so that whoever reads numbers at all reads it
CLOSED = {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED, HTTPStatus.METHOD_NOT_ALLOWED}
HEADER = """\
# Who finds something at which address. Everything not listed is closed: not found, or sent to the sign-in page.
# Actors: tests/laws/test_matrix.py. An address answers «open» where it shows or does something for that person, even
# if what was sent is incomplete. Written by: python -m tests.laws.write_matrix

"""
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def addresses(patterns: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """Full name and argument names of every pattern that the resolver knows."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from addresses(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"an address without a name: {entry.pattern}"
            yield ":".join((*spaces, entry.name)), list(entry.pattern.converters)


class Stage:
    """Four of Nora's situations. Three with the house S058: one is asked for, one travels today, one lives there; for
    the fourth houses are being telephoned."""

    def __init__(self, cast: Cast) -> None:
        house = shelter("S0A", "FR-50")
        self.cast = cast
        self.asked = walk(cast, "interview")
        self.living = self._elsewhere(house, "arrived", hours=0)
        self.travelling = self._elsewhere(shelter("S0B", "FR-50"), "travelling", hours=0)
        self.now = self.travelling.at(50)
        self.partner = enlist_partner(
            code="P001", kind="NGO", card=PartnerCard(), contacts=Contacts(), by=cast.project, at=AT
        )
        self.draft = drafts.keep(cast.anne, "referral", {"answers": {}}, at=self.now)
        self.override = ask_override(
            self.asked.person, place_id=place_of(cast.s002), reason="sa sœur", by=cast.nora, at=AT
        )
        self.export = ask_for_export("waiting", reason="bilan", by=cast.nora, at=self.now)
        watch_arrivals(self.travelling.at(59))
        self.news = self._news()
        self.call = note_call(uuid.uuid4(), typed={}, by=cast.nora, at=self.now)
        due = {"due_at": self.now + timedelta(hours=1), "for_all": False}
        ask_call_back(self.call, about=About(), said=Said(), reach=Reach(), by=cast.nora, at=self.now, **due)
        with guard.housekeeping("facts"):
            Fact.objects.create(kind="request", year=YEAR, values={"referrer": "health"})
        with guard.housekeeping("the sweeps ran a moment ago"):
            Lease.objects.bulk_create(
                Lease(name=sweep.name, ran_at=self.now) for sweep in sweeps.frequent(heartbeat.FREQUENT)
            )
        self._advice()
        self.calling = walk(cast, "searched", house=cast.s017)
        self.calling.agree("join", hours=6)
        self.round = start_round(self.calling.person, by=cast.nora, at=self.now)
        later = self.now + timedelta(days=9)
        self.absence = arrange_absence(
            cast.nora, to=cast.marc, starts_at=later, ends_at=later + timedelta(days=7), reason="formation", by=cast.nora,
            at=self.now,
        )  # fmt: skip
        self._asked()
        self._training()
        self._life()

    def _training(self) -> None:
        """A session open to the public; Anne comes, by her account, and the day before yesterday was its first."""
        self.session = a_session(self.cast.project)
        vera = add_trainer(name="Véra", by=self.cast.project, at=AT)
        self.teaching = add_teaching(self.session, trainer=vera, by=self.cast.project, at=AT)
        self.registration = register_self(
            self.session, coming=coming("Anne F"), address_of=training_address, by=self.cast.anne, at=AT
        )
        self.material = add_material(
            self.session, name="fiche.pdf", content=a_pdf("bonjour"), by=self.cast.project, at=AT
        )
        self._seminars()

    def _seminars(self) -> None:
        """A seminar that calls for topics; one that Claire came to: a part that she notes, a claim, minutes that she reads."""
        by, cast = self.cast.project, self.cast
        self.called = a_call(by)
        self.subject = a_subject(self.called, cast.s058.organisation, cast.claire)
        self.seminar, rows = held_seminar(by, cast.claire, at=AT)
        self.came = rows[1]
        self.slot = a_slot(self.seminar, by, leader=self.came)
        self.decision = a_decision(self.seminar, by, at=AT)
        seminars.publish_minutes(self.seminar, by=by, at=AT)
        self.claim = seminars.keep_claim(self.came, claim=a_claim(), send=True, by=cast.claire, at=AT)

    def _asked(self) -> None:
        """A named questionnaire that Claire is asked and Karim has answered; forms on paper of an anonymous one."""
        named = a_survey(self.cast.project, naming="named", at=self.now)
        sending = a_sending(named, self.cast.project, at=self.now, accounts=[self.cast.karim])
        answered(sending, {}, at=self.now)
        self.invitation, self.answer = Invitation.objects.get(), Answer.objects.get()
        self.survey = a_survey(self.cast.project, code="papier", at=self.now)
        self.sending = a_sending(self.survey, self.cast.project, at=self.now, papers=2)
        start_next_edition(self.survey, by=self.cast.project, at=self.now)

    def _life(self) -> None:
        """What Claire's house told, a topic with a proposal, a letter to her team, a day and an announcement."""
        by, at, house = self.cast.project, self.now, self.cast.s058.organisation
        self.difficulty = tell(self.cast.claire, house, at=at)
        self.topic = a_topic(by, at=at)
        self.proposal = life.write_proposal(self.topic, ministry="interior", text="x", by=by, at=at)
        self.letter = a_letter(by, house, at=at)
        life.send_letter(self.letter, address_of=address_of, by=by, at=at)
        self.day_id = uuid.uuid4()
        words: Any = {"starts_on": at.date(), "ends_on": at.date(), "audience": "all", "content": Both("x")}
        life.announce(self.day_id, by=by, at=at, **words)
        life.write_day(self.day_id, kind="other", by=by, at=at, **words)
        self.calendar_token = life.make_calendar_key(by=self.cast.claire, at=at)

    def _advice(self) -> None:
        """A question of Anne's, which Nora has answered with an article; a link by which somebody else may ask."""
        cast = self.cast
        article = card()
        self.advice = advised(cast.anne, cast.nora, article)
        self.article, self.citation = article, Citation.objects.get()
        self.page = published(cast.lawyer, cast.nora, audience="professionals", articles=[article]).page
        self.document = handed_out(self.page, cast.lawyer, cast.nora)
        sought = Sought(name="papiers", words="titre", language="fr")
        self.search = save_search(uuid.uuid4(), sought=sought, rhythm=DAILY, by=cast.anne, at=self.now)
        sent = send_link_to_ask(mail="", address_of=address_of, by=cast.nora, at=self.now)
        self.token = token_in(sent)

    def _elsewhere(self, house: Any, until: str, *, hours: float) -> Situation:
        """In another house of the organisation of S058, so that Claire and Karim are its team."""
        from havre.directory.models import Shelter

        with guard.housekeeping("one team, two houses"):
            Shelter.objects.filter(pk=house.pk).update(organisation=self.cast.s058.organisation)
        return walk(self.cast, until, house=house, profile=mother())

    def _news(self) -> CaseNews:
        """Another situation of Nora's, taken over from her: a line on her own desk."""
        it = walk(self.cast, "taken_up")
        take_over_case(it.person, reason="absence", by=self.cast.judith, at=it.at(2))
        return CaseNews.objects.get()

    def arguments(self, name: str, wanted: list[str]) -> dict[str, Any]:
        sections = {"people": "identity", "referrals": "tonight", "directory": "address"}
        found = self._ids | {"section": sections.get(name.split(":")[0])}
        if name == "desk:download":
            found["table"] = "network"
        if name.startswith("surveys:"):
            found |= {"key": "q1", "verb": "up", "number": 0, "kind": "one"}
        if name.startswith("training:"):
            found |= {"verb": "finish" if "decision" in name else "close", "code": seat_code(self.registration.pk)}
            found |= self._of_a_seminar(name)
        if name.startswith("library:"):
            found |= {"language": "fr", "theme": "residence", "citation_id": self._ids["page_citation_id"]}
        if name == "network:subscription":
            found["token"] = self.calendar_token
        return {argument: found[argument] for argument in wanted}

    def _of_a_seminar(self, name: str) -> dict[str, Any]:
        """A page of a seminar asks for one; the others for a training session."""
        given: dict[str, Any] = {"way": "up", "kind": "subject", "of_id": self.subject.pk}
        if {"minutes", "notes", "travel", "opinion", "programme", "decide"} & set(name.partition(":")[2].split("_")):
            given |= {"session_id": self.seminar.pk, "registration_id": self.came.pk}
        elif {"call", "propose", "support", "place"} & set(name.partition(":")[2].split("_")):
            given["session_id"] = self.called.pk
        return given

    @cached_property
    def _ids(self) -> dict[str, Any]:
        """What an address may ask for, read once: it is asked for thousands of times."""
        return {
            "person_id": self.asked.person.pk,
            "teaching_id": self.teaching.pk,
            "referral_id": self.asked.referral.pk,
            "offer_id": self.asked.offer.pk,
            "interview_id": self.asked.interview.pk,
            "transfer_id": self.travelling.transfer.pk,
            "stay_id": self.living.stay.pk,
            "alarm_id": Alarm.objects.get().pk,
            "override_id": self.override.pk,
            "export_id": self.export.pk,
            "table": "waiting",
            "round_id": self.round.pk,
            "absence_id": self.absence.pk,
            "agreement_id": Agreement.objects.filter(person=self.asked.person)[0].pk,
            "draft_id": self.draft.pk,
            "call_id": self.call.pk,
            "shelter_id": self.cast.s058.pk,
            "place_id": place_of(self.cast.s058),
            "partner_id": Partner.objects.get().pk,
            "partnership_id": Partnership.objects.get(organisation=self.partner.organisation).pk,
            "verb": "end",
            "user_id": self.cast.karim.pk,
            "membership_id": Membership.objects.get(user=self.cast.karim).pk,
            "shift_id": DutyShift.objects.get().pk,
            "news_id": self.news.pk,
            "survey_id": self.survey.pk,
            "edition_id": self.sending.edition_id,
            "sending_id": self.sending.pk,
            "session_id": self.session.pk,
            "registration_id": self.registration.pk,
            "slot_id": self.slot.pk,
            "subject_id": self.subject.pk,
            "decision_id": self.decision.pk,
            "claim_id": self.claim.pk,
            "material_id": self.material.pk,
            "programme_id": self.session.programme_id,
            "invitation_id": self.invitation.pk,
            "answer_id": self.answer.pk,
            "link": "aWxuJ2V4aXN0ZS1wYXM",
            "request_id": self.advice.pk,
            "article_id": self.article.pk,
            "citation_id": self.citation.pk,
            "token": self.token,
            "page_id": self.page.pk,
            "slug": self.page.slug,
            "document_id": self.document.pk,
            "search_id": self.search.pk,
            "page_citation_id": Citation.objects.get(page=self.page).pk,
            "difficulty_id": self.difficulty.pk,
            "topic_id": self.topic.pk,
            "proposal_id": self.proposal.pk,
            "letter_id": self.letter.pk,
            "announcement_id": self.day_id,
            "day_id": self.day_id,
            "work_id": self.day_id,
            "number": 1,
            "kind": "matin",
            "key": "rights",
            "language": "ar",
            "year": YEAR,
            "name": "requests",
            "guide": "shelter",
        }


def actors(cast: Cast) -> dict[str, User | None]:
    return {
        "anonymous": None,
        "coordinator": cast.nora,
        "duty": cast.judith,
        "other_coordinator": cast.marc,
        "head": cast.head,
        "lawyer": cast.lawyer,
        "project_officer": cast.project,
        "house_manager": cast.claire,
        "house_worker": cast.karim,
        "other_manager": cast.other_manager,
        "referrer": cast.anne,
        "other_referrer": cast.other_referrer,
        "escort": cast.escort,
        "other_escort": account("Ada V.", "escort"),
        "administrator": cast.administrator,
        "officer": cast.officer,
        "trainer": account("Véra T.", "trainer"),
        "committee": account("Hélène C.", "committee"),
        "no_role": account("Zoé K.", None),
    }


def is_open(answer: HttpResponse) -> bool:
    if answer.status_code in CLOSED:
        return False
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, answer
    return not answer.headers.get("Location", "").startswith(reverse("account_login"))


def say_nothing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """«Not found» without its page, thousands of times."""
    return HttpResponse(status=HTTPStatus.NOT_FOUND)


def stops_at_the_door(path: str, actor: User | None) -> bool:
    """Whether the house itself lets nobody of that role in, whatever the record: most doors, so asked first."""
    request, match = RequestFactory().post(path), resolve(path)
    request.user, request.resolver_match = actor or AnonymousUser(), match  # type: ignore[assignment]
    try:
        answer = ClosedByDefaultMiddleware(say_nothing).process_view(request, match.func, match.args, match.kwargs)
    except Http404:
        return True
    return answer is not None


def try_everything(stage: Stage, actor: User | None) -> Iterator[tuple[str, str]]:
    """(address, method) of what is open to the actor; whatever a request did is undone."""
    client = Client(raise_request_exception=True)
    if actor is not None:
        client.force_login(actor)
    cookies = client.cookies.output(header="", sep=";")
    knocks = actor is None or not actor.held  # these try every door in earnest
    for name, wanted in addresses():
        path = reverse(name, kwargs=stage.arguments(name, wanted))
        if not knocks and stops_at_the_door(path, actor):
            continue
        for method in ("GET", "POST"):
            client.cookies.clear()
            client.cookies.load(cookies)
            with transaction.atomic():
                answer = client.generic(method, path, content_type="application/x-www-form-urlencoded")
                transaction.set_rollback(True)
            if is_open(answer):
                yield name, method


@pytest.fixture
def found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, list[str]]]:
    stage = Stage(cast)
    monkeypatch.setattr("havre.urls.handler404", say_nothing)
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda self, *args, **kwargs: "")
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    open_to: dict[str, dict[str, list[str]]] = {name: {"GET": [], "POST": []} for name, _wanted in addresses()}
    with time_machine.travel(stage.now, tick=False):
        for who, user in actors(cast).items():
            for name, method in try_everything(stage, user):
                open_to[name][method].append(who)
    return open_to


def test_each_address_is_open_to_whom_the_matrix_names_and_to_nobody_else(
    found: dict[str, dict[str, list[str]]],
) -> None:
    if os.environ.get(WRITE):
        MATRIX.write_text(HEADER + "\n".join(map(as_toml, sorted(found.items()))))
    committed = tomllib.loads(MATRIX.read_text())

    assert found.keys() == committed.keys(), "an address that nobody declared"
    differing = {name: (found[name], committed[name]) for name in found if found[name] != committed[name]}
    assert differing == {}


def as_toml(entry: tuple[str, dict[str, list[str]]]) -> str:
    name, methods = entry
    lines = [
        f"{method} = [{', '.join(f'{chr(34)}{who}{chr(34)}' for who in who_may)}]"
        for method, who_may in methods.items()
    ]
    return "\n".join([f'["{name}"]', *lines, ""])


def test_an_address_that_does_not_exist_is_closed_to_everybody(cast: Cast) -> None:
    for user in actors(cast).values():
        client = Client()
        if user is not None:
            client.force_login(user)
        assert client.get(f"/situations/{uuid.uuid4()}/").status_code in (302, 404)
        assert client.get("/admin/").status_code == HTTPStatus.NOT_FOUND
