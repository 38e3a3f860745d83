"""The call round: the order, who may read it, what an answer changes, two at once, what cannot be undone."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import havre
from havre.accounts.models import Membership
from havre.countries.fr import telephone
from havre.directory.models import Shelter
from havre.directory.operations.places import DayPast, confirm_places
from havre.people.models import Agreement, Person
from havre.people.operations import give_agreement, withdraw_agreement
from havre.people.policies import NoAgreement
from havre.placements.calling import AGAIN, FREE, LINE_KEPT, NO, NOBODY, NOTE, YES, RoundContent
from havre.placements.capacity import network
from havre.placements.content import OfferTerms, read
from havre.placements.models import CallRound, Offer, PlaceNews
from havre.placements.operations import keeping, rounds
from havre.placements.operations.answers import (
    Answer,
    BeforeTheRound,
    CallAgainPast,
    CannotUndo,
    answer_call,
    undo_answer,
)
from havre.placements.operations.offers import NothingSaid, SayWhy, accept_offer, make_offer
from havre.placements.operations.search import KEPT
from havre.placements.policies import NotYet
from havre.placements.problem import table_for
from havre.record.guard import housekeeping
from havre.record.models import AuditEntry, Clock, PendingFact
from havre.record.operations import NotAllowed, OnBehalf
from tests.cast import AT, Cast, shelter
from tests.placements.stories import asked, place_of, somebody

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
AREAS = ("FR-29", "FR-35", "FR-59", "FR-62", "FR-67", "FR-76")


def at(minutes: float = 0) -> datetime:
    return AT + timedelta(minutes=minutes)


def begun(cast: Cast, *, houses: int = 6) -> tuple[Person, CallRound]:
    """A round of Nora's with the cast's two far houses and ``houses`` more."""
    for number in range(houses):
        shelter(f"S1{number:02}", AREAS[number % len(AREAS)])
    person = somebody(cast)
    return person, rounds.start_round(person, by=cast.nora, at=at())


def content_of(row: CallRound) -> RoundContent:
    return read(CallRound.objects.get(pk=row.pk), "content", RoundContent)


def say(row: CallRound, house: int, answer: Answer, by: Any, minutes: float, happened: float | None = None) -> Any:
    told = OnBehalf("le lieu d’accueil", None if happened is None else at(happened))
    return answer_call(row, house=house, answer=answer, by=by, at=at(minutes), on_behalf_of=told)


def no(reason: str = "no_place", day: date | None = None) -> Answer:
    return Answer(NO, reason=reason, not_before=day)


def fitting(person: Person, when: datetime) -> list[str]:
    return [place for _shelter, place in rounds.best_places(table_for(person, when, others=False))]


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, row: CallRound) -> str:
    return reverse(f"placements:{name}", args=[row.pk])


def text_of(answer: Any) -> str:
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(bare.replace("\u00a0", " ").split())


def test_a_round_holds_the_houses_in_the_order_of_the_engine_each_once(cast: Cast) -> None:
    person, row = begun(cast)
    table = table_for(person, at(), others=False)
    content = content_of(row)

    ranked = [table.network.capacity.place_ids[n] for n in table.rankings[0].candidates.tolist()]
    assert [house.place for house in content.houses] == ranked
    assert len(content.houses) == 8
    assert len({house.reference for house in content.houses}) == 8
    assert str(Shelter.objects.get(code="S002").pk) not in {house.shelter for house in content.houses}  # too near
    with pytest.raises(rounds.RoundOpen):
        rounds.start_round(person, by=cast.nora, at=at(1))


def test_who_may_not_begin_one(cast: Cast) -> None:
    unsure = somebody(cast, joins=False)
    held = somebody(cast)
    accept_offer(asked(cast, held), by=cast.claire, at=at(1))
    nowhere = somebody(cast)
    for house in (cast.s058, cast.s017):
        shelter_ = Shelter.objects.get(pk=house.pk)
        confirm_places(
            shelter_, place_ids=[str(place_of(house))], still_free=False, by=cast.nora, at=at(1)
        )  # fmt: skip

    for person, by, refusal in (
        (unsure, cast.nora, NoAgreement), (held, cast.nora, rounds.AlreadyHeld), (nowhere, cast.nora, rounds.NobodyToCall),
        (nowhere, cast.marc, NotAllowed), (nowhere, cast.lawyer, NotAllowed),
    ):  # fmt: skip
        with pytest.raises(refusal):
            rounds.start_round(person, by=by, at=at(2))
    assert not CallRound.objects.exists()


def test_one_calls_a_house_the_other_reads_who_does_and_the_claim_lapses(cast: Cast) -> None:
    _person, row = begun(cast)
    with pytest.raises(NotAllowed):
        rounds.take_line(row, house=0, by=cast.marc, at=at(1))
    rounds.invite(row, colleague=cast.marc, by=cast.nora, at=at(1))

    shelter_id = rounds.take_line(row, house=0, by=cast.nora, at=at(2))
    with pytest.raises(rounds.OnTheLine) as refused:
        rounds.take_line(row, house=0, by=cast.marc, at=at(3))
    rounds.take_line(row, house=1, by=cast.marc, at=at(3))

    assert str(shelter_id) == content_of(row).houses[0].shelter
    assert str(refused.value).replace("\u00a0", " ") == "Nora B. l’appelle depuis 10 h 16. Appelez le suivant."
    assert [house.line_name for house in content_of(row).houses[:3]] == ["Nora B.", "Marc T.", ""]
    rounds.take_line(row, house=2, by=cast.nora, at=at(4))  # her first call was cut off
    assert [house.line_name for house in content_of(row).houses[:3]] == ["", "Marc T.", "Nora B."]
    rounds.let_go_line(row, house=1, by=cast.nora, at=at(5))  # not hers
    assert content_of(row).houses[1].line_name == "Marc T."
    rounds.take_line(row, house=1, by=cast.nora, at=at(3) + LINE_KEPT)
    assert content_of(row).houses[1].line_name == "Nora B."
    rounds.take_back_invitation(row, colleague_id=cast.marc.pk, by=cast.nora, at=at(30))
    with pytest.raises(NotAllowed):
        say(row, 1, Answer(NOBODY), cast.marc, 31)


def test_who_was_invited_hears_that_the_round_is_over_and_a_stranger_that_it_is_not_hers(cast: Cast) -> None:
    _person, row = begun(cast)
    rounds.invite(row, colleague=cast.marc, by=cast.nora, at=at(1))
    say(row, 3, Answer(YES), cast.nora, 2)

    with pytest.raises(rounds.RoundOver):
        say(row, 4, Answer(YES), cast.marc, 2)
    with pytest.raises(NotAllowed):
        say(row, 4, Answer(YES), cast.lawyer, 2)
    told = as_(cast.marc).post(url("round_answer", row), {"house": "4", "answer": YES}, follow=True)
    assert told.status_code == 200
    assert "Ce tour d’appels est fini. Rien n’a changé" in text_of(told)
    assert Offer.objects.count() == 1


def test_nothing_but_an_answer_of_the_round_makes_or_ends_an_offer_for_a_guest() -> None:
    """What lifts the check of the three operations on offers is said where the round itself was asked, and only there."""
    home = Path(havre.__file__).parent
    saying = {path.relative_to(home).as_posix() for path in home.rglob("*.py") if "invited=True" in path.read_text()}

    assert saying == {"placements/operations/answers.py"}


def test_a_yes_holds_the_place_as_an_offer_and_ends_the_round(cast: Cast) -> None:
    person, row = begun(cast)
    rounds.invite(row, colleague=cast.marc, by=cast.nora, at=at(1))
    rounds.take_line(row, house=3, by=cast.marc, at=at(2))
    house = content_of(row).houses[3]

    say(row, 3, Answer(YES, note="prévenir deux jours avant"), cast.marc, 9, happened=8)

    offer = Offer.objects.of_person(person.pk).get()
    terms = read(offer, "terms", OfferTerms)
    assert (offer.state, str(offer.shelter), str(offer.place)) == ("accepted", house.shelter, house.place)
    assert terms.reference == house.reference
    assert terms.hold_until == at(8) + timedelta(hours=72)
    ended = content_of(row)
    assert (CallRound.objects.get(pk=row.pk).state, ended.why, ended.guests) == ("closed", "placed", [])
    for act in (
        lambda: say(row, 0, no(), cast.nora, 10),
        lambda: undo_answer(row, by=cast.nora, at=at(10)),
        lambda: rounds.take_line(row, house=0, by=cast.nora, at=at(10)),
    ):
        with pytest.raises(rounds.RoundOver):
            act()


def test_a_yes_to_what_was_already_asked_in_writing_makes_no_second_offer(cast: Cast) -> None:
    person, row = begun(cast, houses=1)
    house = content_of(row).houses[1]
    make_offer(
        person,
        shelter_id=uuid.UUID(house.shelter),
        place_id=uuid.UUID(house.place),
        answer_by=at(60),
        by=cast.nora,
        at=at(1),
    )

    say(row, 1, Answer(YES), cast.nora, 5)

    assert [offer.state for offer in Offer.objects.of_person(person.pk)] == ["accepted"]


def test_a_no_counts_at_once_for_every_search_and_is_written_at_night_into_all_profiles(cast: Cast) -> None:
    person, row = begun(cast)
    house = content_of(row).houses[0]
    before = dict(Shelter.objects.values_list("pk", "version"))

    say(row, 0, no("not_ready", date(2026, 5, 4)), cast.nora, 5)

    assert house.place not in fitting(person, at(6))
    assert house.place not in fitting(somebody(cast), at(6))
    assert network(at(6)).by_place[house.place][1].free_from == date(2026, 5, 4)
    assert dict(Shelter.objects.values_list("pk", "version")) == before  # law 2: no house's row beside hers
    assert keeping.write_news(at(60 * 18)) == 1
    assert {v - before[pk] for pk, v in Shelter.objects.values_list("pk", "version")} == {1}
    assert not PlaceNews.objects.exists()
    written = Shelter.objects.get(pk=house.shelter).read_profile().place(house.place)
    assert written is not None
    assert (written.free_from, written.confirmed_on) == (date(2026, 5, 4), AT.date())
    assert house.place not in fitting(person, at(60 * 19))


def test_what_the_house_itself_says_later_counts_more_than_the_call(cast: Cast) -> None:
    person, row = begun(cast)
    house = content_of(row).houses[0]
    say(row, 0, no(), cast.nora, 5)
    own = Shelter.objects.get(pk=house.shelter)
    confirm_places(own, place_ids=[house.place], still_free=True, by=cast.nora, at=at(30))

    assert house.place in fitting(person, at(31))


def test_each_answer_says_of_the_place_what_it_says_and_no_more(cast: Cast) -> None:
    _person, row = begun(cast)
    houses = content_of(row).houses

    say(row, 0, Answer(FREE), cast.nora, 1)
    say(row, 1, no("team_overloaded", date(2026, 4, 1)), cast.nora, 2)
    say(row, 2, no("household_not_accepted"), cast.nora, 3)
    say(row, 3, Answer(NOBODY), cast.nora, 4)
    say(row, 4, Answer(AGAIN, again_at=at(90)), cast.nora, 5)
    say(row, 5, Answer(NOTE, note="portail bleu"), cast.nora, 6)

    now = network(at(7))
    assert now.by_place[houses[0].place][1].confirmed_on == AT.date()
    assert now.by_place[houses[1].place][0].profile.pause.until == date(2026, 3, 31)  # type: ignore[union-attr]
    assert PlaceNews.objects.count() == 2
    answered = content_of(row).houses
    assert [h.ruling.answer if h.ruling else "" for h in answered[:6]] == [FREE, NO, NO, NOBODY, AGAIN, ""]
    assert content_of(row).to_call_again() == [at(90)]


def test_a_reason_that_is_none_goes_to_the_head_the_same_day(cast: Cast) -> None:
    person, row = begun(cast)

    say(row, 0, no("papers"), cast.nora, 5)

    assert Clock.objects.filter(subject=person.pk, code="R35", stopped_at=None).exists()
    with pytest.raises(CannotUndo):
        undo_answer(row, by=cast.nora, at=at(6))


def test_a_second_answer_loses_nothing_the_later_one_rules_whoever_wrote_it_first(cast: Cast) -> None:
    _person, row = begun(cast)
    rounds.invite(row, colleague=cast.marc, by=cast.nora, at=at(1))
    say(row, 0, no("no_place"), cast.nora, 20)
    say(row, 0, Answer(AGAIN, again_at=at(200)), cast.marc, 25, happened=10)  # said before, written after

    house = content_of(row).houses[0]
    assert [entry.answer for entry in house.entries] == [NO, AGAIN]
    assert house.ruling is not None
    assert house.ruling.answer == NO
    say(row, 0, Answer(FREE), cast.marc, 30)
    assert content_of(row).houses[0].ruling.answer == FREE  # type: ignore[union-attr]
    with time_machine.travel(at(31), tick=False):
        page = text_of(as_(cast.nora).get(url("round", row) + "?n=0"))
    assert "Ce lieu a répondu plusieurs fois. Tout est gardé ; la dernière réponse compte." in page
    say(row, 0, Answer(FREE), cast.marc, 30.1)  # the same click twice
    assert len(content_of(row).houses[0].entries) == 3


def test_a_late_word_does_not_make_an_old_yes_hold(cast: Cast) -> None:
    person, row = begun(cast)
    say(row, 0, no(), cast.nora, 30)

    say(row, 0, Answer(YES), cast.nora, 40, happened=10)

    assert not Offer.objects.of_person(person.pk).exists()


def test_times_that_cannot_be_and_answers_that_say_nothing_are_refused_and_nothing_changes(cast: Cast) -> None:
    _person, row = begun(cast)
    before = CallRound.objects.get(pk=row.pk).version

    for answer, happened, refusal in (
        (Answer(NOBODY), 90, NotYet), (Answer(NOBODY), -90, BeforeTheRound), (Answer(AGAIN), None, CallAgainPast),
        (Answer(AGAIN, again_at=at(-1)), None, CallAgainPast), (no("not_ready", AT.date()), None, DayPast),
        (no("rien"), None, SayWhy), (Answer(NOTE, note="  "), None, NothingSaid),
    ):  # fmt: skip
        with pytest.raises(refusal):
            say(row, 0, answer, cast.nora, 5, happened)
    with pytest.raises(rounds.NoSuchHouse):
        say(row, 40, Answer(NOBODY), cast.nora, 5)
    assert CallRound.objects.get(pk=row.pk).version == before


def test_the_last_answer_is_taken_back_with_what_it_said_of_the_place(cast: Cast) -> None:
    person, row = begun(cast)
    rounds.invite(row, colleague=cast.marc, by=cast.nora, at=at(1))
    place = content_of(row).houses[0].place
    say(row, 0, no(), cast.nora, 5)
    with pytest.raises(CannotUndo):
        undo_answer(row, by=cast.marc, at=at(6))

    assert undo_answer(row, by=cast.nora, at=at(6)) == 0

    assert content_of(row).houses[0].entries == []
    assert place in fitting(person, at(7))
    say(row, 0, no(), cast.nora, 8)
    keeping.write_news(at(9))
    with pytest.raises(CannotUndo):
        undo_answer(row, by=cast.nora, at=at(10))


def test_refusals_count_once_the_round_ends(cast: Cast) -> None:
    _person, row = begun(cast)
    waiting = PendingFact.objects.count()
    say(row, 0, no(), cast.nora, 5)
    say(row, 1, no("group_balance"), cast.nora, 6)
    assert PendingFact.objects.count() == waiting

    rounds.close_round(row, by=cast.nora, at=at(7))

    assert PendingFact.objects.count() == waiting + 2


def test_houses_beyond_twelve_join_as_the_first_ones_answer(cast: Cast) -> None:
    _person, row = begun(cast, houses=12)
    assert len(content_of(row).houses) == 12

    say(row, 0, Answer(NOBODY), cast.nora, 5)
    assert len(content_of(row).houses) == 13


@pytest.mark.parametrize("why", ["withdrawn", "placed", "lapsed"])
def test_a_round_ends_by_itself(cast: Cast, why: str) -> None:
    person, row = begun(cast, houses=0)
    later = at(60)
    if why == "withdrawn":
        withdraw_agreement(Agreement.objects.get(person=person, kind="join"), by=cast.nora, at=later)
    elif why == "placed":
        accept_offer(asked(cast, person), by=cast.claire, at=later)
    else:
        later = at() + timedelta(days=7)
        with pytest.raises(rounds.RoundOver):
            rounds.take_line(row, house=0, by=cast.nora, at=later)
        assert keeping.end_old_rounds(later) == 1

    assert (CallRound.objects.get(pk=row.pk).state, content_of(row).why) == ("closed", why)
    assert keeping.end_old_rounds(at() + KEPT) == 1
    assert content_of(row).houses == []
    assert keeping.end_old_rounds(at() + KEPT) == 0


def test_a_round_that_lapsed_unseen_does_not_stand_in_the_way(cast: Cast) -> None:
    person, row = begun(cast, houses=0)
    give_agreement(person, kind="join", how="spoken", by=cast.nora, at=at())

    again = rounds.start_round(person, by=cast.nora, at=at() + timedelta(days=8))

    assert again.pk != row.pk
    assert content_of(row).why == "lapsed"


def test_nothing_on_record_names_a_house(cast: Cast) -> None:
    person, row = begun(cast)
    rounds.take_line(row, house=0, by=cast.nora, at=at(1))
    say(row, 0, no(), cast.nora, 5)
    undo_answer(row, by=cast.nora, at=at(6))

    with time_machine.travel(at(7), tick=False):
        page = text_of(as_(cast.lawyer).get(reverse("journey:detail", args=[person.pk])))
    assert "Réponse d’un lieu d’accueil inscrite au tour d’appels" in page
    for code in Shelter.objects.values_list("code", flat=True):
        assert code not in page
    assert AuditEntry.objects.filter(event="round_answered").count() == 1


# The page


def test_the_page_says_whom_to_call_what_to_say_and_never_who_she_is(cast: Cast) -> None:
    _person, row = begun(cast)
    reference = content_of(row).houses[0].reference

    answer = as_(cast.nora).get(url("round", row))
    page = text_of(answer)

    assert "Huit lieux à appeler, du plus au moins adapté. Le premier oui retient la place 72 h." in page
    assert (
        f"« Bonjour, ici la coordination. Je cherche une place pour une femme de 24 ans avec son enfant de 4 ans, à partir "
        f"du 18 mars, sous la référence {reference}. Elle parle" in page
    )
    assert (
        "Il faudrait une veille de nuit et un soutien psychologique. Votre appartement est-il toujours libre ? »"
        in page
    )
    for secret in ("Blessing", "Osagie", "Nigeria", "Nigéria", "Nice", "Alpes-Maritimes", "0500000000", "05 00 00"):
        assert secret not in page
    html = answer.content.decode()
    assert 'data-unprintable="Un tour d’appels ne s’imprime pas."' in html
    addresses = re.findall(r'(?:href|action)="([^"]*)"', html)
    for house in content_of(row).houses:
        assert house.shelter not in html
        assert house.place not in html
    assert not [address for address in addresses if "FR-" in address or "/S0" in address]


def test_the_number_opens_with_the_call_on_record_and_colleagues_see_it(cast: Cast) -> None:
    _person, row = begun(cast)
    rounds.invite(row, colleague=cast.marc, by=cast.nora, at=at(1))
    code = Shelter.objects.get(pk=content_of(row).houses[0].shelter).code
    opened = AuditEntry.objects.filter(event="section_opened").count()

    with time_machine.travel(at(2), tick=False):
        answer = as_(cast.nora).post(url("round_call", row), {"house": "0"})
        others = text_of(as_(cast.marc).get(url("round", row) + "?n=0"))
        refused = as_(cast.marc).post(url("round_call", row), {"house": "0"}, follow=True)

    page = text_of(answer)
    assert "05 00 00 00 00" in page
    assert "Demander Claire M., responsable" in page
    assert "en ligne depuis 10 h 16" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(event="section_opened").count() == opened + 1
    assert f"{code}-1" in others
    assert "Nora B. l’appelle depuis 10 h 16. Appelez le suivant." in others
    assert "05 00 00 00 00" not in text_of(refused)


def test_a_round_is_found_by_the_coordinator_of_the_case_the_duty_and_the_invited(cast: Cast) -> None:
    person, row = begun(cast, houses=0)
    for user, status in (
        (cast.nora, 200), (cast.judith, 200), (cast.marc, 404), (cast.head, 404), (cast.lawyer, 404), (cast.claire, 404),
        (cast.anne, 404), (cast.administrator, 404),
    ):  # fmt: skip
        assert as_(user).get(url("round", row)).status_code == status
    invited = as_(cast.nora).post(url("round_invite", row), {"colleague": str(cast.marc.pk)}, follow=True)
    assert "Marc T. suit ce tour avec vous, jusqu’à sa fin." in text_of(invited)
    assert as_(cast.marc).get(url("round", row)).status_code == 200
    assert as_(cast.marc).post(url("round_invite", row), {"colleague": str(cast.head.pk)}).status_code == 404
    strange = as_(cast.nora).post(url("round_invite", row), {"colleague": str(cast.claire.pk)})
    assert strange.status_code == 422

    as_(cast.nora).post(url("round_close", row))

    over = as_(cast.marc).get(url("round", row), follow=True)
    assert over.redirect_chain == [(reverse("journey:detail", args=[person.pk]), 302)]
    assert "Ce tour d’appels est fini." in text_of(over)


def test_answers_by_buttons_ask_for_what_is_missing_and_keep_what_was_typed(cast: Cast) -> None:
    person, row = begun(cast)
    client = as_(cast.nora)

    step = text_of(client.post(url("round_answer", row), {"house": "0", "answer": "no", "note": "rappelle en mai"}))
    assert "Non, parce que… Pourquoi ?" in step
    assert "rappelle en mai" in step
    wrong = client.post(
        url("round_answer", row),
        {"house": "0", "answer": "again", "call_again_at": "17/03/2026 09:00", "note": "à 9 h"},
    )
    assert wrong.status_code == 422
    assert "à 9 h" in text_of(wrong)
    future = client.post(
        url("round_answer", row), {"house": "0", "answer": "nobody", "happened_at": "18/03/2026 09:00"}
    )
    assert future.status_code == 422
    garbled = client.post(url("round_answer", row), {"house": "abc", "answer": "maybe"})
    assert garbled.status_code == 422
    assert content_of(row).houses[0].entries == []

    sent = {"house": "0", "answer": "no", "reason": "no_place", "not_before": "04/05/2026", "note": ""}
    done = text_of(client.post(url("round_answer", row), sent, follow=True))
    assert "Le non est inscrit, avec sa raison. La liste est à jour." in done
    assert "Sept lieux à appeler" in done
    assert "Un a répondu non." in done
    assert "Déjà appelés" in done
    undone = text_of(client.post(url("round_undo", row), follow=True))
    assert "La dernière réponse est annulée." in undone
    yes = client.post(url("round_answer", row), {"house": "2", "answer": "yes"})
    assert yes.url == reverse("placements:offers", args=[person.pk])
    assert client.get(url("round", row)).url == reverse("placements:search", args=[person.pk])


def test_a_moment_to_call_again_stands_in_the_agenda_without_a_house(cast: Cast) -> None:
    _person, row = begun(cast)
    say(row, 0, Answer(AGAIN, again_at=at(180)), cast.nora, 5)

    own = text_of(as_(cast.nora).get(reverse("desk:today")))
    others = text_of(as_(cast.marc).get(reverse("desk:today")))

    assert "13 h 14" in own
    assert "Rappeler un lieu d’accueil" in own
    assert "Rappeler un lieu d’accueil" not in others
    assert not [code for code in Shelter.objects.values_list("code", flat=True) if code in own]


def test_the_page_costs_no_more_with_more_houses(cast: Cast, django_assert_max_num_queries: Any) -> None:
    _person, row = begun(cast, houses=10)
    client = as_(cast.nora)
    client.get(url("round", row))

    with django_assert_max_num_queries(25):
        client.get(url("round", row))


# What is said


@pytest.mark.parametrize(
    ("household", "said"),
    [
        ([("Feminine", 24, False)], "une femme de 24 ans, sans enfant"),
        ([("Masculine", None, False)], "un homme, sans enfant"),
        ([("TransgenderFeminine", 30, False), ("Feminine", 0, True)], "une femme de 30 ans avec son enfant de moins d’un an"),
        ([("NonSpecifiedUnknown", 40, False), ("Feminine", 7, True), ("Masculine", 2, True)],
         "une personne de 40 ans avec ses deux enfants, de 2 et 7 ans"),
        ([("Feminine", 40, False), ("Masculine", 41, False), ("Feminine", None, True)],
         "deux personnes adultes avec leur enfant"),
    ],
)  # fmt: skip
def test_a_household_is_said_in_a_few_words(household: list[tuple[str, int | None, bool]], said: str) -> None:
    people = [telephone.Somebody(*one) for one in household]

    assert telephone.household(telephone.Wanted(people, "18 mars", "2GX-63")) == said


def test_what_is_said_is_short_and_names_neither_exploitation_nor_place() -> None:
    wanted = telephone.Wanted(
        [telephone.Somebody("Masculine", 33)], "18 mars", "2GX-63", languages=["fr", "ro"], services=["french_lessons", "x"],
        accessible=True,
    )  # fmt: skip

    text = " ".join(telephone.script(wanted))

    assert (
        "Il parle français et roumain. Il faudrait une place accessible en fauteuil et des cours de français." in text
    )
    assert len(text.split()) < 90
    assert telephone.lived_through(["SexualExploitation", "unknown"]) != ""
    assert telephone.lived_through([]) == ""


def test_a_colleague_whose_role_nobody_confirmed_is_not_offered(cast: Cast) -> None:
    _person, row = begun(cast)
    offered = f'value="{cast.marc.pk}"'
    assert offered in as_(cast.nora).get(url("round", row)).content.decode()

    with housekeeping("test"):
        Membership.objects.filter(user=cast.marc).update(is_confirmed=False)

    assert offered not in as_(cast.nora).get(url("round", row)).content.decode()


def test_two_colleagues_of_one_name_are_told_apart_on_a_round_too(cast: Cast) -> None:
    _person, row = begun(cast)
    with housekeeping("another name"):
        for one in (cast.marc, cast.judith):
            one.seal("card", {"name": "Camille D."})
            one.save()

    shown = text_of(as_(cast.nora).get(url("round", row)))

    assert shown.count("Camille D., ") == 2
