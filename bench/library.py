"""Workload 22: searching the library, page and all, against the full-text query of the same database."""

from collections.abc import Iterator

from bench.databases import database_workload
from bench.runner import Options, Race

DOCUMENTS = 10_000
SEARCHES = (("two words", ["plainte", "danger"]), ("one word", ["préfecture"]), ("four words", ["demande", "asile", "délai", "avocat"]))  # fmt: skip
SLIP = ("two slips of the hand", "plaintte dagner", ["plainte", "danger"])


@database_workload(22, "search of the library, 10,000 documents")
def search_library(options: Options) -> Iterator[Race]:
    from django.utils import timezone

    from bench.house import cases, library
    from bench.house.visitor import Visitor, statements

    at = timezone.now()
    people = cases.staff(at)
    library.documents(options.scaled(DOCUMENTS), people[0], at)
    cases.settle()
    visitor = Visitor(people[0])
    for variant, typed, words in (*((name, " ".join(words), words) for name, words in SEARCHES), SLIP):
        path, floor = visitor.led_to("/library/", {"words": typed}), library.bare_search(words)

        def product(path: str = path) -> None:
            if b"<mark>" not in visitor.get(path).content:
                raise AssertionError(f"nothing found: {path}")

        yield Race(variant, floor, product, 15, queries=lambda run=product: statements(run), queries_demand=25)  # type: ignore[misc]
