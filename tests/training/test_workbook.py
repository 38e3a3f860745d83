"""A table of participants from a spreadsheet: read as pasted cells, within limits; columns of other names are placed."""

from __future__ import annotations

import io
import zipfile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from havre.training import spreadsheet, workbook
from havre.training.models import Registration
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.training.story import a_session


def book(*rows: list[object], far: str = "") -> bytes:
    made, kept = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    if far:
        made.active[far] = "x"
    made.create_sheet("Notes").append(["rien"])
    made.save(kept)
    return kept.getvalue()


def test_a_workbook_becomes_the_cells_that_one_would_have_pasted() -> None:
    told = spreadsheet.decode(
        book(["Nom", "Téléphone"], ["Zoé\tÉ", 600000000.0], [None, None], ["=1+1", "=HYPERLINK(1)"])
    )

    assert told == "Nom\tTéléphone\nZoé É\t600000000\n"


@pytest.mark.parametrize("far", ["A2500", "XFD1", "AP3"])
def test_a_sheet_that_goes_too_far_is_refused_and_not_cut(far: str) -> None:
    with pytest.raises(workbook.Unreadable) as refused:
        spreadsheet.decode(book(["Nom"], ["Ada A"], far=far))
    assert refused.value.words == workbook.TOO_FAR


def test_a_small_file_that_unfolds_into_a_large_one_is_refused_before_it_does() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * (workbook.MOST_UNPACKED + 1))
    with pytest.raises(workbook.Unreadable) as refused:
        spreadsheet.decode(kept.getvalue())
    assert refused.value.words == workbook.TOO_BIG


def test_what_is_broken_or_no_workbook_is_told() -> None:
    whole, other = book(["Nom"], ["Ada A"]), io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("readme.txt", "x")
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(bomb, "w") as packed:
        for name in source.namelist():
            laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
            packed.writestr(name, laughs if name == "xl/worksheets/sheet1.xml" else source.read(name))

    for wrong in (whole[:200], whole[: len(whole) // 2], other.getvalue(), b"PK\x03\x04" + b"\0" * 90):
        with pytest.raises(workbook.Unreadable):
            spreadsheet.decode(wrong)
    assert "aaaa" not in spreadsheet.decode(bomb.getvalue())


def test_other_titles_are_named_and_the_likely_column_is_proposed() -> None:
    table = "Nom complet;Adresse e-mail pro;Âge\nAda A;ada@example.org;33"
    told = spreadsheet.read(table)

    assert "Nom complet" in told.trouble
    assert [(one.title, one.proposed) for one in told.unknown] == [
        ("Nom complet", "name"), ("Adresse e-mail pro", "mail"), ("Âge", ""),
    ]  # fmt: skip
    placed = {one.title: one.proposed for one in told.unknown}
    again = spreadsheet.read(table, placed)
    assert again.is_good
    assert (again.lines[0].coming.who.name, again.lines[0].coming.reach.mail) == ("Ada A", "ada@example.org")
    assert spreadsheet.read(table, placed | {"Âge": "name"}).trouble


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_workbook_is_shown_placed_and_registered_whole_on_its_page(cast: Cast) -> None:
    session, nora = a_session(cast.nora), Client()
    where = reverse("training:import", args=[session.pk])
    data = book(["Nom complet", "Groupe"], ["Ada A", "santé"], ["Bea B", "danse"])
    with time_machine.travel(AT, tick=False):
        nora.force_login(cast.nora)
        shown = nora.post(where, {"file": SimpleUploadedFile("liste.xlsx", data)}).content.decode()
        assert "Nom complet" in shown
        form = form_to(shown, where)
        wrong = nora.post(where, form.filled()).content.decode()
        assert "« danse »" in wrong.replace("\u00a0", " ")
        assert not Registration.objects.exists()
        table = form.filled()["table"]
        table = (table[0] if isinstance(table, list) else table).replace("danse", "justice, avocats")
        nora.post(where, form.filled(table=table) | {"keep": "yes"})
    assert Registration.objects.count() == 2
