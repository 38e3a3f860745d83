"""Documents handed to those who come: read for a time by those who have a seat, and by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import User
from havre.record import guard
from havre.record.operations import NotAllowed, Stale
from havre.record.transitions import NotNow
from havre.resources.library import files
from havre.training import operations
from havre.training.models import Registration, Session
from havre.training.models_materials import SessionMaterial
from havre.training.operations.materials import MOST_MATERIALS, EnoughMaterials
from tests.cast import AT, Cast, account
from tests.resources.pages import a_docx, a_pdf
from tests.training.story import ON_THE_DAY, a_session, held, planned
from tests.training.test_coming import guest_of, opened, token_of
from tests.training.test_objectives import annes
from tests.training.test_pages import page, seated

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("in_march")]
DAY = timedelta(days=1)
LAST_DAY_TO_READ = AT.replace(month=7, day=14)
SLIDES, WORDS = "diaporama-marmotte.pdf", "les mots du diaporama"


def handed(session: Session, by: User, name: str = SLIDES, content: bytes = b"") -> SessionMaterial:
    return operations.add_material(session, name=name, content=content or a_pdf(WORDS), by=by, at=timezone.now())


def trainer_of(cast: Cast, session: Session, name: str = "Véra T.") -> User:
    vera = account(name, "trainer")
    row = operations.add_trainer(name=name, account=vera, by=cast.nora, at=AT)
    operations.add_teaching(session, trainer=row, by=cast.nora, at=AT)
    return vera


def sent(client: Client, session: Session, content: bytes, name: str = SLIDES, module: str = "") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("training:materials", args=[session.pk]), {"file": file, "module": module}, follow=True)  # type: ignore[return-value]


def status(client: Client, name: str, *arguments: object) -> int:
    return client.get(reverse(name, args=arguments)).status_code


def test_a_participant_takes_it_along_while_materials_are_read_and_not_after(cast: Cast) -> None:
    session = a_session(cast.nora)
    mine, token, row = annes(cast, session), token_of(cast, session), handed(session, cast.nora)
    doors = [("training:own", [mine.pk], "training:own_material", [mine.pk, row.pk]), ("training:guest", [], "training:guest_material", [row.pk])]  # fmt: skip

    for moment, is_read in ((AT, True), (LAST_DAY_TO_READ, True), (LAST_DAY_TO_READ + DAY, False)):
        with time_machine.travel(moment, tick=False):
            for client, (told, of, taken, at) in zip((seated(cast.anne), opened(token)), doors, strict=True):
                assert (SLIDES in page(client, told, *of)) is is_read
                assert (reverse(taken, args=at) in page(client, told, *of)) is is_read
                assert status(client, taken, *at) == (200 if is_read else 404)


def test_it_leaves_as_it_came_beside_the_page_under_a_name_that_says_nothing(cast: Cast) -> None:
    session, content = a_session(cast.nora), a_pdf(WORDS)
    guest, row = guest_of(cast, session), handed(session, cast.nora, content=content)

    answer = guest.get(reverse("training:guest_material", args=[row.pk]))

    assert answer.content == content
    assert answer["Content-Disposition"] == 'attachment; filename="document-1.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")


def test_whoever_waits_gave_up_comes_elsewhere_or_is_a_stranger_finds_nothing(cast: Cast) -> None:
    session = a_session(cast.nora, seats=1)
    seated_one, waiting = guest_of(cast, session, "Ada A"), guest_of(cast, session, "Bea B")
    elsewhere = guest_of(cast, a_session(cast.nora), "Cleo C")
    row = handed(session, cast.nora)
    guest, desk = reverse("training:guest_material", args=[row.pk]), reverse("training:material", args=[row.pk])

    assert seated_one.get(guest).status_code == 200
    for client in (waiting, elsewhere, Client(), seated(cast.claire)):
        assert client.get(guest).status_code == 404
        assert client.get(desk).status_code in (302, 404)
    assert SLIDES not in page(waiting, "training:guest")
    seated_one.post(reverse("training:guest"))
    assert seated_one.get(guest).status_code == 404
    assert waiting.get(guest).status_code == 200


def test_the_registration_of_somebody_else_opens_nothing(cast: Cast) -> None:
    session, other = a_session(cast.nora), a_session(cast.nora)
    hers, row, there = annes(cast, session), handed(session, cast.nora), handed(other, cast.nora)

    assert status(seated(cast.claire), "training:own_material", hers.pk, row.pk) == 404
    assert status(seated(cast.anne), "training:own_material", hers.pk, there.pk) == 404
    operations.cancel_registration(Registration.objects.get(pk=hers.pk), by=cast.anne, at=AT)
    assert status(seated(cast.anne), "training:own_material", hers.pk, row.pk) == 404


def test_a_trainer_hands_out_for_her_own_session_until_its_last_day(cast: Cast) -> None:
    session, other = a_session(cast.nora), a_session(cast.nora)
    vera, row = trainer_of(cast, session), handed(other, cast.nora)
    where, there = (reverse("training:materials", args=[one.pk]) for one in (session, other))

    client = seated(vera)
    assert where in page(client, "training:today")
    assert "Le document est ajouté." in sent(client, session, a_pdf(WORDS), module="Reconnaître").content.decode()
    (mine,) = session.materials.all()
    assert mine.module == "Reconnaître"
    assert status(client, "training:material", mine.pk) == 200
    for name, arguments in (("training:materials", [other.pk]), ("training:material", [row.pk])):
        assert status(client, name, *arguments) == 404
    assert client.post(there, {"file": SimpleUploadedFile(SLIDES, a_pdf(WORDS))}).status_code == 404
    assert client.post(reverse("training:take_out_material", args=[row.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        handed(other, vera)
    with pytest.raises(NotAllowed):
        operations.take_out_material(row, by=vera, at=AT)
    with time_machine.travel(ON_THE_DAY + 2 * DAY, tick=False):
        assert seated(vera).get(where).status_code == 404
        assert seated(cast.nora).get(where).status_code == 200


def test_the_desk_adds_reads_and_takes_out_in_two_steps(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    sent(nora, session, a_docx("bonjour"), "fiche.docx")
    row = session.materials.get()

    assert "fiche.docx" in page(nora, "training:detail", session.pk)
    shown = page(nora, "training:materials", session.pk)
    assert '<summary class="s">Ôter' in shown
    assert "DOCX" in shown
    answer = nora.post(reverse("training:take_out_material", args=[row.pk]), follow=True)
    assert "Le document est ôté." in answer.content.decode()
    assert not session.materials.exists()
    with pytest.raises(Stale):
        operations.take_out_material(row, by=cast.nora, at=AT)
    with guard.housekeeping("she reads English"):
        User.objects.filter(pk=cast.nora.pk).update(language="en")
    for shown in (page(nora, "training:materials", session.pk), page(nora, "training:detail", session.pk)):
        assert "Documents for participants" in shown


def test_what_is_no_plain_document_is_refused_with_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    refused = [
        (a_pdf("x", script=True), "contient un programme"), (a_docx("x", macro=True), "contient un programme"),
        (b"<html><script>1</script>", "Ce n’est ni un PDF"), (b"", "Ce fichier est vide"),
    ]  # fmt: skip

    for content, said in refused:
        answer = sent(nora, session, content, module="Reconnaître").content.decode().replace("\u00a0", " ")
        assert said in answer
        assert '<option value="Reconnaître" selected' in answer
    nothing = nora.post(reverse("training:materials", args=[session.pk]), {}).content.decode()
    assert "Choisissez un fichier." in nothing
    monkeypatch.setattr("havre.resources.library.uploading.MOST_BYTES", 1_000)
    assert "dépasse 20 Mo" in sent(nora, session, b"%PDF-" + b"0" * 70_000).content.decode().replace("\u00a0", " ")
    with pytest.raises(files.Active):
        handed(session, cast.nora, content=a_pdf("x", script=True))
    assert not session.materials.exists()


def test_the_twenty_first_is_refused_and_one_may_come_where_one_was_taken_out(cast: Cast) -> None:
    session, content = a_session(cast.nora), a_pdf(WORDS)
    rows = [handed(session, cast.nora, content=content) for _number in range(MOST_MATERIALS)]

    with pytest.raises(EnoughMaterials):
        handed(session, cast.nora, content=content)
    assert "déjà vingt documents" in sent(seated(cast.nora), session, content).content.decode()
    operations.take_out_material(rows[3], by=cast.nora, at=AT)
    handed(session, cast.nora, content=content)
    assert session.materials.count() == MOST_MATERIALS


def test_a_cancelled_session_takes_none_and_neither_does_one_that_is_long_over(cast: Cast) -> None:
    session, over = a_session(cast.nora), a_session(cast.nora)
    row = handed(session, cast.nora)
    operations.cancel_session(session, by=cast.nora, at=AT)
    session.refresh_from_db()

    with pytest.raises(NotNow):
        handed(session, cast.nora)
    with pytest.raises(NotNow):
        operations.take_out_material(
            SessionMaterial.objects.select_related("session").get(pk=row.pk), by=cast.nora, at=AT
        )
    assert "plus personne ne les lit" in page(seated(cast.nora), "training:materials", session.pk)
    with time_machine.travel(LAST_DAY_TO_READ + DAY, tick=False), pytest.raises(NotNow):
        handed(over, cast.nora)


def test_the_night_after_its_time_it_is_destroyed_and_what_was_moved_stays(cast: Cast) -> None:
    session, _rows = held(cast.nora)
    moved, cancelled = a_session(cast.nora), a_session(cast.nora)
    for one in (session, moved, cancelled):
        handed(one, cast.nora)
    operations.cancel_session(cancelled, by=cast.nora, at=AT)
    later = planned()
    later.starts_on += 30 * DAY
    operations.change_session(moved, planned=later, by=cast.nora, at=AT)

    assert operations.end_materials(LAST_DAY_TO_READ) == 1
    assert not cancelled.materials.exists()
    assert session.materials.count() == 1
    assert operations.end_materials(LAST_DAY_TO_READ + DAY) == 1
    assert not session.materials.exists()
    assert moved.materials.count() == 1
    assert Session.objects.filter(pk=session.pk).exists()


def test_it_goes_with_the_session_at_the_latest(cast: Cast) -> None:
    session, _rows = held(cast.nora)
    handed(session, cast.nora)

    assert operations.forget_old(AT + 6 * 365 * DAY) == 1
    assert not SessionMaterial.objects.exists()


def test_neither_its_name_nor_a_word_of_it_stands_in_the_database(cast: Cast) -> None:
    row = handed(a_session(cast.nora), cast.nora)
    assert (row.unseal("name"), row.unseal_file()) == (SLIDES, a_pdf(WORDS))

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, content FROM training_sessionmaterial")
        ((name, content),) = cursor.fetchall()
    assert b"marmotte" not in bytes(name)
    assert WORDS.encode() not in bytes(content)
    assert b"%PDF" not in bytes(content)
    assert b"JVBERi" not in bytes(content)
    with guard.housekeeping("sealed under another session, it does not open"):
        SessionMaterial.objects.filter(pk=row.pk).update(session=a_session(cast.nora))
    with pytest.raises(Exception, match=r"training\.SessionMaterial"):
        SessionMaterial.objects.get(pk=row.pk).unseal("name")


def test_a_large_one_is_written_nowhere_on_its_way(cast: Cast, settings: LazySettings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"
    session, content = a_session(cast.nora), a_docx("mot " * 1_000_000)

    assert "Le document est ajouté." in sent(seated(cast.nora), session, content).content.decode()
    assert session.materials.get().unseal_file() == content


def test_pages_ask_no_more_for_many_documents(cast: Cast) -> None:
    session = a_session(cast.nora)
    nora, where = seated(cast.nora), reverse("training:materials", args=[session.pk])
    counts = []
    for number in (1, 5):
        for _one in range(number):
            handed(session, cast.nora)
        counts.append(statements(nora, where))

    assert counts[0] == counts[1] < 25


def statements(client: Client, where: str) -> int:
    client.get(where)
    with CaptureQueriesContext(connections["default"]) as plain, CaptureQueriesContext(connections["keys"]) as of_keys:
        client.get(where)
    return len(plain) + len(of_keys)
