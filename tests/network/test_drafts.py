"""What is half typed is kept for whoever types it, found again after a log-out, and gone once it was sent or destroyed."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.network.models import Announcement, Difficulty, Letter, LocalWork
from havre.record import drafts
from havre.record.models import Draft
from tests.cast import Cast
from tests.network.story import a_letter
from tests.network.test_pages import page, seated
from tests.page_forms import form_to

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TYPED = "Le récépissé met qua"
DIFFICULTY = {"text": TYPED, "field": "rights"}
WORK = {"text": TYPED, "kind": "body", "done_on": "2026-03-01"}
LETTER = {"group": "shelters", "title_fr": "Sém", "text_fr": TYPED}


def by_script(client: Client, where: str, typed: dict[str, str]) -> int:
    return int(client.post(f"{where}?garder=1", typed, headers={"X-Autosave": "1"}).status_code)


def cases(cast: Cast) -> list[tuple[User, str, dict[str, str], type]]:
    return [
        (cast.claire, "tell", DIFFICULTY, Difficulty),
        (cast.claire, "note_work", WORK, LocalWork),
        (cast.nora, "write_letter", LETTER, Letter),
    ]


def test_what_is_typed_is_kept_found_again_listed_and_gone_once_sent(cast: Cast) -> None:
    for user, name, typed, model in cases(cast):
        where = reverse(f"network:{name}", args=[uuid.uuid4()])
        client = seated(user)
        assert f'data-autosave="{where}?garder=1"' in client.get(where).text
        assert by_script(client, where, typed) == 204
        assert client.post(f"{where}?garder=1", typed).status_code == 204, "what goes with the page is kept, never sent"
        assert not model._default_manager.exists()
        assert TYPED.encode() not in bytes(Draft.objects.get().content)

        client.logout()
        again = seated(user)
        assert where in page(again, "desk:drafts")
        shown = again.get(where).text
        assert TYPED in shown
        again.post(where, form_to(shown, where if name == "write_letter" else "").filled())
        assert model._default_manager.count() == 1, name
        assert not Draft.objects.exists()
        assert where not in page(again, "desk:drafts")


def test_without_script_a_button_keeps_it(cast: Cast) -> None:
    for user, name, typed, model in cases(cast):
        where = reverse(f"network:{name}", args=[uuid.uuid4()])
        client = seated(user)
        answer = client.post(where, typed | {"draft": "1"})

        assert answer["Location"] == reverse("desk:drafts")
        assert TYPED in client.get(where).text
        assert not model._default_manager.exists()


def test_a_draft_is_its_authors_alone_and_two_may_write_on_one_letter(cast: Cast) -> None:
    letter = a_letter(cast.nora, cast.s058.organisation)
    where = reverse("network:write_letter", args=[letter.pk])
    nora, marc = seated(cast.nora), seated(cast.marc)
    assert by_script(nora, where, LETTER | {"text_fr": "De Nora."}) == 204
    assert by_script(marc, where, LETTER | {"text_fr": "De Marc."}) == 204

    assert "De Nora." in nora.get(where).text and "De Marc." not in nora.get(where).text
    assert "De Marc." in marc.get(where).text
    assert where not in page(seated(cast.claire), "desk:drafts")


def test_what_was_destroyed_does_not_come_back_from_a_page_left_open(cast: Cast) -> None:
    for user, name, typed, model in cases(cast):
        where = reverse(f"network:{name}", args=[uuid.uuid4()])
        client = seated(user)
        by_script(client, where, typed)
        draft = drafts.own(user)[0]
        client.post(reverse("desk:forget"), {"draft": str(draft.pk)})
        assert where not in page(client, "desk:drafts")

        assert by_script(client, where, typed) == 410
        refused = client.post(where, typed).text
        assert "Vous aviez détruit ce brouillon" in refused and TYPED in refused
        assert not model._default_manager.exists(), name
        anew = refused.split('data-autosave="')[1].split("?")[0]
        assert anew != where
        client.post(anew, form_to(refused, anew).filled())
        assert model._default_manager.count() == 1, "sent once more, on purpose"


def test_a_letter_that_was_destroyed_is_not_made_anew_by_going_back(cast: Cast) -> None:
    nora, key = seated(cast.nora), uuid.uuid4()
    where = reverse("network:write_letter", args=[key])
    nora.post(where, LETTER)
    marc = seated(cast.marc)
    form = form_to(marc.get(where).text, where)
    nora.post(reverse("network:discard_letter", args=[key]))

    for client, sent in ((nora, LETTER), (marc, form.filled(text_fr=TYPED))):
        refused = client.post(where, sent).text
        assert TYPED in refused
        assert "détruit" in refused
    assert Letter.objects.get().state == "discarded"
    assert nora.get(where)["Location"] == reverse("network:letters")
    assert nora.get(reverse("network:letter", args=[key])).status_code == 404


def test_a_letter_and_an_announcement_are_looked_at_before_anything_is_written(cast: Cast) -> None:
    nora = seated(cast.nora)
    where = reverse("network:write_letter", args=[uuid.uuid4()])
    seen = nora.post(where, LETTER | {"title_en": "Seminar", "preview": "1"}).text
    words = {"title_fr": "On se voit le 3.", "audience": "all", "starts_on": "2026-03-17", "key": str(uuid.uuid4())}
    told = nora.post(reverse("network:announcements"), words | {"preview": "1"}).text

    assert TYPED in seen.split('id="apercu"')[1].split("<form")[0]
    assert "Seminar" in seen.split('id="apercu"')[1].split("<form")[0]
    assert "On se voit le 3." in told.split('id="apercu"')[1].split("<input")[0]
    assert not Letter.objects.exists() and not Announcement.objects.exists()
    nora.post(where, form_to(seen, where).filled())
    nora.post(reverse("network:announcements"), form_to(told, reverse("network:announcements")).filled())
    assert Letter.objects.get().read().words.title_en == "Seminar"
    assert Announcement.objects.count() == 1
