"""The numbers of a year on the page: who reads them, what they say, and what they keep."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.accounts.models import User
from havre.common.disclosure import INSIDE, OUTSIDE
from havre.demo import years as demo_years
from havre.demo.world import Agency, World
from havre.evaluation.figures import read_years
from havre.evaluation.files import NAMES
from havre.record import facts
from havre.record.guard import housekeeping
from havre.record.models import Fact
from tests.cast import AT, Cast, account
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PERSON = {"gender": "Feminine", "age": "24-30", "purpose": "sexual", "with_children": False, "pregnant": False}
TODAY = AT.date()


def write(kind: str, year: int, number: int, **values: object) -> None:
    with housekeeping("facts"):
        Fact.objects.bulk_create(Fact(kind=kind, year=year, values=values) for _ in range(number))


def admit(year: int, number: int, days: str = "6", **changes: object) -> None:
    write("admission", year, number, **PERSON | changes)
    write("wait", year, number, days=days)


def page(user: User, year: int) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse("evaluation:year", kwargs={"year": year}))
    assert response.status_code == 200
    return response.content.decode()


def table(user: User, year: int, name: str) -> list[list[str]]:
    client = Client()
    client.force_login(user)
    response = client.get(reverse("evaluation:table", kwargs={"year": year, "name": name}))
    assert response["Content-Disposition"] == f'attachment; filename="{name}-{year}.csv"'
    return list(csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff")), delimiter=";"))


def heading(html: str) -> str:
    found = re.search(r'<h1 class="today">(.*?)</h1>', html)
    assert found
    return found[1].replace("\u00a0", " ")


def test_the_page_opens_with_a_sentence_and_tells_what_may_be_told(cast: Cast) -> None:
    admit(2026, 20, days="5")
    admit(2026, 3, purpose="labour")
    admit(2025, 40, days="15-30")
    write("request", 2026, 30, referrer="health")
    write("request", 2026, 2, referrer="state")
    write("means", 2026, 21, means="DebtBondage")
    write("means", 2026, 8, means="FalsePromises")

    html = page(cast.nora, 2026)

    assert heading(html) == "En 2026, 23 personnes accueillies, la moitié en 5 jours ou moins."
    assert "compté jusqu’à hier soir" in html
    assert "En 2025, 40 sur toute l’année." in html
    rows = dict(line for line in table(cast.nora, 2026, "purposes")[1:])
    assert rows["Exploitation sexuelle"] == rows["Exploitation par le travail, domestique compris"] == "masqué"
    assert rows["Ensemble"] == "23"
    means = dict(line for line in table(cast.nora, 2026, "means")[1:])
    assert means["Fausses promesses"] == "8"
    assert means["Dette"] == "masqué"  # the two who were without it could be counted from the 23
    assert ["Santé", "masqué"] in table(cast.nora, 2026, "requests")


def test_a_year_without_anybody_a_year_of_few_and_a_quarter_told_of_none(cast: Cast) -> None:
    admit(2024, 3)
    write("request", 2026, 1, referrer="health")

    assert heading(page(cast.nora, 2026)) == "En 2026, personne n’a encore été accueilli."
    assert heading(page(cast.nora, 2025)) == "En 2025, personne n’a été accueilli."
    few = page(cast.nora, 2024)
    assert heading(few) == "En 2024, trop peu de personnes accueillies pour dire combien."
    assert table(cast.nora, 2024, "waits")[1:] == [["Ensemble", "masqué"], *([words, "masqué"] for words in (
        "Un quart, au plus (jours)", "La moitié, au plus (jours)", "Trois quarts, au plus (jours)"))]  # fmt: skip


def test_without_any_fact_the_page_stands(cast: Cast) -> None:
    html = page(cast.nora, 2026)

    assert heading(html) == "En 2026, personne n’a encore été accueilli."
    for name in NAMES:
        assert table(cast.nora, 2026, name)


def test_outside_only_years_that_stand_still_are_told_and_only_from_eleven_on(cast: Cast) -> None:
    committee = account("Hélène C.", "committee")
    admit(2025, 25)
    admit(2025, 12, purpose="labour")
    admit(2024, 8)
    admit(2026, 50)
    client = Client()
    client.force_login(committee)

    assert client.get(reverse("evaluation:latest"))["Location"] == reverse("evaluation:year", kwargs={"year": 2025})
    assert client.get(reverse("evaluation:year", kwargs={"year": 2026})).status_code == 404
    assert client.get(reverse("evaluation:table", kwargs={"year": 2026, "name": "years"})).status_code == 404
    assert "2026" not in {line[0] for line in table(committee, 2025, "years")}
    assert heading(page(committee, 2024)) == "En 2024, trop peu de personnes accueillies pour dire combien."
    assert heading(page(cast.nora, 2024)).startswith("En 2024, 8 personnes")


def test_in_january_the_year_before_still_moves_and_stays_inside(cast: Cast) -> None:
    admit(2024, 30)
    admit(2025, 30)

    january = TODAY.replace(month=1)
    assert max(read_years(k=OUTSIDE, today=january)) == 2024
    assert max(read_years(k=OUTSIDE, today=TODAY.replace(month=2))) == 2025
    assert max(read_years(k=INSIDE, today=january)) == 2026


def test_who_reads_them(cast: Cast) -> None:
    readers = {cast.nora, cast.head, cast.lawyer, cast.project}
    others = {cast.officer, cast.administrator, cast.anne, cast.claire, cast.karim, cast.escort}

    for user in readers | others:
        client = Client()
        client.force_login(user)
        status = client.get(reverse("evaluation:year", kwargs={"year": 2026})).status_code
        assert (status == 200) == (user in readers), user.name


def test_a_strange_address_finds_nothing(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.nora)

    for address in ("/numbers/1789/", "/numbers/2027/", "/numbers/2026/persons.csv", "/numbers/99999999999999999999/"):
        assert client.get(address).status_code == 404


def test_the_page_takes_few_statements_whatever_the_number_of_facts(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.nora)
    address = reverse("evaluation:year", kwargs={"year": 2026})
    client.get(address)

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    few = statements()
    for year in range(2012, 2027):
        admit(year, 30)
        admit(year, 7, days="15-30", gender="Masculine", age="48+")
    assert statements() == few < 25


def test_what_happens_is_counted_the_night_after_and_a_move_once(cast: Cast) -> None:
    it = walk(cast, "arrived")
    assert not Fact.objects.exists()

    facts.write_pending(it.at(60))

    kinds = sorted(Fact.objects.values_list("kind", flat=True))
    assert kinds.count("admission") == kinds.count("wait") == kinds.count("request") == 1
    assert Fact.objects.get(kind="request").values == {"referrer": "health"}
    assert set(Fact.objects.get(kind="wait").values) == {"days"}
    assert all(set(one.values) == {"means"} for one in Fact.objects.filter(kind="means"))


def test_the_past_of_the_demonstration_is_what_was_published(cast: Cast) -> None:
    world = World(Random(1), AT, 118, agencies=[Agency(cast.hospital, "FR-06", "")])
    demo_years.write(world, until=AT - timedelta(days=3 * 365), by=None, at=AT)
    facts.write_pending(AT)
    years = read_years(k=INSIDE, today=TODAY)

    published = {2012: 66, 2013: 68, 2014: 70, 2015: 92, 2016: 82, 2017: 79, 2018: 86, 2019: 64}
    assert {year: years[year].admitted for year in published} == published
    assert years[2012].total("requests") == 76
    assert years[2018].table("purposes").part("sexual") is None  # 4 of 86 were something else: it stays inside
    assert all(70 <= (years[year].admitted or 0) <= 95 for year in range(2020, 2023))
    medians = [years[year].waits.median for year in published]
    assert all(median is not None and 5 <= median <= 8 for median in medians)
    admitted = Fact.objects.filter(kind="admission", year__lte=2019)
    with_children = sum(values["with_children"] for values in admitted.values_list("values", flat=True))
    assert 0.15 < with_children / admitted.count() < 0.35
