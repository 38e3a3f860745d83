"""Workloads 18 and 19: what one worker keeps in memory, and how many pages four clients get from it."""

from collections.abc import Iterator

from bench.databases import database_workload
from bench.pages import PAGE, SITUATIONS
from bench.runner import Finding, Options, Race

CLIENTS = 4
PAGES_EACH = 10
MOST_MEMORY = 3.5
MEGABYTE = 1024 * 1024


@database_workload(18, "memory of a worker after the first pages")
def memory(options: Options) -> Iterator[Finding]:
    """Havre with its engine loaded against a Django with accounts and sessions, each behind the same server."""
    from django.urls import reverse
    from django.utils import timezone

    from bench.house import cases
    from bench.house.served import serving

    at = timezone.now()
    people = cases.staff(at)
    cases.situations(options.scaled(SITUATIONS), people, at)
    cases.shelters(options.scaled(SITUATIONS // 10))
    [person, *_others] = cases.seekers(cases.WAITING, at)
    paths = ["/", PAGE, reverse("directory:list"), reverse("placements:search", args=[person.pk])]
    with serving("django") as bare, serving("havre", people[0].pk) as product:
        for _ in range(4):
            bare.ask("/", len(paths))
            for path in paths:
                product.ask(path)
        least, kept = bare.resident_bytes(), product.resident_bytes()
    if least and kept:
        figure = round(kept / least, 2)
        note = f"{kept // MEGABYTE} MB against {least // MEGABYTE} MB"
        yield Finding(f"{len(paths)} pages, four times", figure, MOST_MEMORY, figure <= MOST_MEMORY, note=note)


@database_workload(19, "pages for four clients from one worker")
def throughput(options: Options) -> Iterator[Race]:
    """The list of workload 1 for four clients at once: a fifth of the floor's pages is five times its time."""
    from django.utils import timezone

    from bench.house import cases
    from bench.house.served import serving

    at = timezone.now()
    people = cases.staff(at)
    cases.situations(options.scaled(SITUATIONS), people, at)
    with serving("list", people[0].pk) as bare, serving("havre", people[0].pk) as product:
        yield Race(
            f"{CLIENTS} clients, {PAGES_EACH} pages each",
            lambda: bare.burst("/", clients=CLIENTS, times=PAGES_EACH),
            lambda: product.burst(PAGE, clients=CLIENTS, times=PAGES_EACH),
            5,
        )
