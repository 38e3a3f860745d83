"""Searches that an account keeps: what is new in them, who is told, whose they are."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import User
from havre.record.models import OutboxMessage
from havre.record.operations import NotAllowed
from havre.resources import operations
from havre.resources.content import DAILY, NEVER, WEEKLY, Sought
from havre.resources.models import SavedSearch
from havre.resources.operations import searches
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.resources.pages import published

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)


def browser(user: User | None = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def saved(by: User, rhythm: str = DAILY, *, at: datetime = AT, **sought: str) -> SavedSearch:
    told = Sought(**({"name": "Le récépissé", "words": "récépissé", "language": "fr"} | sought))
    return operations.save_search(uuid.uuid4(), sought=told, rhythm=rhythm, by=by, at=at)


def told(user: User) -> int:
    return OutboxMessage.objects.filter(recipient=user.pk).count()


def looked(at: datetime) -> int:
    return operations.look_for_news(at)


def test_a_search_is_kept_from_what_was_found_and_its_words_stand_in_no_address(cast: Cast) -> None:
    published(cast.lawyer, cast.nora, audience="professionals")
    anne = browser(cast.anne)
    found = anne.post(reverse("library:home"), {"words": "récépissé", "theme": "residence"}, follow=True)
    where = next(line for line in found.content.decode().split('"') if line.startswith(reverse("library:new_search")))
    where = where.replace("&amp;", "&")
    asked = form_to(anne.get(where).content.decode(), where)
    assert "cépissé" not in where

    answer = anne.post(where, asked.filled(name="Papiers", rhythm=WEEKLY))
    anne.post(where, asked.filled(name="Papiers", rhythm=WEEKLY))

    row = SavedSearch.objects.get()
    assert answer.headers["Location"] == reverse("library:searches")
    assert (row.owner, row.rhythm, row.read().words, row.read().theme) == (cast.anne, WEEKLY, "récépissé", "residence")
    shown = anne.get(reverse("library:searches")).content.decode()
    assert "Papiers" in shown and "séjour et papiers" in shown
    assert b"cepiss" not in bytes(row.sought) and b"Papiers" not in bytes(row.sought)
    again = anne.post(reverse("library:home"), {name: value for name, value in anne.get(reverse("library:search", args=[row.pk])).context["asked"] if value}, follow=True)  # fmt: skip
    assert "Le délai de réflexion" in again.content.decode()


def test_a_search_without_anything_in_it_is_refused_in_words_and_keeps_what_was_typed(cast: Cast) -> None:
    anne = browser(cast.anne)

    answer = anne.post(reverse("library:new_search"), {"name": "Rien", "rhythm": DAILY, "version": 1})

    assert "Cherchez d’abord quelque chose" in answer.content.decode() and 'value="Rien"' in answer.content.decode()
    assert "Donnez-lui un nom" in anne.post(reverse("library:new_search"), {"version": 1}).content.decode()
    assert not SavedSearch.objects.exists()


def test_what_came_since_it_was_opened_is_new_until_it_is_opened_again(cast: Cast) -> None:
    now = timezone.now()
    published_at(cast, "ancienne", now - 2 * DAY, title="Une page ancienne")
    row = saved(cast.anne, at=now - DAY)
    published_at(cast, "autre", now - timedelta(hours=2), title="Autre chose", body="Rien de cela.")
    published_at(cast, "fraiche", now - timedelta(hours=2), title="Une page nouvelle")
    anne = browser(cast.anne)

    def listed() -> str:
        return anne.get(reverse("library:searches")).content.decode()

    assert "1 nouvelle page" in listed().replace("\u00a0", " ")
    assert "1 nouvelle page" in anne.get(reverse("library:new")).content.decode().replace("\u00a0", " ")
    shown = anne.post(reverse("library:open_search", args=[row.pk]), follow=True).content.decode()
    assert "Une page nouvelle" in shown and "Une page ancienne" not in shown and "Autre chose" not in shown
    assert "Une page nouvelle" in anne.get(reverse("library:search", args=[row.pk])).content.decode(), "read twice"
    assert "nouvelle page" not in listed()
    assert "Rien de nouveau" in anne.post(reverse("library:open_search", args=[row.pk]), follow=True).content.decode()


def _renew(slug: str, at: datetime) -> None:
    from havre.record import guard
    from havre.resources.models import Edition

    with guard.housekeeping("another hour"):
        Edition.objects.filter(page__slug=slug).update(renewed_at=at)


def test_an_account_is_told_once_and_of_nothing_that_it_may_not_read(cast: Cast) -> None:
    saved(cast.anne)
    saved(cast.anne, name="La même", words="recepisse", theme="residence")
    saved(cast.claire)
    saved(cast.lawyer, NEVER)
    later = AT + DAY
    published_at(cast, "entre-nous", later, audience="partners")

    assert looked(later + DAY) == 1
    assert (told(cast.anne), told(cast.claire)) == (0, 1)
    published_at(cast, "pour-tous", later + DAY + timedelta(hours=1))
    assert looked(later + DAY) == 0, "looked at today already"
    assert looked(later + 2 * DAY) == 2
    assert told(cast.anne) == 1, "once, for two searches"
    assert looked(later + 3 * DAY) == 0, "told before"
    assert told(cast.lawyer) == 0


def published_at(cast: Cast, slug: str, at: datetime, **changes: object) -> None:
    published(cast.lawyer, cast.nora, slug, **changes)  # type: ignore[arg-type]
    _renew(slug, at)


def test_a_rhythm_of_a_week_waits_a_week_and_a_closed_account_is_told_nothing(cast: Cast) -> None:
    saved(cast.anne, WEEKLY)
    published_at(cast, "pour-tous", AT + DAY)

    assert [looked(AT + n * DAY) for n in (1, 6)] == [0, 0]
    assert looked(AT + 7 * DAY) == 1
    published_at(cast, "encore", AT + 8 * DAY)
    _close(cast.anne)
    assert looked(AT + 14 * DAY) == 0


def _close(user: User) -> None:
    from havre.record import guard

    with guard.housekeeping("it is closed"):
        User.objects.filter(pk=user.pk).update(is_active=False)


def test_a_search_is_its_owners_alone(cast: Cast) -> None:
    row = saved(cast.anne)

    for stranger in (cast.claire, cast.nora, cast.administrator, cast.officer):
        client = browser(stranger)
        assert client.get(reverse("library:search", args=[row.pk])).status_code == 404
        for verb in ("open_search", "remove_search", "bring_back_search"):
            assert client.post(reverse(f"library:{verb}", args=[row.pk])).status_code == 404
        assert "Le récépissé" not in client.get(reverse("library:searches")).content.decode()
        for act in (operations.open_search, operations.remove_search, operations.bring_back_search):
            with pytest.raises(NotAllowed):
                act(row, by=stranger, at=AT)
    assert browser().get(reverse("library:searches")).status_code in (302, 404)


def test_a_search_is_renamed_removed_brought_back_and_after_a_day_gone(cast: Cast) -> None:
    row, anne = saved(cast.anne, at=timezone.now()), browser(cast.anne)
    where = reverse("library:search", args=[row.pk])
    form = form_to(anne.get(where).content.decode(), where)
    anne.post(where, form.filled(name="Un autre nom", rhythm=NEVER))
    stale = anne.post(where, form.filled(name="Encore un nom", rhythm=DAILY)).content.decode()
    assert "Un autre nom" in stale and "Encore un nom" in stale
    row.refresh_from_db()
    assert (row.read().name, row.rhythm, row.next_on) == ("Un autre nom", NEVER, None)

    anne.post(reverse("library:remove_search", args=[row.pk]), {"version": row.version})
    published(cast.lawyer, cast.nora)
    assert "Ôtées depuis moins d’un jour" in anne.get(reverse("library:searches")).content.decode()
    anne.post(reverse("library:bring_back_search", args=[row.pk]))
    row.refresh_from_db()
    assert row.removed_at is None

    now = timezone.now()
    operations.remove_search(row, by=cast.anne, at=now - 2 * DAY)
    with pytest.raises(searches.GoneForGood):
        operations.bring_back_search(row, by=cast.anne, at=now)
    operations.look_for_news(now)
    assert not SavedSearch.objects.exists()


def test_thirty_searches_are_enough(cast: Cast) -> None:
    for _number in range(searches.MOST_SEARCHES):
        saved(cast.anne)
    with pytest.raises(searches.TooMany):
        saved(cast.anne)


def test_ten_searches_cost_as_many_statements_as_one(cast: Cast) -> None:
    anne = browser(cast.anne)
    first = saved(cast.anne)
    published_at(cast, "pour-tous", AT + timedelta(hours=1))

    def cost(act: object) -> int:
        with CaptureQueriesContext(connections["default"]) as one, CaptureQueriesContext(connections["keys"]) as other:
            act()  # type: ignore[operator]
        return len(one) + len(other)

    def page() -> None:
        anne.get(reverse("library:searches"))
        anne.get(reverse("library:search", args=[first.pk]))

    page()
    few = (cost(page), cost(lambda: looked(AT + DAY)))
    for number in range(9):
        saved(cast.anne, words=f"récépissé numéro{number}")
    published_at(cast, "encore", AT + DAY + timedelta(hours=1))
    many = (cost(page), cost(lambda: looked(AT + 2 * DAY)))

    assert many[0] <= few[0] <= 2 * 24
    assert many[1] <= few[1]
