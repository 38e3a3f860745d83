"""Whoever got a link by mail is reminded once; of an anonymous questionnaire nobody learns who has answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.record import outbox
from havre.record.models import OutboxMessage
from havre.record.operations import NotAllowed
from havre.surveys import links as by_link
from havre.surveys.models import Answer, Sending
from havre.surveys.operations.answering import AlreadyAnswered, answer_named, type_named_paper
from havre.surveys.operations.reminding import PLACE, remember_guests, remind_guests, remind_on
from havre.surveys.operations.sending import close_sending, make_links
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.surveys.example import a_sending, a_survey, answered, waiting

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDRESS = f"https://havre.example/surveys/link/{PLACE}/"
MAILS = [f"p{number}@example.org" for number in range(6)]
REMINDER = "https://havre.example/surveys/link/reminder/"
SOON = AT + timedelta(days=5)


@pytest.fixture(autouse=True)
def _a_gateway(settings: LazySettings) -> None:
    settings.HAVRE_DEMO, settings.HAVRE_SMS_URL, settings.HAVRE_MAIL_URL = False, "", "smtp://localhost"


def sent_by_mail(by: User, *, naming: str) -> tuple[Sending, dict[str, str]]:
    """A sending to six addresses, and the link that went to each."""
    survey = a_survey(by, naming=naming, code=naming)
    sending = a_sending(survey, by, links_for=MAILS if naming == "named" else [""] * 6)
    made = make_links(sending, by=by, at=AT)
    pairs = [(name or mail, link) for mail, (name, link) in zip(MAILS, made, strict=True)]
    remember_guests(sending, pairs, address=ADDRESS, by=by, at=AT)
    return sending, dict(pairs)


def mailed() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    outbox.send_waiting(SOON, lambda _means, address, text: found.append((address, text)))
    return found


def test_all_guests_of_an_anonymous_questionnaire_are_led_to_one_page_once(cast: Cast) -> None:
    sending, _links = sent_by_mail(cast.project, naming="anonymous")
    answered(sending, {}, {})
    assert remind_on(sending) == AT.date() + timedelta(days=4)

    assert remind_guests(AT + timedelta(days=3)) == 0, "not yet"
    assert remind_guests(SOON) == 1
    assert remind_guests(SOON) == 0, "once"

    told = mailed()
    assert sorted(address for address, _text in told) == MAILS
    assert {text for _address, text in told} == {f"Quelque chose vous attend dans Havre.\n{REMINDER}"}
    assert not OutboxMessage.objects.exists()
    sending.refresh_from_db()
    assert sending.guests is None


def test_nothing_leads_from_an_address_to_an_invitation_that_is_anonymous(cast: Cast) -> None:
    sending, links = sent_by_mail(cast.project, naming="anonymous")

    assert not any(one.unseal("recipient") for one in sending.invitations.all())
    from havre.vault.gate import secrets_open

    with secrets_open():
        kept = sending.unseal("guests")
    assert sorted(kept["mails"]) == MAILS
    assert not any(link in str(kept) for link in links.values())


def test_of_a_named_questionnaire_those_who_have_not_answered_get_a_second_link(cast: Cast) -> None:
    sending, links = sent_by_mail(cast.project, naming="named")
    first = by_link.find(links[MAILS[0]])
    assert first is not None
    answer_named(first, answers={"q1": "a1"}, by=None, at=AT)
    by_link.keep_draft(waiting(sending)[0], "x", {"q1": ["a1"]})

    remind_guests(SOON)

    told = dict(mailed())
    assert sorted(told) == MAILS[1:]
    for mail, text in told.items():
        sentence, address = text.split("\n")
        assert sentence == "Quelque chose vous attend dans Havre."
        second = by_link.find(address.rstrip("/").rsplit("/", 1)[1])
        assert second is not None and second == by_link.find(links[mail]), "the first opens it still"


def test_what_is_closed_reminds_nobody_and_a_stranger_keeps_no_address(cast: Cast) -> None:
    sending, _links = sent_by_mail(cast.project, naming="anonymous")
    close_sending(sending, by=cast.project, at=AT)
    assert remind_guests(SOON) == 0
    sending.refresh_from_db()
    assert sending.guests is None
    with pytest.raises(NotAllowed):
        remember_guests(sending, [], address=ADDRESS, by=cast.claire, at=AT)


def test_the_paper_of_somebody_invited_by_name_is_copied_once(cast: Cast, client: Client) -> None:
    sending = a_sending(a_survey(cast.project, naming="named"), cast.project, accounts=[cast.claire, cast.karim])
    one = sending.invitations.get(account=cast.claire.pk)
    where = reverse("surveys:type_named", args=[one.pk])
    client.force_login(cast.project)
    assert where in client.get(reverse("surveys:sending", args=[sending.pk])).text
    shown = client.get(where).text
    assert cast.claire.name in shown
    wrong = client.post(where, form_to(shown, "").filled(q7="Un mot"))
    assert "Un mot" in wrong.text and not Answer.objects.exists(), "one question wants an answer"
    client.post(where, form_to(shown, "").filled(q1="a1", q7="Un mot"))

    assert Answer.objects.get().invitation == one
    assert client.get(where)["Location"] == reverse("surveys:sending", args=[sending.pk])
    assert "déjà servi" in client.post(where, form_to(shown, "").filled(q1="a1")).text
    one.refresh_from_db()
    with pytest.raises(AlreadyAnswered):
        type_named_paper(one, answers={"q1": "a1"}, by=cast.project, at=AT)
    anonymous = a_sending(a_survey(cast.project, code="anonyme"), cast.project)
    assert client.get(reverse("surveys:type_named", args=[waiting(anonymous)[0].pk])).status_code == 404
    client.force_login(cast.claire)
    assert client.get(where).status_code == 404


def test_the_page_of_the_reminder_is_one_for_all_and_goes_on_where_the_browser_holds_a_link(cast: Cast) -> None:
    _sending, links = sent_by_mail(cast.project, naming="anonymous")
    where, browser = reverse("surveys:reminded"), Client()
    assert "Vous n’avez rien à faire." in browser.get(where).text

    browser.get(reverse("surveys:take_link", args=[links[MAILS[0]]]))

    assert browser.get(where)["Location"] == reverse("surveys:answer_link")


def test_links_made_anew_by_hand_are_not_reminded_of_and_the_page_says_so(cast: Cast, client: Client) -> None:
    sending, _links = sent_by_mail(cast.project, naming="anonymous")
    client.force_login(cast.project)
    assert "n’est pas rappelé par Havre" in client.get(reverse("surveys:sending", args=[sending.pk])).text

    handed = client.post(reverse("surveys:links", args=[sending.pk])).text

    assert "Havre ne rappelle rien" in handed
    assert remind_guests(SOON) == 0 and not mailed()
