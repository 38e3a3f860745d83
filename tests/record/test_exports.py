"""Tables that leave the house: plain ones by one person, working profiles by two, secrets never; all on record."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

import pytest
from django.db import IntegrityError
from django.utils import translation

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common import tables
from havre.people.models import Person
from havre.record import audit, exporting, guard, taking
from havre.record.models import AuditEntry, Export, ExportState
from havre.record.operations import NotAllowed
from havre.record.transitions import NotNow
from tests.cast import AT, Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)


def asked(cast: Cast, table: str = "travel_days") -> Export:
    return exporting.ask_for_export(table, reason="réunion du lundi", by=cast.nora, at=AT)


def file_of(code: str, by: User) -> str:
    """The lines of a table as ``by`` takes it, without its watermark."""
    table = taking.find(code)
    assert table is not None
    with translation.override("fr"):
        return "".join(tables.blocks(table.heads, table.rows(by, AT), language="fr"))


def test_these_tables_are_offered_and_what_describes_takes_two() -> None:
    offered = {table.code: (table.right, table.alone) for table in taking._known.values()}

    assert offered == {
        "calls": (Permission.NOTE_CALLS, True),
        "network": (Permission.KEEP_DIRECTORY, True),
        "network_areas": (Permission.KEEP_DIRECTORY, False),
        "situations": (Permission.READ_SITUATIONS, True),
        "surveys": (Permission.READ_SURVEY_RESULTS, False),
        "training_report": (Permission.KEEP_TRAINING, True),
        "training_results": (Permission.READ_SURVEY_RESULTS, False),
        "travel_days": (Permission.COORDINATE, False),
        "travels": (Permission.COORDINATE, True),
        "waiting": (Permission.COORDINATE, False),
    }


def test_one_asks_another_confirms_and_the_first_takes_it_once(cast: Cast) -> None:
    row = asked(cast)
    with pytest.raises(NotNow):
        exporting.take_export(row, by=cast.nora, at=AT)
    with pytest.raises(exporting.SomebodyElse):
        exporting.confirm_export(row, by=cast.nora, at=AT)
    for stranger in (cast.lawyer, cast.project, cast.claire, cast.anne, cast.administrator, cast.officer):
        with pytest.raises(NotAllowed):
            exporting.confirm_export(Export.objects.get(), by=stranger, at=AT)

    exporting.confirm_export(row, by=cast.marc, at=AT + timedelta(hours=2))
    with pytest.raises(exporting.NotYours):
        exporting.take_export(row, by=cast.marc, at=AT + timedelta(hours=3))
    exporting.take_export(row, by=cast.nora, at=AT + timedelta(hours=3))

    with pytest.raises(NotNow):
        exporting.take_export(Export.objects.get(), by=cast.nora, at=AT + timedelta(hours=4))
    told = {e.event: audit.read_details(e) for e in AuditEntry.objects.filter(event__startswith="export_")}
    assert told.keys() == {"export_asked", "export_confirmed", "export_taken"}
    assert all(said["number"] == row.number and "réunion" not in str(said) for said in told.values())
    assert audit.verify().holds


def test_a_question_or_a_file_that_waits_a_day_lapses_whether_or_not_the_night_came(cast: Cast) -> None:
    first, second, fresh = asked(cast), asked(cast, "waiting"), asked(cast, "network_areas")
    exporting.confirm_export(second, by=cast.marc, at=AT + DAY / 2)

    with pytest.raises(exporting.Lapsed):
        exporting.confirm_export(first, by=cast.marc, at=AT + DAY)
    with pytest.raises(exporting.Lapsed):
        exporting.take_export(second, by=cast.nora, at=AT + DAY * 1.5)
    exporting.refuse_export(fresh, by=cast.marc, at=AT)

    assert exporting.lapse_exports(AT + DAY) == 1
    assert exporting.lapse_exports(AT + DAY * 2) == 1
    assert exporting.lapse_exports(AT + DAY * 3) == 0
    states = dict(Export.objects.values_list("table", "state"))
    assert states == {"travel_days": "lapsed", "waiting": "lapsed", "network_areas": "refused"}


def test_the_same_is_not_asked_twice_while_it_waits(cast: Cast) -> None:
    row = asked(cast)
    for reason in ("réunion du lundi", " Réunion  du lundi"):
        with pytest.raises(exporting.AskedAlready):
            exporting.ask_for_export("travel_days", reason=reason, by=cast.nora, at=AT + DAY / 2)
    exporting.confirm_export(row, by=cast.marc, at=AT + DAY / 2)
    with pytest.raises(exporting.AskedAlready):
        exporting.ask_for_export("travel_days", reason="réunion du lundi", by=cast.nora, at=AT + DAY)

    other = [
        ("travel_days", "bilan", cast.nora),
        ("waiting", "réunion du lundi", cast.nora),
        ("travel_days", "réunion du lundi", cast.marc),
    ]
    for table, reason, by in other:
        exporting.ask_for_export(table, reason=reason, by=by, at=AT + DAY)
    exporting.ask_for_export("travel_days", reason="réunion du lundi", by=cast.nora, at=AT + DAY * 2)  # it lapsed
    assert Export.objects.count() == 5


def test_the_database_itself_knows_that_one_person_is_not_two(cast: Cast) -> None:
    row = asked(cast)

    with pytest.raises(IntegrityError), guard.housekeeping("somebody tries"):
        Export.objects.filter(pk=row.pk).update(confirmed_by=cast.nora, confirmed_at=AT, state=ExportState.CONFIRMED)


def test_nobody_asks_without_a_reason_nor_for_what_they_do_not_read(cast: Cast) -> None:
    with pytest.raises(exporting.SayWhatFor):
        exporting.ask_for_export("waiting", reason="  ", by=cast.nora, at=AT)
    for code, who in (("waiting", cast.lawyer), ("network_areas", cast.lawyer), ("nothing", cast.nora)):
        with pytest.raises(NotAllowed):
            exporting.ask_for_export(code, reason="x", by=who, at=AT)
    with pytest.raises(taking.TwoPersons):
        taking.take_table("waiting", by=cast.nora, at=AT)
    assert not Export.objects.exists()


def test_no_table_tells_a_name_a_place_or_a_pseudonym(cast: Cast) -> None:
    it, waits = walk(cast, "travelling"), walk(cast, "searching", house=cast.s017)
    files = {code: file_of(code, cast.nora) for code in taking._known}

    assert all(file.startswith("\ufeff") and file.count("\r\n") >= 1 for file in files.values())
    assert it.person.reference in files["travels"] and "en route" in files["travels"]
    assert "2026-" not in files["travels"] and "2026-" in files["travel_days"]
    assert waits.person.reference in files["waiting"] and it.person.reference not in files["waiting"]
    assert "S058;" in files["network"] and "Manche" not in files["network"]
    assert "Manche" in files["network_areas"]
    secret = [
        "Blessing",
        "Osagie",
        "Nice",
        "Cherbourg",
        "0600000000",
        "S058-",
        "pcm",
        it.person.pseudonym,
        waits.person.pseudonym,
    ]
    assert [(code, word) for code, file in files.items() for word in secret if word in file] == []
    assert not any("S058" in files[code] for code in ("situations", "travels", "travel_days", "waiting", "calls"))


def test_a_file_of_any_length_is_never_held_whole_and_speaks_the_language_of_whoever_asked() -> None:
    drawn = []

    def endless() -> object:
        for number in range(10**9):
            drawn.append(number)
            yield [number, "=1+1"]

    with translation.override("en"):
        blocks = tables.blocks(["Référence"], endless(), language="en", mark="Download 7K2M-Q4XD")  # type: ignore[arg-type]
        first = "".join(islice(blocks, 2)).split("\r\n")

    assert first[:3] == ["\ufeffDownload 7K2M-Q4XD", "Référence", "0,'=1+1"]
    assert len(drawn) == tables.BLOCK - 2
    assert list(tables.blocks(["a", "b"], [], language="fr"))[1] == "a;b\r\n"


def test_rows_are_read_some_hundred_at_a_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "CHUNK", 2)
    for _ in range(5):
        walk(cast, "called", house=cast.s017)

    sizes = [len(chunk) for chunk in taking.in_chunks(Person.objects.order_by("pk"))]

    assert sizes == [2, 2, 1]
