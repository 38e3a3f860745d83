"""Workloads 1, 2, 3, 6, 8 and 20: pages as coordinators ask for them, against the barest page of the same rows."""

from collections.abc import Callable, Iterator
from typing import Any

from bench.databases import database_workload
from bench.runner import Finding, Options, Race, measure

SITUATIONS = 10_000
MANY = 100_000
TRAVELLING = 200
SHELTERS = 1_000
DEMO_PARTNERS = 12
PAGE = "/situations/"
VARIANTS = {
    "list as it opens": "",
    "filtered by state, sorted by its next day": "?state=accommodated&tri=echeance",
    "all, sorted by state, backwards": "?show=all&tri=-etape",
}
QUEUE = {
    "queue as it opens": "",
    "answered, one field": "?show=answered&field=legal",
    "all, the oldest first": "?show=all&tri=jour",
}
ROWS = """<!doctype html><html lang="fr"><title>Situations</title><table>{% for row in rows %}<tr>
<td><a href="/s/{{ row.person_id }}/">{{ row.person.pseudonym }}</a> {{ row.person.reference }}</td><td>{{ row.state }}</td>
<td>{{ row.since|date:"j F" }}</td><td>{{ row.next_due|date:"j F" }}</td><td>{{ row.owner_id }}</td></tr>{% endfor %}
</table><p>{{ user.pk }}</p></html>"""


def bare_list(user: Any, *, rows: int = 20) -> Callable[[], object]:
    """The floor: session, account, one statement with the same joins, one template."""
    from django.http import HttpRequest, HttpResponse
    from django.template import engines

    from bench.house.visitor import Bare
    from havre.journey.models import Journey

    template = engines["django"].from_string(ROWS)

    def view(request: HttpRequest) -> HttpResponse:
        found = Journey.objects.filter(state="accommodated").select_related("person", "owner").order_by("next_due")
        return HttpResponse(template.render({"rows": found[:rows], "user": request.user}))

    return Bare(user, view).get


@database_workload(1, "list of situations, 20 of 10,000")
def list_page(options: Options) -> Iterator[Race]:
    from django.utils import timezone

    from bench.house import cases
    from bench.house.visitor import Visitor

    people = cases.staff(timezone.now())
    cases.situations(options.scaled(SITUATIONS), people, timezone.now())
    visitor, floor = Visitor(people[0]), bare_list(people[0])
    for variant, query in VARIANTS.items():
        yield _race(variant, floor, visitor, PAGE + query, demand=5, queries=12)


def bare_row(user: Any, pk: Any) -> Callable[[], object]:
    """A floor: session, account, one row by its key, a line of text."""
    from django.http import HttpRequest, HttpResponse

    from bench.house.visitor import Bare
    from havre.journey.models import Journey

    def view(request: HttpRequest) -> HttpResponse:
        row = Journey.objects.select_related("person").get(pk=pk)
        return HttpResponse(f"{row.person.pseudonym} {row.state} {request.user.pk}")

    return Bare(user, view).get


def _race(variant: str, floor: Callable[[], object], visitor: Any, path: str, *, demand: float, queries: int) -> Race:
    return Race(
        variant, floor, lambda: visitor.get(path), demand, queries=lambda: visitor.queries(path),
        queries_demand=queries,
    )  # fmt: skip


@database_workload(2, "the same list among ten times as many")
def long_list_page(options: Options) -> Iterator[Race | Finding]:
    """One database holds 10,000 first and 100,000 afterwards, so both are measured against a page that never grows."""
    from django.utils import timezone

    from bench.house import cases
    from bench.house.visitor import Visitor
    from havre.journey.models import Journey

    at = timezone.now()
    people = cases.staff(at)
    few, many = options.scaled(SITUATIONS), options.scaled(MANY)
    cases.situations(few, people, at)
    row = Journey.objects.values_list("pk", flat=True)[0]
    visitor, floor = Visitor(people[0]), bare_row(people[0], row)
    before = {variant: _figure(floor, visitor, PAGE + query) for variant, query in VARIANTS.items()}
    cases.situations(many - few, people, at, first=few)
    cases.settle()
    for variant, query in VARIANTS.items():
        growth = _figure(floor, visitor, PAGE + query) / before[variant]
        yield Finding(f"{variant}, {many} against {few}", round(growth, 3), 1.3, growth <= 1.3)


