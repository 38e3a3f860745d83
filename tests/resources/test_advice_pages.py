"""The pages of the advice desk, as those who use them find them; without script."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.accounts.models import User
from havre.common import paging
from havre.intake import operations as calls
from havre.intake.content import About, Said
from havre.record import drafts
from havre.record.models import OutboxMessage
from havre.resources import operations
from havre.resources.content import DRAFT, JOINT
from havre.resources.models import AdviceRequest, Article, Citation, GuestLink
from havre.resources.views import listing
from tests.cast import AT, Cast
from tests.journeys.test_bad_input import HOSTILE, SCRIPT
from tests.page_forms import form_to
from tests.resources.story import QUESTION, address_of, answered, ask, card, taken, token_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    return str(client.get(reverse(name, args=arguments), query).content.decode())


def test_a_question_with_a_name_is_warned_about_once_and_sent_as_it_stands(cast: Cast) -> None:
    anne, key = seated(cast.anne), uuid.uuid4()
    where = reverse("resources:ask", args=[key])
    form = form_to(page(anne, "resources:ask", key), where)
    told = {"text": "Mme Diallo perd son titre.", "field": "legal", "urgency": "today", "kind": "question"}

    first = anne.post(where, form.filled(**told)).content.decode()
    assert "Ce texte semble dire qui est quelqu’un" in first
    assert "une femme de 20 à 25 ans" in first.split("Ce texte semble")[1].replace("\u00a0", " ")
    assert not AdviceRequest.objects.exists()
    again = anne.post(where, form_to(first, where).filled())

    assert again["Location"] == reverse("resources:own", args=[key])
    row = AdviceRequest.objects.get()
    assert (row.urgency, row.asker, row.organisation) == ("today", cast.anne, cast.hospital)
    own = page(anne, "resources:own", key)
    assert "Mme Diallo perd son titre." in own and "· aujourd’hui" in own
    assert seated(cast.other_referrer).get(again["Location"]).status_code == 404


def test_what_is_typed_waits_as_a_draft_and_bad_input_is_kept(cast: Cast) -> None:
    anne, key = seated(cast.anne), uuid.uuid4()
    where = reverse("resources:ask", args=[key])
    anne.post(reverse("resources:keep", args=[key]), {"text": "Le délai", "field": ""})
    assert "Le délai" in page(anne, "resources:ask", key)
    assert str(key) in page(anne, "resources:mine")

    for bad in HOSTILE:
        answer = anne.post(where, {"text": bad, "field": bad[:50], "urgency": bad[:50], "needed_on": bad[:20]})
        assert answer.status_code == 200
        assert SCRIPT not in answer.content.decode()

    assert not AdviceRequest.objects.exists()
    anne.post(reverse("resources:discard", args=[key]))
    assert drafts.own(cast.anne, DRAFT) == []


def test_the_warning_while_typing_shows_what_was_seen_and_logs_nothing(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    answer = Client().post(reverse("seen"), {"text": "Mme Kanarienvogel"})

    assert "Mme Kanarienvogel" in answer.content.decode()
    assert "Kanarienvogel" not in caplog.text
    assert Client().post(reverse("seen"), {"other": "Mme X"}).content.decode().strip() == ""


def test_the_desk_takes_answers_and_finds_it_again(cast: Cast) -> None:
    row, article, nora = ask(cast.anne), card(), seated(cast.nora)
    assert "Une demande de conseil attend une réponse." in page(nora, "resources:list")
    nora.post(reverse("resources:take", args=[row.pk]), {"version": row.version})
    where = reverse("resources:answer", args=[row.pk])
    shown = page(nora, "resources:detail", row.pk)
    assert QUESTION in shown
    assert "0600000000" not in shown.replace(" ", "")

    form = form_to(shown, where)
    nora.post(where, form.filled(text="Écrivez au préfet.", label="Récépissé refusé", articles=[str(article.pk)]))

    row.refresh_from_db()
    assert (row.state, row.label_plain) == ("answered", "recepisse refuse")
    found = nora.post(reverse("resources:list"), {"show": "answered", "title": "REFUSE récépissé"}, follow=True)
    assert "Récépissé refusé" in found.content.decode()
    assert "refuse" not in found.redirect_chain[0][0].lower()
    own = page(seated(cast.anne), "resources:own", row.pk)
    assert "Écrivez au préfet." in own
    assert "L. 425-1" in own
    opened = nora.post(reverse("resources:open", args=[row.pk])).content.decode()
    assert "06 00 00 00 00" in opened.replace("\u00a0", " ")


def test_a_queue_without_end_is_counted_up_to_a_limit_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _again in range(4):
        ask(cast.anne)
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    desk = seated(cast.nora)

    monkeypatch.setattr(paging, "MOST", 4)
    assert "1 à 2 sur 4<" in page(desk, "resources:list")

    monkeypatch.setattr(paging, "MOST", 3)
    assert "1 à 2 sur plus de 3<" in page(desk, "resources:list")
    for beyond in ("2", "9"):
        assert "3 à 3 sur plus de 3 – un filtre mène plus loin<" in page(desk, "resources:list", page=beyond)


def test_a_page_that_was_left_open_loses_nothing_when_a_colleague_was_faster(cast: Cast) -> None:
    row, nora = taken(cast.anne, cast.nora), seated(cast.nora)
    where = reverse("resources:answer", args=[row.pk])
    form = form_to(page(nora, "resources:detail", row.pk), where)
    operations.add_note(row, text="x", by=cast.lawyer, at=AT)

    answer = nora.post(where, form.filled(text="Ma longue réponse.")).content.decode()

    assert "Ma longue réponse." in answer
    assert AdviceRequest.objects.get(pk=row.pk).state == "taken"


def test_what_else_the_desk_does_is_one_form_each(cast: Cast) -> None:
    row, other, nora = taken(cast.anne, cast.nora), ask(cast.claire), seated(cast.nora)

    def send(name: str, **answers: object) -> str:
        where = reverse(f"resources:{name}", args=[row.pk])
        form = form_to(page(nora, "resources:detail", row.pk), where)
        answer = nora.post(where, form.filled(**answers), follow=True)
        row.refresh_from_db()
        return str(answer.content.decode())

    send("add_note", text="note du matin")
    send("ask_back", text="depuis quand ?")
    send("call_back", number="0611111111", whose="all")
    send("title", field="legal", label="Un titre")
    send("assign", colleague=str(cast.lawyer.pk))
    assert (row.field, row.label, row.owner) == ("legal", "Un titre", cast.lawyer)
    assert "https" in send("ask_expert", question="Ce visa suffit-il ?", who="Me Roux") or row.state == "with_expert"
    send("go_on_alone")
    assert "Aucune demande ne porte ce numéro" in send("merge", number="ZZZZZ")
    from havre.resources.reading import number_of

    send("merge", number=number_of(other))
    assert row.merged_into == other
    assert "note du matin" not in page(seated(cast.anne), "resources:own", row.pk)


def test_advice_by_telephone_and_a_call_kept_as_advice(cast: Cast) -> None:
    nora, key = seated(cast.nora), uuid.uuid4()
    where = reverse("resources:note", args=[key])
    form = form_to(page(nora, "resources:note", key), where)
    nora.post(where, form.filled(text="Quel délai ?", field="legal", answer="Deux mois.", label="Délai de recours"))
    assert AdviceRequest.objects.get(pk=key).state == "closed"
    call = calls.note_call(uuid.uuid4(), typed={}, by=cast.nora, at=AT)
    calls.close_call(
        call, outcome="advice", about=About("NGO", "rights"), said=Said("Camille", QUESTION), by=cast.nora, at=AT
    )

    keep = reverse("resources:keep_call", args=[call.pk])
    form_to(page(nora, "intake:call", call.pk), keep)
    kept = nora.post(keep, follow=True).content.decode()

    assert QUESTION in kept
    assert seated(cast.lawyer).post(keep).status_code == 404


def test_a_danger_that_is_told_by_telephone_can_be_assessed_together(cast: Cast) -> None:
    nora, key = seated(cast.nora), uuid.uuid4()
    where = reverse("resources:note", args=[key])
    form = form_to(page(nora, "resources:note", key), where)

    shown = nora.post(where, form.filled(text="Que craindre ?", field="danger", kind=JOINT), follow=True)

    assert reverse("resources:assess", args=[key]) in shown.content.decode()


def test_a_link_says_whether_it_leaves_by_mail(cast: Cast, settings: Any) -> None:
    nora, where = seated(cast.nora), reverse("resources:send_link")
    settings.HAVRE_DEMO, settings.HAVRE_MAIL_URL = False, ""
    assert "Rien ne part d’ici" in nora.post(where, {"mail": "service@hopital.example"}).content.decode()

    settings.HAVRE_MAIL_URL = "smtp://mail.example"

    assert "Le message part à cette adresse" in nora.post(where, {"mail": "service@hopital.example"}).content.decode()
    assert "Rien ne part d’ici" in nora.post(where, {"mail": ""}).content.decode()


def test_a_link_to_read_is_mailed_to_nobody_where_no_address_is_typed(cast: Cast) -> None:
    row = answered(cast.anne, cast.nora)
    before = OutboxMessage.objects.count()

    seated(cast.nora).post(reverse("resources:read_link", args=[row.pk]), {"mail": ""})

    assert (GuestLink.objects.count(), OutboxMessage.objects.count()) == (1, before)


def test_an_answer_that_is_half_typed_waits_for_its_author_alone_until_it_is_given(cast: Cast) -> None:
    row, article = taken(cast.anne, cast.nora), card()
    nora, keep = seated(cast.nora), reverse("resources:keep_answer", args=[row.pk])
    nora.post(keep, {"text": "Demandez le refus", "label": "Refus", "articles": [str(article.pk)], "version": "1"})
    nora.post(reverse("resources:add_note", args=[row.pk]), {"text": "rappeler"})

    where = reverse("resources:answer", args=[row.pk])
    form = form_to(page(nora, "resources:detail", row.pk), where)

    assert (form.values["text"][0].strip(), form.values["label"]) == ("Demandez le refus", ["Refus"])
    assert form.values["articles"] == [str(article.pk)]
    assert "Demandez le refus" not in page(seated(cast.lawyer), "resources:detail", row.pk)
    assert reverse("resources:detail", args=[row.pk]) in page(nora, "desk:drafts")
    assert seated(cast.anne).post(keep, {"text": "x"}).status_code == 404

    nora.post(where, form.filled(text="Demandez le refus par écrit."))

    assert [draft.kind for draft in drafts.own(cast.nora)] == []
    nora.post(keep, {"text": "trop tard"})
    assert drafts.own(cast.nora) == []


def test_a_request_leads_to_those_that_are_joined_to_it(cast: Cast) -> None:
    row, twins = taken(cast.anne, cast.nora), [ask(cast.claire), ask(cast.claire)]
    for twin in twins:
        operations.merge(twin, into=row, by=cast.nora, at=AT)

    shown = page(seated(cast.nora), "resources:detail", row.pk)

    assert all(f'href="{reverse("resources:detail", args=[twin.pk])}"' in shown for twin in twins)


def test_a_question_about_somebody_in_danger_goes_on_as_a_referral(cast: Cast) -> None:
    row, nora = taken(cast.anne, cast.nora), seated(cast.nora)

    answer = nora.post(reverse("resources:refer", args=[row.pk]), follow=True)

    assert answer.redirect_chain[0][0].startswith("/referrals/call/")
    assert QUESTION in answer.content.decode()
    assert "La coordination a repris cette demande" in page(seated(cast.anne), "resources:own", row.pk)
    assert (
        "orientation"
        not in page(seated(cast.lawyer), "resources:detail", ask(cast.anne).pk).split("Faire autre chose")[1]
    )


def test_a_link_leads_to_a_question_and_its_answer_and_stands_in_no_log(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    nora, guest = seated(cast.nora), Client()
    shown = nora.post(reverse("resources:send_link"), {"mail": ""}).content.decode()
    token = shown.split("/advice/link/")[1].split("/")[0]
    assert guest.get(reverse("resources:guest")).status_code == 200
    assert guest.get(reverse("resources:link", args=["faux" * 8]))["Content-Type"].startswith("text/html")

    assert guest.get(reverse("resources:link", args=[token]))["Location"] == reverse("resources:guest")
    where = reverse("resources:guest")
    form = form_to(page(guest, "resources:guest"), where)
    guest.post(
        where,
        form.filled(text=QUESTION, field="legal", urgency="today", who="Dr P.", service="HealthServiceOrganisation"),
    )
    row = AdviceRequest.objects.get()
    assert QUESTION in page(guest, "resources:guest")
    operations.take(row, by=cast.nora, at=AT)
    operations.answer(row, text="Voici la réponse.", by=cast.nora, at=AT)
    assert "Voici la réponse." in page(guest, "resources:guest")
    guest.post(where, {"helped": "yes"})
    row.refresh_from_db()
    assert (row.helped, row.state, row.channel) == ("yes", "closed", "link")

    assert token not in caplog.text
    assert "faux" not in caplog.text
    with time_machine.travel(AT.replace(month=6), tick=False):
        assert "Voici la réponse." not in page(guest, "resources:guest")


def test_an_expert_sees_one_question_and_nothing_of_the_request(cast: Cast) -> None:
    row = taken(cast.anne, cast.nora)
    sent = operations.ask_expert(
        row, text="Ce visa suffit-il ?", who="Me Roux", mail="", address_of=address_of, by=cast.nora, at=AT
    )
    guest = Client()
    guest.get(reverse("resources:link", args=[token_in(sent)]))

    shown = page(guest, "resources:guest")
    assert "Ce visa suffit-il ?" in shown
    assert QUESTION not in shown
    assert cast.anne.name not in shown
    guest.post(reverse("resources:guest"), {"text": "Oui."})

    assert "Oui." in page(seated(cast.nora), "resources:detail", row.pk)
    assert "Ce visa suffit-il ?" not in page(guest, "resources:guest")
    assert GuestLink.objects.get().request is None


def test_a_change_of_the_law_lists_what_is_to_be_read_again(cast: Cast) -> None:
    article, lawyer = card(), seated(cast.lawyer)
    row = answered(cast.anne, cast.nora, article)
    where = reverse("resources:article", args=[article.pk])
    form = form_to(page(lawyer, "resources:article", article.pk), where)

    answer = lawyer.post(where, form.filled(valid_from="2026-03-01", source="Journal officiel"), follow=True)

    assert "1 réponse ou page est à relire." in answer.content.decode()
    assert "La loi a changé : 1 réponse ou page est à relire." in page(lawyer, "resources:list").replace("\u00a0", " ")
    lawyer.post(reverse("resources:reviewed", args=[Citation.objects.get().pk]))
    assert "Rien n’est à relire." in page(lawyer, "resources:review")
    assert "en vigueur depuis le 1er mars 2026" in page(seated(cast.anne), "resources:own", row.pk).replace(
        "\u00a0", " "
    )
    lawyer.post(reverse("resources:verify", args=[article.pk]), {"version": Article.objects.get(pk=article.pk).version})
    assert Article.objects.get(pk=article.pk).verified_by == cast.lawyer


def test_the_queue_asks_as_many_statements_for_many_rows_as_for_one(cast: Cast) -> None:
    nora = seated(cast.nora)

    def cost() -> int:
        with CaptureQueriesContext(connections["default"]) as data, CaptureQueriesContext(connections["keys"]) as keys:
            page(nora, "resources:list")
        return len(data) + len(keys)

    taken(cast.anne, cast.nora)
    cost()
    once = cost()
    for _number in range(8):
        taken(cast.anne, cast.nora)
        ask(cast.claire)

    assert cost() == once
    assert once <= 15


def test_the_day_says_how_many_wait_for_advice(cast: Cast) -> None:
    ask(cast.anne)
    ask(cast.anne, urgency="today")

    with time_machine.travel(AT.replace(hour=16), tick=False):
        shown = page(seated(cast.nora), "desk:today")

    assert "2 demandes attendent une réponse" in shown
    assert "1 en retard" in shown


def test_an_answer_to_a_request_that_changed_meanwhile_is_kept_and_goes_through_when_sent_again(cast: Cast) -> None:
    row, nora = taken(cast.anne, cast.nora), seated(cast.nora)
    where = reverse("resources:answer", args=[row.pk])
    form = form_to(page(nora, "resources:detail", row.pk), where)
    operations.change_title(row, label="Refus en préfecture", field="legal", articles=[], by=cast.marc, at=AT)

    again = nora.post(where, form.filled(text="Écrivez au préfet.", label="Récépissé refusé")).content.decode()
    assert "Écrivez au préfet." in again and "a changé entre-temps" in again
    nora.post(where, form_to(again, where).filled())

    row.refresh_from_db()
    assert row.state == "answered"
