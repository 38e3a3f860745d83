"""The pages of the life of the network, as those who use them find them; without script."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.accounts.models import User
from havre.network import operations
from havre.network.content import Both
from havre.network.models import Announcement, Day, Difficulty, Letter, LetterCopy, LocalWork, Topic
from tests.cast import AT, Cast
from tests.journeys.test_bad_input import HOSTILE, SCRIPT
from tests.network.story import TITLE, a_letter, a_topic, address_of, carried, tell, with_convention
from tests.page_forms import form_to

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
KEEPERS = {"head", "nora", "judith", "marc", "project"}
PARTNERS = {"claire", "karim", "other_manager", "anne"}
"""Anne's hospital has a convention, the other referrer's service has none: it reads its letters and the calendar alone."""
WRITTEN_TO = PARTNERS | {"other_referrer"}
OTHERS = {"lawyer", "officer", "administrator", "escort"}
OPENS = {
    "topics": KEEPERS, "told": KEEPERS, "asked": KEEPERS, "letters": KEEPERS, "announcements": KEEPERS, "letter_new": KEEPERS,
    "new": KEEPERS, "day_new": KEEPERS, "mine": WRITTEN_TO, "tell_new": KEEPERS | PARTNERS, "work": KEEPERS | PARTNERS,
    "work_new": KEEPERS | PARTNERS, "calendar": KEEPERS | WRITTEN_TO | OTHERS, "calendar_file": KEEPERS | WRITTEN_TO | OTHERS,
}  # fmt: skip


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    return str(client.get(reverse(name, args=arguments), query).content.decode())


def test_each_page_opens_to_whom_it_is_for_and_is_not_found_by_anybody_else(cast: Cast) -> None:
    with_convention(cast.hospital)
    with time_machine.travel(AT, tick=False):
        for who in sorted(KEEPERS | WRITTEN_TO | OTHERS):
            client = seated(getattr(cast, who))
            for name, openers in OPENS.items():
                found = client.get(reverse(f"network:{name}")).status_code
                assert (found != 404) == (who in openers), (who, name, found)


def test_a_name_in_a_difficulty_is_warned_about_once_and_kept(cast: Cast) -> None:
    claire, key = seated(cast.claire), uuid.uuid4()
    where = reverse("network:tell", args=[key])
    first = claire.post(where, {"text": "Mme Diallo attend depuis mars.", "field": "rights"}).content.decode()

    assert "Ce texte semble dire qui est quelqu’un" in first
    assert "Mme Diallo attend depuis mars." in first
    assert not Difficulty.objects.exists()
    claire.post(where, form_to(first, "").filled())
    assert Difficulty.objects.get().organisation == cast.s058.organisation_id


def test_bad_input_is_kept_and_writes_nothing(cast: Cast) -> None:
    nora, key = seated(cast.nora), uuid.uuid4()
    names = ("tell", "note_work", "write", "write_letter", "day")
    for bad in HOSTILE:
        typed = dict.fromkeys(("text", "title", "text_fr", "title_fr"), bad)
        typed |= dict.fromkeys(
            ("field", "group", "partner", "kind", "audience", "starts_on", "done_on", "picked"), bad[:50]
        )
        for name in names:
            answer = nora.post(reverse(f"network:{name}", args=[key]), typed)
            assert answer.status_code == 200, name
            assert SCRIPT not in answer.content.decode()
        answer = nora.post(reverse("network:announcements"), typed)
        assert answer.status_code == 200
        assert SCRIPT not in answer.content.decode()

    assert not any(
        model._default_manager.exists() for model in (Difficulty, Topic, Letter, Day, Announcement, LocalWork)
    )


def test_a_letter_is_written_looked_at_sent_once_and_read_by_those_it_is_for(cast: Cast) -> None:
    nora, key = seated(cast.nora), uuid.uuid4()
    with time_machine.travel(AT, tick=False):
        where = reverse("network:write_letter", args=[key])
        form = form_to(page(nora, "network:write_letter", key), where)
        nora.post(
            where, form.filled(group="shelters", title_fr="Séminaire", text_fr="Au printemps.", title_en="Seminar")
        )
        look = page(nora, "network:letter", key)
        assert "3 comptes le reçoivent." in look.replace("\u00a0", " ")
        assert "S017, S058" in look
        assert "S002" in look.split("téléphonez")[1]
        assert "@" not in look.split('id="qui"')[1]
        sending = reverse("network:send_letter", args=[key])
        sent = form_to(look, sending).filled()
        for _click in range(2):
            assert nora.post(sending, sent)["Location"] == reverse("network:letter", args=[key])
        operations.hand_out(AT)
        claire = seated(cast.claire)
        assert "Séminaire" in page(claire, "network:mine")
        read = page(claire, "network:read_letter", key)
        results = page(nora, "network:letter", key)

    assert "Au printemps." in read
    assert "S017" not in read
    assert LetterCopy.objects.filter(is_read=True).get().user == cast.claire.pk
    assert "Aucun courriel ni SMS" in results
    assert "S002" in results.split("à appeler")[1]
    assert "Claire" not in results.split('id="devenu"')[1].split("</section>")[0]
    assert seated(cast.anne).get(reverse("network:read_letter", args=[key])).status_code == 404


def test_a_stale_letter_keeps_what_was_typed(cast: Cast) -> None:
    letter, nora = a_letter(cast.nora, cast.s058.organisation), seated(cast.nora)
    where = reverse("network:write_letter", args=[letter.pk])
    form = form_to(page(nora, "network:write_letter", letter.pk), where)
    operations.write_letter(letter.pk, group=letter.group, content=letter.read(), by=cast.marc, at=AT)

    answer = nora.post(where, form.filled(text_fr="Mes mots à moi.")).content.decode()

    assert "Mes mots à moi." in answer
    assert "Marc T." in answer
    assert Letter.objects.get().read().words.text_fr == "Il aura lieu au printemps."


def test_a_text_in_english_is_read_in_english_and_french_stands_in_where_there_is_none(cast: Cast) -> None:
    both = Both("Titre", "Texte", "Title", "")
    assert (both.title("en-gb"), both.text("en"), both.title("fr")) == ("Title", "Texte", "Titre")


def test_what_was_typed_in_french_is_read_with_french_spacing() -> None:
    words = Both("Le séminaire : vos sujets ?", "À 9 h", "The seminar: your topics")

    assert (words.title("fr"), words.text("fr")) == ("Le séminaire\u00a0: vos sujets\u00a0?", "À 9\u00a0h")
    assert words.title("en") == "The seminar: your topics"


def test_long_lists_cost_no_more_statements(cast: Cast) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            topic = a_topic(cast.nora, tell(cast.claire, cast.s058.organisation), title=f"{TITLE} {number}")
            carried(cast.nora, topic)
            tell(cast.other_manager, cast.s017.organisation)
            operations.send_letter(
                a_letter(cast.nora, cast.s058.organisation), address_of=address_of, by=cast.nora, at=AT
            )
            operations.announce(
                uuid.uuid4(),
                content=Both("x"),
                audience="all",
                starts_on=AT.date(),
                ends_on=AT.date(),
                by=cast.nora,
                at=AT,
            )

    def cost(user: User, name: str, *arguments: object) -> int:
        client = seated(user)
        client.get(reverse(name, args=arguments))
        with CaptureQueriesContext(connections["default"]) as data, CaptureQueriesContext(connections["keys"]) as keys:
            client.get(reverse(name, args=arguments))
        return len(data) + len(keys)

    pages = [
        (cast.nora, f"network:{name}") for name in ("topics", "told", "asked", "letters", "announcements", "calendar")
    ]
    pages += [(cast.claire, "network:mine"), (cast.claire, "network:work"), (cast.claire, "network:calendar")]
    with time_machine.travel(AT, tick=False):
        fill(1)
        one = Topic.objects.get()
        once = [cost(*one) for one in pages] + [cost(cast.nora, "network:topic", one.pk)]
        fill(5)
        many = [cost(*one) for one in pages] + [cost(cast.nora, "network:topic", one.pk)]

    assert max(many) <= 25
    assert many == once


def test_a_topic_that_a_colleague_rewrote_shows_both_versions(cast: Cast) -> None:
    topic, nora = a_topic(cast.nora), seated(cast.nora)
    form = form_to(page(nora, "network:write", topic.pk), "")
    operations.rewrite_topic(topic, field="rights", title="Le sien", text="Ses mots.", by=cast.marc, at=AT)

    answer = nora.post(reverse("network:write", args=[topic.pk]), form.filled(title="Le mien"))

    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("Le mien", "Le sien", "Marc T."))
    assert Topic.objects.get().read().title == "Le sien"


def test_a_step_typed_on_a_topic_that_moved_meanwhile_is_kept_and_goes_through_when_sent_again(cast: Cast) -> None:
    topic, nora = a_topic(cast.nora), seated(cast.nora)
    where = reverse("network:settle", args=[topic.pk])
    form = form_to(page(nora, "network:topic", topic.pk), where)
    operations.rewrite_topic(topic, field="rights", title="x", text="y", by=cast.marc, at=AT)

    again = nora.post(where, form.filled(text="Le guichet a changé.")).content.decode()
    assert "Le guichet a changé." in again
    nora.post(where, form_to(again, where).filled())

    assert (Topic.objects.get().state, Topic.objects.get().read().end) == ("settled", "Le guichet a changé.")


def test_we_too_counts_ones_own_house_alone(cast: Cast) -> None:
    with_convention(cast.hospital)
    topic, anne = a_topic(cast.nora), seated(cast.anne)
    shown = page(anne, "network:topic", topic.pk)
    anne.post(
        reverse("network:we_too", args=[topic.pk]), form_to(shown, reverse("network:we_too", args=[topic.pk])).filled()
    )

    assert list(topic.voices.values_list("organisation", flat=True)) == [cast.hospital.pk]
    assert "Votre équipe l’a dit aussi." in page(anne, "network:topic", topic.pk)
    assert "Votre équipe l’a dit aussi." not in page(seated(cast.claire), "network:topic", topic.pk)
