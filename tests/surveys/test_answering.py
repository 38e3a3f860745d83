"""Answering, by an account, by a link, on paper: once, in time, and only what was asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse

from havre.record import guard
from havre.record.models import AuditEntry, Draft, OutboxMessage
from havre.record.operations import NotAllowed
from havre.surveys.answers import missing, of_asked
from havre.surveys.models import Answer, Ballot, BallotText, Invitation, LinkDraft, Sending
from havre.surveys.operations.answering import (
    AlreadyAnswered,
    Incomplete,
    NoPaperLeft,
    Over,
    answer_anonymously,
    answer_named,
    read_answer,
    type_paper,
)
from havre.surveys.operations.sending import (
    DaysCrossed,
    NamesWanted,
    NobodyInvited,
    close_sending,
    make_links,
    plan_sending,
    prolong,
    remind,
    turn_days,
)
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.surveys.example import a_sending, a_survey, answered, content, waiting

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FIRST = {"q1": "a2", "q2": "1", "q3": "Trop long.", "q4": ["a1", "a3"]}
SECOND = {"q5": "yes", "q6": "12", "q7": "Merci", "q8": "2026-03-12", "q9-r1": "4"}
GIVEN = {"q1": "a2", "q2": "1", "q4": ["a1", "a3"], "q5": "yes", "q6": 12, "q8": "2026-03-12", "q9": {"r1": "4"}}


def ticked(sending: Sending) -> list[dict[str, object]]:
    return [ballot.unseal("ticked")["a"] for ballot in Ballot.objects.filter(sending=sending, filled=True)]


def texts(sending: Sending) -> set[tuple[str, str]]:
    from havre.vault.gate import secrets_open

    with secrets_open():
        rows = BallotText.objects.filter(sending=sending, filled=True)
        return {(row.key, row.unseal("text")["a"]) for row in rows}


def test_what_was_not_asked_is_dropped_and_what_depends_on_it_too() -> None:
    asked = content()

    assert of_asked(asked, {"q2": "1", "q3": "x"}) == {"q2": "1", "q3": "x"}
    assert of_asked(asked, {"q2": "2", "q3": "x"}) == {"q2": "2"}
    assert of_asked(asked, {"q3": "x", "q77": "y"}) == {}
    assert [question.key for question in missing(asked, {})] == ["q1"]


def test_by_link_without_script_from_the_first_page_to_thanks(cast: Cast, client: Client) -> None:
    sending = a_sending(a_survey(cast.project), cast.project)
    _name, link = make_links(sending, by=cast.project, at=AT)[0]
    page = reverse("surveys:answer_link")

    opened = client.get(reverse("surveys:take_link", args=[link]), follow=True)
    assert opened.redirect_chain == [(page, 302)]
    assert "anonymes" in opened.text and "Lu par la coordination." in opened.text
    first = form_to(client.get(page, {"etape": 0}).text, page)
    wrong = client.post(page, first.filled(q2="3"), follow=True)
    assert "Il nous faut cette réponse" in wrong.text
    moved = client.post(page, first.filled(**FIRST))
    assert moved["Location"] == f"{page}?etape=1"
    second = form_to(client.get(moved["Location"]).text, page)
    back = client.post(page, second.filled(**SECOND, back="1"))
    assert back["Location"] == f"{page}?etape=0"
    assert 'value="a2" id="id_q1_1" checked' in " ".join(client.get(back["Location"]).text.split())
    assert LinkDraft.objects.count() == 1 and b"Trop long" not in bytes(LinkDraft.objects.get().content)
    sent = client.post(page, second.filled(**SECOND), follow=True)

    assert sent.redirect_chain == [(reverse("surveys:thanks"), 302)]
    assert client.cookies["havre_survey"].value == ""
    assert ticked(sending) == [GIVEN]
    assert texts(sending) == {("q3", "Trop long."), ("q7", "Merci")}
    assert LinkDraft.objects.count() == 0
    again = client.get(reverse("surveys:take_link", args=[link]), follow=True)
    assert "déjà gardée" in again.text


def test_what_was_sent_and_did_not_pass_is_an_address_and_never_sent_again(cast: Cast, client: Client) -> None:
    sending = a_sending(a_survey(cast.project), cast.project)
    _name, link = make_links(sending, by=cast.project, at=AT)[0]
    page = reverse("surveys:answer_link")
    client.get(reverse("surveys:take_link", args=[link]))

    refused = client.post(page, {"etape": "0", "q2": "1", "q3": "typed first"})
    client.post(page, {"etape": "0", "q2": "1", "q3": "typed since"}, headers={"X-Autosave": "1"})
    reloaded = client.get(refused["Location"])

    assert refused.status_code == 302
    assert "Il nous faut cette réponse" in reloaded.text
    assert "typed since" in reloaded.text and "typed first" not in reloaded.text
    client.post(page, {"etape": "0", **FIRST})
    hole = client.post(page, {"etape": "1", "q6": "far too many"})
    assert hole["Location"] == f"{page}?etape=1&manque=1"
    assert "far too many" in client.get(hole["Location"]).text


def test_by_account_with_a_draft_of_ones_own(cast: Cast, client: Client) -> None:
    survey = a_survey(cast.project, naming="named")
    sending = a_sending(survey, cast.project, accounts=[cast.claire, cast.karim])
    invitation = Invitation.objects.get(account=cast.claire.pk)
    page = reverse("surveys:answer", args=[invitation.pk])
    client.force_login(cast.claire)

    assert page in client.get(reverse("surveys:mine")).text
    kept = client.post(page, {"etape": "0", **FIRST}, headers={"X-Autosave": "1"})
    assert (kept.status_code, Draft.objects.filter(kind="survey").count()) == (204, 1)
    assert client.post(page, {"etape": "0", **FIRST, "later": "1"})["Location"] == page
    assert "Reprendre" in client.get(page).text
    assert page in client.get(reverse("desk:drafts")).text
    client.post(page, {"etape": "0", **FIRST})
    client.post(page, {"etape": "1", **SECOND})

    answer = Answer.objects.get()
    assert answer.invitation == invitation
    assert read_answer(answer, by=cast.project, at=AT) == GIVEN | {"q3": "Trop long.", "q7": "Merci"}
    assert Draft.objects.filter(kind="survey").count() == Ballot.objects.count() == 0
    client.force_login(cast.karim)
    assert client.get(page).status_code == 404
    assert sending.invitations.filter(answered=True).count() == 1


def test_a_hidden_question_is_no_step_and_leaves_no_answer(cast: Cast) -> None:
    from havre.surveys import asking

    typed = {"q1": ["a1"], "q2": ["4"], "q3": ["changé d’avis"]}

    reading = asking.read(content(), typed)

    assert reading.answers == {"q1": "a1", "q2": "4"}
    assert reading.steps == [0, 1]


def test_once_and_in_time_and_complete(cast: Cast) -> None:
    survey = a_survey(cast.project)
    sending = a_sending(survey, cast.project)
    one, other = waiting(sending)[:2]
    answer_anonymously(one, answers={"q1": "a1"}, by=None, at=AT)

    with pytest.raises(AlreadyAnswered):
        answer_anonymously(one, answers={"q1": "a1"}, by=None, at=AT)
    with pytest.raises(Incomplete):
        answer_anonymously(other, answers={"q2": "3"}, by=None, at=AT)
    with pytest.raises(Over):
        answer_anonymously(other, answers={"q1": "a1"}, by=None, at=AT + timedelta(days=8))
    with pytest.raises(NotAllowed):
        answer_named(other, answers={"q1": "a1"}, by=None, at=AT)
    close_sending(sending, by=cast.project, at=AT)
    with pytest.raises(Over):
        answer_anonymously(waiting(sending)[0], answers={"q1": "a1"}, by=None, at=AT)
    assert len(ticked(sending)) == 1


def test_after_closing_a_page_that_was_open_keeps_nothing(cast: Cast, client: Client) -> None:
    sending = a_sending(a_survey(cast.project), cast.project)
    _name, link = make_links(sending, by=cast.project, at=AT)[0]
    client.get(reverse("surveys:take_link", args=[link]))
    page = reverse("surveys:answer_link")
    client.post(page, {"etape": "0", **FIRST})
    close_sending(Sending.objects.get(pk=sending.pk), by=cast.project, at=AT)

    late = client.post(page, {"etape": "1", **SECOND})

    assert "clos" in late.text
    assert ticked(sending) == [] and LinkDraft.objects.count() == 0


def test_hostile_input_is_answered_by_a_sentence(cast: Cast, client: Client) -> None:
    sending = a_sending(a_survey(cast.project), cast.project)
    _name, link = make_links(sending, by=cast.project, at=AT)[0]
    page = reverse("surveys:answer_link")

    assert "ne s’ouvre pas" in client.get(reverse("surveys:take_link", args=["not-a-link"]), follow=True).text
    client.get(reverse("surveys:take_link", args=[link]))
    hostile = {"q1": "a9", "q2": "7", "q4": ["zz"], "q3": "x" * 5000}
    assert client.post(page, {"etape": "0", **hostile})["Location"] == f"{page}?etape=0&manque=1"
    assert client.post(page, {"etape": "99", **FIRST}).status_code == 404
    assert client.post(page, {"etape": "-1", **FIRST}).status_code == 200
    client.post(page, {"etape": "0", **FIRST, "q9-r1": "5", "evil": "1"})
    wrong = client.post(page, {"etape": "1", "q6": "41", "q8": "hier", "q9-r1": "6"}, follow=True)
    assert wrong.status_code == 200 and "réponses sont à revoir" in wrong.text
    assert ticked(sending) == []


def test_paper_forms_come_back_one_by_one(cast: Cast, client: Client) -> None:
    sending = a_sending(a_survey(cast.project), cast.project, papers=2)
    client.force_login(cast.project)
    page = reverse("surveys:type_paper", args=[sending.pk])

    form = form_to(client.get(page).text, "")
    client.post(page, form.filled(**FIRST, **SECOND))
    type_paper(Sending.objects.get(pk=sending.pk), answers={"q1": "a1"}, by=cast.project, at=AT)

    assert len(ticked(sending)) == 2 and GIVEN in ticked(sending)
    with pytest.raises(NoPaperLeft):
        type_paper(Sending.objects.get(pk=sending.pk), answers={"q1": "a1"}, by=cast.project, at=AT)
    assert client.get(page).status_code == 404
    printed = client.get(reverse("surveys:paper", args=[sending.edition_id])).text
    assert "Seulement si « La journée a-t-elle été utile ? » : 1 – pas du tout." in printed.replace("\xa0", " ")
    assert "n’écrivez pas votre nom" in printed


def test_a_named_answer_is_refused_to_an_anonymous_questionnaire_by_the_database(cast: Cast) -> None:
    named = a_sending(a_survey(cast.project, naming="named", code="nom"), cast.project, accounts=[cast.nora])
    anonymous = a_sending(a_survey(cast.project), cast.project)
    answered(named, {})

    for column, value in (("sending_id", anonymous.pk), ("invitation_id", waiting(anonymous)[0].pk)):
        given = value if connection.vendor == "postgresql" else value.hex
        with pytest.raises(Error), transaction.atomic(), guard.housekeeping("tried"), connection.cursor() as cursor:
            cursor.execute(f"UPDATE surveys_answer SET {column} = %s", [given])
    assert not {field.name for field in Ballot._meta.fields} - {"id", "sending", "filled", "ticked"}
    assert not {field.name for field in BallotText._meta.fields} - {"id", "sending", "key", "filled", "text"}


def test_who_is_told_and_reminded_and_nothing_else(cast: Cast) -> None:
    survey = a_survey(cast.project)
    sending = a_sending(survey, cast.project, accounts=[cast.nora, cast.claire, cast.karim])
    assert OutboxMessage.objects.count() == 3
    mine = Invitation.objects.select_related("sending__edition__survey").get(account=cast.nora.pk)
    answer_anonymously(mine, answers={"q1": "a1"}, by=None, at=AT)

    assert remind(sending, by=cast.project, at=AT) == 2
    assert {message.unseal("message")["kind"] for message in OutboxMessage.objects.all()} == {"survey"}
    assert not AuditEntry.objects.filter(event__startswith="survey", subject__isnull=False).exists()


def test_a_sending_is_planned_with_care(cast: Cast) -> None:
    day = AT.date()
    common = {"label": "x", "opens_on": day, "closes_on": day, "by": cast.project, "at": AT}
    survey, named = a_survey(cast.project), a_survey(cast.project, naming="named", code="nom")

    with pytest.raises(NobodyInvited):
        plan_sending(survey, **common)
    with pytest.raises(DaysCrossed):
        plan_sending(survey, links_for=[""], **common | {"closes_on": day - timedelta(days=1)})
    for circle in ({"papers": 3}, {"links_for": [""]}):
        with pytest.raises(NamesWanted):
            plan_sending(named, **common, **circle)
    with pytest.raises(NotAllowed):
        plan_sending(survey, links_for=[""], **common | {"by": cast.claire})
    assert Sending.objects.count() == 0


def test_days_open_and_close_it_and_a_last_day_moves(cast: Cast) -> None:
    sending = a_sending(a_survey(cast.project), cast.project, opened=False)
    assert turn_days(AT) == 1
    assert Ballot.objects.filter(sending=sending).count() == 20
    sending.refresh_from_db()
    prolong(sending, closes_on=(AT + timedelta(days=9)).date(), by=cast.project, at=AT)

    assert turn_days(AT + timedelta(days=9)) == 0
    assert turn_days(AT + timedelta(days=10)) == 1
    sending.refresh_from_db()
    assert sending.state == "closed"


def test_new_links_end_the_old_ones(cast: Cast, client: Client) -> None:
    sending = a_sending(a_survey(cast.project, naming="named"), cast.project, links_for=["Aline", "Basile"])
    old = dict(make_links(sending, by=cast.project, at=AT))
    client.get(reverse("surveys:take_link", args=[old["Aline"]]))
    client.post(reverse("surveys:answer_link"), {"etape": "0", **FIRST})
    client.force_login(cast.project)

    shown = client.post(reverse("surveys:links", args=[sending.pk]))

    assert "Aline" in shown.text and old["Aline"] not in shown.text
    client.logout()
    with time_machine.travel(AT, tick=False):
        answer = client.get(reverse("surveys:take_link", args=[old["Aline"]]), follow=True)
    assert "ne s’ouvre pas" in answer.text
    assert LinkDraft.objects.count() == 0


def test_what_goes_with_the_page_is_kept_and_never_sent(cast: Cast, client: Client) -> None:
    """A browser that leaves the last section within two seconds of typing sends the form without a button."""
    sending = a_sending(a_survey(cast.project), cast.project)
    _name, link = make_links(sending, by=cast.project, at=AT)[0]
    client.get(reverse("surveys:take_link", args=[link]))
    page = reverse("surveys:answer_link")
    client.post(page, {"etape": "0", **FIRST})
    last = client.get(page, {"etape": 1}).text
    beacon = last.split('data-autosave="')[1].split('"')[0]

    assert client.post(beacon, {"etape": "1", **SECOND}).status_code == 204
    assert ticked(sending) == []
    assert "Trop long." in client.get(page, {"etape": 0}).text or "Merci" in client.get(page, {"etape": 1}).text
