"""What a referrer keeps at hand, the receipt, the appointment of the interview, and the four questions at the end."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.record.facts import write_pending
from havre.record.models import AuditEntry, Fact
from havre.record.operations import NotAllowed
from havre.record.transitions import NotNow
from havre.referrals.models import Referral
from havre.referrals.operations import answer_referral
from havre.referrals.operations.feedback import AlreadyGiven, Feedback, give_feedback, skip_feedback
from havre.vault.gate import Sealed
from tests.cast import Cast
from tests.stories import Situation, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WORDS = "Dites-nous plus tôt qui suit."


def get(client: Client, user: User, name: str, *args: object, status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


def over(cast: Cast) -> Situation:
    it = walk(cast, "taken_up")
    answer_referral(it.referral, kind="advice", reason="conseil", by=cast.nora, at=it.at(20))
    it.referral.refresh_from_db()
    return it


def test_numbers_rights_and_advice_are_at_hand_without_a_file(client: Client, cast: Cast) -> None:
    page = get(client, cast.other_referrer, "referrals:guide")
    advice = get(client, cast.other_referrer, "referrals:never_write")
    client.force_login(cast.anne)
    first_step = client.get(client.get(reverse("referrals:new"))["Location"]).content.decode()

    for number in ("17", "112", "114", "115", "119"):
        assert f">{number}</b>" in page
    for language in ("fr", "en", "ro", "es", "ar", "pcm"):
        assert reverse("people:paper", args=["rights", language]) in page
        assert reverse("people:paper", args=["rights", language]) in first_step
    for never in ("ni département", "ni heure", "R21 (S)", "référence (celle du reçu)"):
        assert never in advice, never


def test_a_receipt_says_a_reference_and_a_day_with_its_year_and_nothing_else(client: Client, cast: Cast) -> None:
    it = walk(cast, "interview")
    client.force_login(cast.anne)
    for moment in (it.at(10), it.at(24 * 400)):
        with time_machine.travel(moment, tick=False):
            client.force_login(cast.anne)
            page = get(client, cast.anne, "referrals:receipt", it.referral.pk)
        assert "17\u00a0mars\u00a02026" in page
        assert it.referral.outside_reference in page
        for word in (
            "10\u00a0h",
            "Anne",
            "Urgences",
            "R012",
            it.names,
            it.person.reference,
            it.person.pseudonym,
            "S058",
            "Nice",
        ):
            assert word not in page, word


def test_the_appointment_opens_on_record_for_the_referrer_who_takes_part(client: Client, cast: Cast) -> None:
    it = walk(cast, "interview")
    with time_machine.travel(it.at(10), tick=False):
        follow = get(client, cast.anne, "referrals:follow", it.referral.pk)
        address = reverse("placements:referrer_interview", args=[it.referral.pk])
        opened = client.post(address)
        client.force_login(cast.other_referrer)
        assert client.post(address).status_code == 404

    assert "Un entretien est prévu avec vous" in follow
    for secret in ("visio.example", "7431", "18\u00a0mars"):
        assert secret not in follow, "nothing of it before it is opened"
        assert secret in opened.content.decode()
    for never in ("S058", "FR-50", "Claire", "Portville"):
        assert never not in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(event="appointment_opened").count() == 1


def test_without_an_interview_there_is_nothing_to_open(client: Client, cast: Cast) -> None:
    it = walk(cast, "accepted")
    follow = get(client, cast.anne, "referrals:follow", it.referral.pk)

    assert "Un entretien est prévu" not in follow
    assert client.post(reverse("placements:referrer_interview", args=[it.referral.pk])).status_code == 404


def test_thanks_and_four_questions_come_once_when_it_is_over(client: Client, cast: Cast) -> None:
    running = walk(cast, "taken_up")
    assert "Merci de nous" not in get(client, cast.anne, "referrals:follow", running.referral.pk)
    with pytest.raises(NotNow):
        give_feedback(running.referral, feedback=Feedback(), by=cast.anne, at=running.at(2))
    it = over(cast)
    address = reverse("referrals:feedback", args=[it.referral.pk])
    assert "Merci de nous" in get(client, cast.anne, "referrals:follow", it.referral.pk)

    sent = client.post(address, {"helped": "yes", "clear": "partly", "words": WORDS})

    assert sent["Location"] == reverse("referrals:follow", args=[it.referral.pk])
    assert "Merci de nous" not in get(client, cast.anne, "referrals:follow", it.referral.pk)
    again = client.post(address, {"helped": "no", "words": "autre"})
    assert "ne se donne qu’une fois" in again.content.decode()
    with pytest.raises(AlreadyGiven):
        skip_feedback(Referral.objects.get(pk=it.referral.pk), by=cast.anne, at=it.at(30))
    write_pending(it.at(40))
    facts = [fact.values for fact in Fact.objects.filter(kind="feedback")]
    assert facts == [{"helped": "yes", "quick": "unanswered", "clear": "partly"}]


def test_the_words_are_sealed_and_the_head_alone_opens_them(client: Client, cast: Cast) -> None:
    it = over(cast)
    told = Feedback(helped="no", words=WORDS)
    give_feedback(it.referral, feedback=told, by=cast.nora, at=it.at(30))
    referral = Referral.objects.get(pk=it.referral.pk)

    with pytest.raises(Sealed):
        referral.unseal("feedback")
    listed = get(client, cast.head, "referrals:opinions")
    opened = client.post(reverse("referrals:open_opinion", args=[referral.pk])).content.decode()
    assert WORDS not in listed
    assert WORDS in opened
    assert it.person.reference not in opened
    for other in (cast.nora, cast.anne, cast.lawyer):
        get(client, other, "referrals:opinions", status=404)
        assert client.post(reverse("referrals:open_opinion", args=[referral.pk])).status_code == 404


def test_nobody_has_to_answer_and_a_coordinator_may_ask_by_telephone(client: Client, cast: Cast) -> None:
    skipped, told = over(cast), over(cast)
    client.force_login(cast.anne)
    client.post(reverse("referrals:skip_feedback", args=[skipped.referral.pk]))

    page = get(client, cast.nora, "referrals:read", told.referral.pk)
    assert reverse("referrals:feedback", args=[told.referral.pk]) in page
    client.post(
        reverse("referrals:feedback", args=[told.referral.pk]),
        {"helped": "yes", "by_phone_who": "Anne F.", "words": WORDS},
    )

    assert not Referral.objects.filter(asks_feedback=True).exists()
    assert Referral.objects.filter(feedback__isnull=False).get().pk == told.referral.pk
    with pytest.raises(NotAllowed):
        give_feedback(over(cast).referral, feedback=Feedback(), by=cast.other_referrer, at=told.at(30))
