"""«Cette semaine»: what brings whoever comes by back, one line on the page where the account arrives."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.accounts.roles import ROLES
from havre.resources import operations as resources
from havre.training import operations as training
from havre.training.models import Registration
from tests.cast import AT, Cast, account
from tests.network.story import a_topic, carried, tell
from tests.resources.pages import published
from tests.resources.story import answered
from tests.training.story import a_session, coming
from tests.training.story import address_of as training_address

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)
LINE = re.compile(r"Cette semaine : </span>(.*?)</p>", re.S)


def this_week(user: User, at: datetime) -> list[tuple[str, str]]:
    """(sentence, address) of each thing told on the first page of ``user``."""
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(user)
        page = html.unescape(client.get("/", follow=True).content.decode()).replace("\u00a0", " ")
    found = LINE.search(page)
    return [(text, url) for url, text in re.findall(r'<a href="([^"]*)">([^<]*)</a>', found[1])] if found else []


def test_a_partner_reads_what_is_new_and_where(cast: Cast) -> None:
    answer = answered(cast.claire, cast.lawyer)
    topic = a_topic(cast.nora, tell(cast.claire, cast.s058.organisation))
    published(cast.lawyer, cast.nora, audience="professionals")

    assert this_week(cast.claire, AT + DAY) == [
        ("une réponse à votre question", reverse("resources:own", args=[answer.pk])),
        ("un sujet que vous portez a avancé", reverse("network:mine")),
        ("une page nouvelle à la bibliothèque", f"{reverse('library:new')}?mois={AT:%Y-%m}"),
    ]
    assert this_week(cast.claire, AT + 8 * DAY) == []
    carried(cast.nora, topic, on=(AT + 7 * DAY).date(), at=AT + 7 * DAY)
    assert this_week(cast.claire, AT + 8 * DAY) == [("un sujet que vous portez a avancé", reverse("network:mine"))]


def test_an_answer_that_was_judged_is_no_news(cast: Cast) -> None:
    answer = answered(cast.anne, cast.lawyer)
    answer.refresh_from_db()
    resources.say_whether_it_helped(answer, helped="yes", by=cast.anne, at=AT)

    assert this_week(cast.anne, AT + DAY) == []


def test_the_session_one_comes_to_is_told_in_its_week(cast: Cast) -> None:
    session = a_session(cast.nora, needs_approval=False)
    row = training.register_self(session, coming=coming("Anne Faure"), address_of=training_address, by=cast.anne, at=AT)
    starts = datetime.combine(session.starts_on, AT.timetz())

    assert this_week(cast.anne, starts - 8 * DAY) == []
    assert Registration.objects.get(pk=row.pk).state == "registered"
    [(said, url)] = this_week(cast.anne, starts - 7 * DAY)
    assert said.startswith("votre session, le ") and url == reverse("training:own", args=[row.pk])
    assert this_week(cast.lawyer, starts - 7 * DAY) == []


def test_news_of_others_is_nobodys(cast: Cast) -> None:
    answered(cast.claire, cast.lawyer)
    a_topic(cast.nora, tell(cast.claire, cast.s058.organisation))
    published(cast.lawyer, cast.nora, audience="partners")

    assert this_week(cast.anne, AT + DAY) == []
    assert [said for said, _url in this_week(cast.other_manager, AT + DAY)] == ["une page nouvelle à la bibliothèque"]


def test_whoever_keeps_training_and_the_network_reads_what_comes_and_what_waits(cast: Cast) -> None:
    session = a_session(cast.project)
    starts = datetime.combine(session.starts_on, AT.timetz())
    difficulty = tell(cast.claire, cast.s058.organisation)

    assert this_week(cast.project, starts - 8 * DAY) == [
        ("une difficulté attend d’être jointe", reverse("network:told"))
    ]
    a_topic(cast.nora, difficulty)
    for day in (starts - 7 * DAY, starts):
        [(said, url)] = this_week(cast.project, day)
        assert said == "session du 14 avril" and url == reverse("training:detail", args=[session.pk])
    assert this_week(cast.lawyer, starts) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_arrives_on_a_page_of_its_own(cast: Cast, client: Client, role: str) -> None:
    organisation = cast.s058.organisation if role.startswith("shelter") else cast.hospital
    scoped = organisation if ROLES[role].scope == "organisation" else None
    client.force_login(account("Ada Novice", role, scoped))

    page = client.get("/", follow=True)

    assert page.status_code == 200
    assert "pas encore de rôle" not in page.content.decode()
