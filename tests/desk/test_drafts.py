"""Drafts as a list: what, when, go on, throw away; one's own alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from havre.desk import kept
from havre.record import drafts
from havre.record.models import Draft
from havre.referrals.drafting import KIND
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_ones_own_drafts_are_listed_taken_up_and_thrown_away(client: Client, cast: Cast) -> None:
    at = timezone.now()
    call = drafts.keep(cast.nora, KIND, {"answers": {}}, at=at)
    lost = drafts.keep(
        cast.nora, kept.KIND, {"path": "/x/", "fields": {"text": ["Elle a rappelé"]}, "at": at.isoformat()}, at=at
    )
    old = drafts.keep(cast.nora, KIND, {}, at=at - timedelta(days=20))
    client.force_login(cast.nora)

    page = client.get("/drafts/").content.decode()

    assert f"/referrals/new/{call.pk}" in page or str(call.pk) in page
    assert "Appel commencé" in page and f"/kept/?draft={lost.pk}" in page
    assert str(old.pk) not in page and "Elle a rappelé" not in page
    assert "Elle a rappelé" in client.get(f"/kept/?draft={lost.pk}").content.decode()
    client.post("/kept/forget/", {"draft": str(call.pk)})
    assert set(Draft.objects.values_list("pk", flat=True)) == {lost.pk, old.pk}


def test_nobody_throws_away_what_is_not_theirs(client: Client, cast: Cast) -> None:
    draft = drafts.keep(cast.nora, KIND, {}, at=timezone.now())
    client.force_login(cast.anne)

    assert str(draft.pk) not in client.get("/drafts/").content.decode()
    client.post("/kept/forget/", {"draft": str(draft.pk)})
    assert Draft.objects.filter(pk=draft.pk).exists()