def _figure(floor: Callable[[], object], visitor: Any, path: str) -> float:
    return measure(2, "", Race("", floor, lambda: visitor.get(path), None)).ratio


@database_workload(3, "page of one situation")
def situation_page(options: Options) -> Iterator[Race]:
    """A situation of the demonstration with its thread, stay, needs and agreements, among 10,000."""
    from django.utils import timezone

    from bench.house import cases
    from bench.house.visitor import Visitor
    from havre import demo
    from havre.accounts.models import User
    from havre.journey.models import Journey
    from havre.record.models import TimelineEntry

    demo.build(size=DEMO_PARTNERS, progress=lambda share, what: None)
    coordinator = User.objects.filter(membership__role="coordinator").order_by("pk")[0]
    cases.situations(options.scaled(SITUATIONS), [coordinator], timezone.now())
    there = Journey.objects.filter(state="accommodated", person__past__isnull=False)
    person = max(there, key=lambda row: TimelineEntry.objects.filter(subject=row.pk).count()).pk
    visitor, path = Visitor(coordinator), f"{PAGE}{person}/"
    yield _race("with thread, stay, needs", bare_row(coordinator, person), visitor, path, demand=25, queries=20)


@database_workload(6, "travel board, 200 under way")
def travel_board(options: Options) -> Iterator[Race]:
    from django.urls import reverse
    from django.utils import timezone

    from bench.house import cases
    from bench.house.visitor import Visitor

    at = timezone.now()
    people = cases.staff(at)
    cases.situations(options.scaled(SITUATIONS), people, at)
    cases.journeys_under_way(TRAVELLING, at)
    page = bare_list(people[0])

    def floor() -> None:
        for _ in range(TRAVELLING // 20):
            page()

    path = reverse("placements:travel_board")
    yield _race(f"{TRAVELLING} rows", floor, Visitor(people[0]), path, demand=3, queries=20)


@database_workload(8, "search page at 1,000 shelters")
def search_page(options: Options) -> Iterator[Race]:
    from django.urls import reverse
    from django.utils import timezone

    from bench.house import cases
    from bench.house.visitor import Visitor

    at = timezone.now()
    people = cases.staff(at)
    cases.situations(SITUATIONS // 10, people, at)
    cases.shelters(options.scaled(SHELTERS))
    [person, *_others] = cases.seekers(cases.WAITING, at)
    cases.settle()
    path = reverse("placements:search", args=[person.pk])
    yield _race(f"{cases.WAITING} who wait", bare_list(people[0]), Visitor(people[0]), path, demand=6, queries=25)


@database_workload(20, "queue of the advice desk, 20 of 100,000")
def advice_queue(options: Options) -> Iterator[Race]:
    from django.utils import timezone

    from bench.house import cases, questions
    from bench.house.visitor import Visitor

    at = timezone.now()
    people = cases.staff(at)
    cases.situations(options.scaled(SITUATIONS), people, at)
    questions.requests(options.scaled(MANY), people, at)
    cases.settle()
    visitor, floor = Visitor(people[0]), bare_list(people[0])
    for variant, query in QUEUE.items():
        yield _race(variant, floor, visitor, "/advice/" + query, demand=5, queries=14)


@database_workload(21, "list of training sessions, 20 of 100,000")
def training_list(options: Options) -> Iterator[Race]:
    from django.utils import timezone

    from bench.house import cases, sessions
    from bench.house.visitor import Visitor

    at = timezone.now()
    people = cases.staff(at)
    cases.situations(options.scaled(SITUATIONS), people, at)
    sessions.sessions(options.scaled(MANY), at)
    cases.settle()
    visitor, floor = Visitor(people[0]), bare_list(people[0])
    for variant, query in {"to come": "", "of a year, latest first": f"?year={at.year}"}.items():
        yield _race(variant, floor, visitor, "/training/" + query, demand=5, queries=14)
