"""From a question to an answer that can be found again, and read again when the law changes."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from havre.accounts.models import User
from havre.countries.fr.advice_desk import ARTICLES
from havre.countries.fr.calendar import add_working_hours
from havre.intake import listing
from havre.intake import operations as calls
from havre.intake.content import About as CallAbout
from havre.intake.content import Said as CallSaid
from havre.intake.models import Call
from havre.record import gateways, guard, outbox
from havre.record.facts import write_pending
from havre.record.models import Fact, OutboxMessage
from havre.record.operations import NotAllowed, Stale
from havre.record.transitions import NotNow
from havre.referrals import drafting
from havre.resources import operations, reading
from havre.resources.content import JOINT, TELEPHONE, Assessed, Contact
from havre.resources.forms import AssignForm
from havre.resources.models import AdviceReply, AdviceRequest, Article, Citation, GuestLink
from havre.resources.operations.answering import NoNumber, NotThisOne
from havre.resources.operations.asking import DayPassed
from havre.resources.operations.law import DaysReversed, KnownArticle
from havre.resources.operations.links import LinkOver, find
from havre.vault.gate import Sealed, secrets_open
from havre.vault.keys import KeyGone
from tests.cast import AT, Cast
from tests.resources.story import QUESTION, address_of, answered, ask, asked, card, taken, token_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NO_FILTER = dict.fromkeys(("show", "field", "urgency", "kind", "year", "owner", "article", "title"), "")


# The clock


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-17T10:14", 4, "2026-03-17T14:14"),  # a Tuesday
        ("2026-03-17T16:00", 4, "2026-03-18T12:00"),  # over the night
        ("2026-03-20T20:00", 4, "2026-03-23T13:00"),  # Friday evening: Monday
        ("2026-04-03T16:00", 2, "2026-04-07T10:00"),  # Easter Monday is a holiday
        ("2026-03-17T09:00", 40, "2026-03-23T17:00"),
    ],
)
def test_the_clock_runs_in_working_hours_only(start: str, hours: int, due: str) -> None:
    assert add_working_hours(datetime.fromisoformat(start), hours) == datetime.fromisoformat(due)


def test_a_day_that_is_needed_sooner_ends_the_clock_sooner(cast: Cast) -> None:
    slow = ask(cast.anne, urgency="no_hurry")
    soon = ask(cast.anne, urgency="no_hurry", needed_on=date(2026, 3, 18))

    assert slow.due_at == datetime(2026, 3, 24, 9, 14, tzinfo=UTC)
    assert soon.due_at == datetime(2026, 3, 18, 16, 0, tzinfo=UTC)
    with pytest.raises(DayPassed):
        ask(cast.anne, needed_on=date(2026, 3, 16))


# Asking


def test_a_question_sent_twice_is_asked_once_and_only_its_asker_sees_it(cast: Cast) -> None:
    key = uuid.uuid4()
    first, second = (operations.ask_advice(key, asked=asked(), by=cast.anne, at=AT) for _time in range(2))

    assert first == second
    assert AdviceRequest.objects.visible_to(cast.anne).count() == 1
    assert not AdviceRequest.objects.visible_to(cast.other_referrer).exists()
    assert not AdviceRequest.objects.visible_to(cast.claire).exists()
    assert AdviceRequest.objects.visible_to(cast.lawyer).count() == 1
    with pytest.raises(NotAllowed):
        operations.ask_advice(key, asked=asked(), by=cast.claire, at=AT)
    with pytest.raises(NotAllowed):
        ask(cast.escort)
    with pytest.raises(Sealed):
        first.unseal("contact")


def test_what_is_late_comes_first_then_what_presses(cast: Cast) -> None:
    calm, urgent, week = (ask(cast.anne, urgency=one) for one in ("no_hurry", "today", "this_week"))
    later = AT + timedelta(hours=5)

    queue = AdviceRequest.objects.open().most_urgent_first()

    assert list(queue) == [urgent, week, calm]
    assert [row.is_late for row in reading.rows(queue.select_related("owner"), cast.nora, later)] == [
        True,
        False,
        False,
    ]
    assert list(AdviceRequest.objects.late(later)) == [urgent]


def test_two_take_it_and_one_has_it(cast: Cast) -> None:
    row = ask(cast.anne)
    again = AdviceRequest.objects.get(pk=row.pk)
    operations.take(row, by=cast.nora, at=AT)

    with pytest.raises(Stale):
        operations.take(again, by=cast.lawyer, at=AT)

    operations.give_back(row, by=cast.lawyer, at=AT)
    operations.assign(row, to=cast.marc, by=cast.nora, at=AT)
    assert (row.state, row.owner) == ("taken", cast.marc)
    with pytest.raises(NotAllowed):
        operations.assign(row, to=cast.anne, by=cast.nora, at=AT)


# Answering


def test_an_answer_cites_the_law_is_found_again_and_the_asker_says_whether_it_helped(cast: Cast) -> None:
    article = card()
    row = answered(cast.anne, cast.nora, article)
    desk = AdviceRequest.objects.visible_to(cast.lawyer)

    def found(**filters: str) -> list[AdviceRequest]:
        return list(reading.matching(desk, NO_FILTER | {"show": "answered"} | filters, cast.lawyer, AT))

    for filters in (
        {"title": "RECEPISSE prefecture"}, {"article": str(article.pk)}, {"year": "2026"}, {"field": "administrative"},
        {"owner": str(cast.nora.pk)}, {"kind": "question"},
    ):  # fmt: skip
        assert found(**filters) == [row], filters
    assert found(title="récépissé accordé") == found(year="2025") == found(field="health") == []
    operations.say_whether_it_helped(row, helped="partly", by=cast.anne, at=AT)
    assert (row.state, row.helped) == ("closed", "partly")
    with pytest.raises(NotAllowed):
        operations.say_whether_it_helped(row, helped="yes", by=cast.other_referrer, at=AT)
    operations.write_to_desk(row, text="Et si elle est mineure ?", by=cast.anne, at=AT + timedelta(days=1))
    assert (row.state, row.is_late(AT + timedelta(days=1))) == ("taken", False)


def test_notes_stay_inside_and_are_never_among_the_replies(cast: Cast) -> None:
    row = taken(cast.anne, cast.nora)
    operations.add_note(row, text="déjà vu à Nice", by=cast.lawyer, at=AT)
    operations.ask_back(row, text="Depuis quand ?", by=cast.nora, at=AT)

    assert [line.text for line in reading.lines(row.replies.all())] == ["Depuis quand ?"]
    with pytest.raises(NotAllowed):
        operations.add_note(row, text="x", by=cast.anne, at=AT)


def test_of_two_questions_that_are_one_both_get_the_answer_and_neither_learns_of_the_other(cast: Cast) -> None:
    first, second = taken(cast.anne, cast.nora), ask(cast.claire)
    operations.merge(second, into=first, by=cast.nora, at=AT)
    assert str(reading.outside_word(second)) == "en cours"

    operations.answer(first, text="Écrivez au préfet.", by=cast.nora, at=AT)

    second.refresh_from_db()
    assert str(reading.outside_word(second)) == "répondue"
    assert [line.text for line in reading.lines(second.replies.all())] == ["Écrivez au préfet."]
    assert not AdviceRequest.objects.visible_to(cast.claire).filter(pk=first.pk).exists()
    late = ask(cast.karim)
    operations.merge(late, into=first, by=cast.nora, at=AT)
    assert late.ended_on == AT.date()
    with pytest.raises(NotThisOne):
        operations.merge(ask(cast.anne), into=second, by=cast.nora, at=AT)


def test_a_danger_assessed_together_keeps_what_the_rule_proposed_and_what_was_agreed(cast: Cast) -> None:
    row = taken(cast.anne, cast.nora, kind=JOINT, field="danger")

    proposed = operations.assess_together(
        row, severity=3, likelihood=3, level="medium", reason="l’auteur est détenu", by=cast.nora, at=AT
    )

    assert proposed == "high"
    assert Assessed(**row.unseal("assessed")) == Assessed(3, 3, "medium", "l’auteur est détenu")


def test_a_call_back_waits_among_the_calls_with_the_number_that_was_given(cast: Cast) -> None:
    row = taken(cast.anne, cast.nora)
    call_id = operations.promise_call_back(row, due_at=AT + timedelta(hours=1), for_all=True, by=cast.nora, at=AT)

    (due,) = listing.waiting(cast.lawyer)
    assert due.pk == call_id
    with secrets_open():
        assert due.unseal("reach")["number"] == "0600000000"
    with pytest.raises(NoNumber):
        operations.promise_call_back(
            taken(cast.anne, cast.nora, contact=Contact()),
            due_at=AT + timedelta(hours=1),
            for_all=False,
            by=cast.nora,
            at=AT,
        )


# By telephone


def test_advice_by_telephone_is_over_as_soon_as_it_is_noted(cast: Cast) -> None:
    row = operations.note_advice(
        uuid.uuid4(), asked=asked(), answer="Le tribunal administratif.", label="Recours", by=cast.project, at=AT
    )
    waits = operations.note_advice(uuid.uuid4(), asked=asked(), by=cast.lawyer, at=AT)

    assert (row.state, row.kind, row.channel, row.owner) == ("closed", TELEPHONE, "telephone", cast.project)
    assert (waits.state, waits.owner) == ("taken", cast.lawyer)


def test_a_call_that_was_advice_is_kept_once_with_its_words(cast: Cast) -> None:
    call = calls.note_call(uuid.uuid4(), typed={}, by=cast.nora, at=AT)
    about, said = CallAbout("NGO", "rights"), CallSaid("Camille", QUESTION, "rappeler la préfecture")
    calls.close_call(call, outcome="advice", about=about, said=said, by=cast.nora, at=AT)

    rows = [operations.keep_call(Call.objects.get(pk=call.pk), by=cast.nora, at=AT) for _time in range(2)]

    assert rows[0] == rows[1]
    assert rows[0].unseal("question") == {"text": QUESTION}
    assert reading.about_of(rows[0]).service == "NGO"
    assert [line.text for line in reading.lines(rows[0].notes.all())] == ["rappeler la préfecture"]
    other = calls.note_call(uuid.uuid4(), typed={}, by=cast.nora, at=AT)
    calls.close_call(other, outcome="elsewhere", about=about, said=said, by=cast.nora, at=AT)
    with pytest.raises(NotNow):
        operations.keep_call(Call.objects.get(pk=other.pk), by=cast.nora, at=AT)
    with pytest.raises(NotAllowed):
        operations.keep_call(Call.objects.get(pk=call.pk), by=cast.project, at=AT)


# Somebody in danger


def test_a_question_about_somebody_in_danger_becomes_a_draft_and_keeps_no_word(cast: Cast) -> None:
    row, twin = taken(cast.anne, cast.nora), ask(cast.claire)
    operations.merge(twin, into=row, by=cast.nora, at=AT)
    operations.add_note(row, text="elle est suivie", by=cast.nora, at=AT)
    sent = operations.ask_expert(
        row, text="Ce visa suffit-il ?", who="Me Roux", mail="", address_of=address_of, by=cast.nora, at=AT
    )
    operations.answer_as_expert(
        operations.open_link(token_in(sent), by=None, at=AT), text="Oui, avec une copie.", by=None, at=AT
    )
    row.refresh_from_db()
    with pytest.raises(NotAllowed):
        operations.make_referral(row, by=cast.lawyer, at=AT)

    draft = drafting.load(cast.nora, operations.make_referral(row, by=cast.nora, at=AT), at=AT)

    assert draft.answers["known"] == [QUESTION]
    assert draft.answers["phone"] == ["0600000000"]
    told = draft.answers["other"][0]
    assert "elle est suivie" in told and "Manche" in told
    assert "Question à Me Roux : Ce visa suffit-il ?\nMe Roux : Oui, avec une copie." in told.replace("\u00a0", " ")
    twin.refresh_from_db()
    assert (twin.state, twin.merged_into) == ("waiting", None)
    row.refresh_from_db()
    assert (row.state, row.question, row.contact, row.notes.count()) == ("referred", None, None, 0)


# Links


def test_a_link_asks_one_question_reads_its_answer_and_nothing_else(cast: Cast) -> None:
    token = token_in(operations.send_link_to_ask(mail="p@hopital.example", address_of=address_of, by=cast.nora, at=AT))
    assert not GuestLink.objects.filter(token=token).exists()
    link = operations.open_link(token, by=None, at=AT)
    row = operations.ask_by_link(link, asked=asked(contact=Contact("Dr P.")), by=None, at=AT)
    assert row.channel == "link"
    with pytest.raises(LinkOver):
        operations.ask_by_link(link, asked=asked(), by=None, at=AT)

    operations.take(row, by=cast.nora, at=AT)
    sent: list[str] = []

    def remembered(token: str) -> str:
        sent.append(token)
        return address_of(token)

    operations.answer(row, text="Voici.", address_of=remembered, by=cast.nora, at=AT)

    other = operations.open_link(sent[0], by=None, at=AT)
    assert (other.request, other.use) == (row, GuestLink.READ)
    with secrets_open():
        assert other.unseal("mail") == {"mail": "p@hopital.example"}
    operations.rate_by_link(other, helped="yes", by=None, at=AT)
    assert AdviceRequest.objects.get(pk=row.pk).helped == "yes"
    assert find(link.pk, AT + timedelta(days=29)) == link
    assert find(link.pk, AT + timedelta(days=31)) is None
    with pytest.raises(LinkOver):
        operations.open_link(token, by=None, at=AT + timedelta(days=31))


def test_an_expert_answers_one_question_without_learning_who_asked(cast: Cast) -> None:
    row = taken(cast.anne, cast.nora)
    address = operations.ask_expert(
        row, text="Ce visa vaut-il passeport ?", who="Me Roux", mail="", address_of=address_of, by=cast.nora, at=AT
    )
    assert row.state == "with_expert"
    link = operations.open_link(token_in(address), by=None, at=AT)
    assert link.request is None

    operations.answer_as_expert(link, text="Non.", by=None, at=AT)

    row.refresh_from_db()
    assert row.state == "taken"
    assert [reading.said_in(one, "answer").text for one in row.expert_questions.all()] == ["Non."]
    with pytest.raises(LinkOver):
        operations.open_link(token_in(address), by=None, at=AT)
    waiting = operations.ask_expert(row, text="?", who="X", mail="", address_of=address_of, by=cast.nora, at=AT)
    operations.go_on_alone(row, by=cast.nora, at=AT)
    with pytest.raises(LinkOver):
        operations.open_link(token_in(waiting), by=None, at=AT)


def test_an_answer_ends_the_link_of_an_expert_who_is_not_awaited_any_more(cast: Cast) -> None:
    row = taken(cast.anne, cast.nora)
    late = operations.ask_expert(row, text="?", who="X", mail="", address_of=address_of, by=cast.nora, at=AT)

    operations.answer(row, text="Écrivez au préfet.", address_of=address_of, by=cast.nora, at=AT)

    with pytest.raises(LinkOver):
        operations.open_link(token_in(late), by=None, at=AT)
    assert operations.send_link_to_read(row, mail="", address_of=address_of, by=cast.nora, at=AT)


def test_the_message_that_carries_a_link_says_nothing_else_and_goes_with_its_link(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateways, "configured", lambda: [gateways.MAIL])
    sent: list[tuple[str, str, str]] = []
    address = operations.send_link_to_ask(mail="p@hopital.example", address_of=address_of, by=cast.nora, at=AT)

    outbox.send_waiting(AT, lambda *message: sent.append(message))

    assert sent == [(gateways.MAIL, "p@hopital.example", f"Quelque chose vous attend dans Havre.\n{address}")]
    assert not OutboxMessage.objects.exists()
    operations.send_link_to_ask(mail="p@hopital.example", address_of=address_of, by=cast.nora, at=AT)
    operations.forget_links(AT + timedelta(days=8))
    assert not OutboxMessage.objects.exists()


# The law


def test_the_list_begins_with_what_the_country_names_and_nothing_invented(cast: Cast) -> None:
    assert operations.enlist_articles(AT) == len(ARTICLES)
    assert operations.enlist_articles(AT) == 0

    assert set(Article.objects.values_list("valid_from", "valid_until", "verified_on")) == {(None, None, None)}
    with pytest.raises(KnownArticle):
        operations.add_article(
            code="CESEDA", number="L. 425-1", title_fr="x", title_en="x", source="x", by=cast.lawyer, at=AT
        )


def test_when_the_law_changes_the_answers_that_cite_it_are_read_again(cast: Cast) -> None:
    article = card()
    row = answered(cast.anne, cast.nora, article)
    answered(cast.anne, cast.nora)
    change = {"title_fr": "Carte", "title_en": "Card", "source": "Journal officiel", "by": cast.lawyer, "at": AT}
    assert not Citation.objects.to_review().exists()

    with pytest.raises(DaysReversed):
        operations.change_article(article, valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1), **change)  # type: ignore[arg-type]
    told = operations.change_article(article, valid_from=date(2026, 3, 1), valid_until=None, **change)  # type: ignore[arg-type]

    assert told == 1
    (citation,) = Citation.objects.to_review()
    assert citation.request == row
    assert (article.mark, article.verified_by, article.verified_on) == ("S", cast.lawyer, AT.date())
    operations.review_citation(citation, by=cast.lawyer, at=AT)
    assert not Citation.objects.to_review().exists()
    operations.change_article(article, valid_from=None, valid_until=date(2026, 5, 1), **change)  # type: ignore[arg-type]
    operations.review_citation(citation, by=cast.lawyer, at=AT)
    assert operations.mark_ended(datetime(2026, 5, 1, 12, tzinfo=UTC)) == 0
    assert operations.mark_ended(datetime(2026, 5, 2, 12, tzinfo=UTC)) == 1
    assert Citation.objects.to_review().get() == citation
    operations.review_citation(citation, by=cast.lawyer, at=datetime(2026, 5, 2, 13, tzinfo=UTC))
    assert operations.mark_ended(datetime(2026, 5, 3, 12, tzinfo=UTC)) == 0


# Forgetting and counting


def test_a_year_after_it_is_over_nothing_is_kept_but_a_count(cast: Cast) -> None:
    row = answered(cast.anne, cast.nora, card())
    waits = ask(cast.anne)
    operations.reopen(row, by=cast.nora, at=AT)
    operations.answer(row, text="Encore.", by=cast.nora, at=AT)
    link = operations.send_link_to_ask(mail="p@example.org", address_of=address_of, by=cast.nora, at=AT)
    assert OutboxMessage.objects.exists()
    late = AT + timedelta(days=365)
    write_pending(AT)
    assert Fact.objects.get(kind="advice").values == {
        "field": "administrative", "urgency": "this_week", "channel": "account",
    }  # fmt: skip

    assert operations.forget_old(AT + timedelta(days=364)) == 0
    with time_machine.travel(late, tick=False):
        assert operations.forget_old(late) == 1
        assert operations.forget_links(late) == 1

    assert list(AdviceRequest.objects.all()) == [waits]
    assert not AdviceReply.objects.exists()
    with pytest.raises(KeyGone):
        row.unseal("question")
    with pytest.raises(LinkOver):
        operations.open_link(token_in(link), by=None, at=late)


def test_two_colleagues_of_one_name_are_told_apart_and_nobody_else(cast: Cast) -> None:
    names = dict(reading.colleagues())
    assert names[cast.nora] == cast.nora.name and names[cast.lawyer] == cast.lawyer.name
    _rename(cast.lawyer, "NÓRA B.")
    _rename(cast.judith, cast.nora.name)

    names = dict(reading.colleagues())

    assert names[cast.lawyer] == "NÓRA B., juriste"
    alike = {names[cast.nora], names[cast.judith]}
    assert len(alike) == 2 and all(name.startswith("Nora B., coordination, ") for name in alike)
    assert names[cast.marc] == cast.marc.name
    offered = [name for _key, name in AssignForm().fields["colleague"].choices]
    assert len(set(offered)) == len(offered) and "NÓRA B., juriste" in offered


def _rename(user: User, name: str) -> None:
    with guard.housekeeping("another name"):
        user.seal("card", {"name": name})
        user.save()
