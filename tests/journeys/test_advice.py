"""A question by telephone and the law that changes afterwards; a written question that was about somebody in danger."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from havre.intake import operations as calls
from havre.intake.content import About, Said
from havre.referrals.models import Referral
from havre.resources import operations, reading
from havre.resources.models import AdviceRequest, Citation
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.resources.story import QUESTION, asked, card

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_question_by_telephone_is_answered_found_again_and_read_again_when_the_law_changes(cast: Cast) -> None:
    article = card()
    call = calls.note_call(uuid.uuid4(), typed={}, by=cast.nora, at=AT)
    said = Said("Camille, une association", "Le récépissé est refusé.")
    calls.close_call(call, outcome="advice", about=About("NGO", "rights"), said=said, by=cast.nora, at=AT)

    row = operations.keep_call(call, by=cast.nora, at=AT)
    operations.answer(
        row, text="La carte est de droit.", label="Récépissé refusé", articles=[article], by=cast.nora, at=AT
    )
    next_month = AT + timedelta(days=30)
    operations.change_article(
        article, title_fr="Carte d’un an", title_en="Card of one year", valid_from=date(2026, 4, 15), valid_until=None,
        source="Journal officiel du 14 avril", by=cast.lawyer, at=next_month,
    )  # fmt: skip

    (to_review,) = Citation.objects.to_review()
    assert reading.title_of(to_review.request) == "Récépissé refusé"
    operations.reopen(row, by=cast.lawyer, at=next_month)
    operations.answer(row, text="La carte est de droit, pour un an.", by=cast.lawyer, at=next_month)
    operations.review_citation(to_review, by=cast.lawyer, at=next_month)
    assert not Citation.objects.to_review().exists()
    answers = [line.text for line in reading.lines(row.replies.order_by("number")) if line.is_answer]
    assert answers == ["La carte est de droit.", "La carte est de droit, pour un an."]


def test_a_written_question_turns_into_a_referral_and_nothing_is_typed_twice(cast: Cast) -> None:
    row = operations.ask_advice(uuid.uuid4(), asked=asked(field="danger"), by=cast.anne, at=AT)
    operations.take(row, by=cast.nora, at=AT)
    operations.write_to_desk(row, text="On l’attend à la sortie du service.", by=cast.anne, at=AT)
    nora = Client()
    nora.force_login(cast.nora)

    led_to = nora.post(reverse("resources:refer", args=[row.pk]))["Location"]
    form = form_to(nora.get(led_to).content.decode(), "")
    nora.post(led_to, form.filled())

    referral = Referral.objects.get()
    assert referral.submitted_by == cast.nora
    told = str(form.values)
    assert QUESTION in told
    assert "On l’attend à la sortie du service." in told
    assert AdviceRequest.objects.get(pk=row.pk).state == "referred"
