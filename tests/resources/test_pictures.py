"""Pictures of a page: what is kept of a file, who reads them and how they are told to whoever does not see them."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.record.operations import Refusal
from havre.resources import operations
from havre.resources.library import pictures, rendering
from havre.resources.models import LibraryDocument
from havre.resources.operations.pages import NoSuchPicture, NoWords
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.resources.pages import a_pdf, handed_out, text, written

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
A_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAwRXhpZgAATU0AKgAAAAgAAQEOAAIAAAAOAAAAGgAAAAB0YWtlbiBhdCBob21lAP/bAEMA"
    "GxIUFxQRGxcWFx4cGyAoQisoJSUoUTo9MEJgVWVkX1VdW2p4mYFqcZBzW12FtYaQnqOrratngLzJuqbHmairpP/AAAsIAAQACAEB"
    "EQD/xAAUAAEAAAAAAAAAAAAAAAAAAAAE/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAAPwAj/9k="
)
"""A grey surface of 8 by 4, with a word on where it was taken."""
BODY = "## Le chemin\n\n![Trois portes, la deuxième ouverte](picture:chemin.png)\n"


def browser(user: User | None = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def a_png(wide: int = 40, high: int = 20) -> bytes:
    """One colour, and words beside it that nobody sees."""
    raw = b"".join(b"\0" + bytes([12, 85, 99]) * wide for _row in range(high))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)), (b"tEXt", b"Comment\0taken at home")]
    parts += [(b"IDAT", zlib.compress(raw)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def told_size(content: bytes) -> tuple[int, int]:
    wide, high = struct.unpack(">II", content[16:24])
    return wide, high


def shown_page(cast: Cast) -> LibraryDocument:
    """A published page with a picture in it."""
    page = written(cast.lawyer, body=BODY)
    row = handed_out(page, cast.lawyer, cast.nora, "Chemin.PNG", a_png())
    operations.submit_page(page, by=cast.lawyer, at=AT)
    operations.publish_page(page, by=cast.nora, at=AT)
    return row


def test_a_picture_is_drawn_anew_and_nothing_else_of_its_file_is_kept() -> None:
    drawn = pictures.drawn(a_png())

    assert drawn.startswith(b"\x89PNG") and told_size(drawn) == (40, 20)
    assert b"taken at home" in a_png() and b"taken at home" not in drawn
    assert told_size(pictures.drawn(a_png(3200, 10))) == (pictures.MOST_WIDE, 5)
    photograph = pictures.drawn(A_JPEG)
    assert b"taken at home" in A_JPEG and b"taken at home" not in photograph and told_size(photograph) == (8, 4)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (a_png()[:60], pictures.Unseen),
        (b"\x89PNG\r\n\x1a\n", pictures.Unseen),
        (b"\xff\xd8\xff\xe0\x00\x04ab", pictures.Unseen),
        (b"\xff\xd8\xff\xe0\x00\x00" + b"\xff" * 40, pictures.Unseen),
        (a_png()[:16] + struct.pack(">II", 60_000, 60_000) + a_png()[24:], pictures.TooLarge),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_refused_in_words(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        pictures.drawn(content)


def test_the_size_of_a_photograph_is_read_before_it_is_unfolded() -> None:
    head = b"\xff\xd8\xff\xe1\x00\x06Exif" + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 50_000, 50_000) + b"\x03" * 12

    with pytest.raises(pictures.TooLarge):
        pictures.drawn(head)


def test_a_picture_has_a_plain_name_and_two_of_one_page_have_two() -> None:
    assert pictures.name_of("Été à la mer (2).JPG", []) == "Ete-a-la-mer-2.png".lower()
    assert pictures.name_of("../../..", ["image.png"]) == "image-2.png"


def test_a_page_shows_its_picture_with_words_once_two_people_read_both(cast: Cast) -> None:
    page = written(cast.lawyer, body=BODY)
    with pytest.raises(NoSuchPicture):
        operations.submit_page(page, by=cast.lawyer, at=AT)
    lawyer, where = browser(cast.lawyer), reverse("library:one", args=[page.pk])
    form = form_to(lawyer.get(where).content.decode(), reverse("library:add_document", args=[page.pk]))
    lawyer.post(form.action, form.filled() | {"file": SimpleUploadedFile("Chemin.png", a_png())})
    row = LibraryDocument.objects.get()
    assert (row.type, row.name) == ("png", "chemin.png") and b"taken at home" not in bytes(row.content)
    assert "](picture:chemin.png)" in lawyer.get(where).content.decode()
    page.refresh_from_db()
    operations.submit_page(page, by=cast.lawyer, at=AT)
    with pytest.raises(NoSuchPicture):
        operations.publish_page(page, by=cast.nora, at=AT)
    address = reverse("library:document", args=[row.pk])
    assert browser().get(address).status_code == 404

    operations.publish_document(row, by=cast.nora, at=AT)
    operations.publish_page(page, by=cast.nora, at=AT)

    shown = browser().get(reverse("library:page", args=["fr", "delai"])).content.decode()
    assert f'<img src="{address}" alt="Trois portes, la deuxième ouverte">' in shown
    assert "chemin.png" not in shown.replace(address, ""), "it is read in the text, not taken beside it"
    answer = browser().get(address)
    assert answer.headers["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    found = browser().post(reverse("library:home"), {"words": "portes"}, follow=True).content.decode()
    assert "la deuxième ouverte" in found


def test_words_for_a_picture_are_demanded_and_one_from_elsewhere_is_not_shown(cast: Cast) -> None:
    for body, refusal in (
        ("![](picture:chemin.png)", NoWords),
        ("![Un logo](https://example.org/a.png)", NoSuchPicture),
        ("![Un logo](/static/a.png)", NoSuchPicture),
    ):
        with pytest.raises(refusal):
            operations.write_page("autre", "fr", text=text(body=body), by=cast.lawyer, at=AT)

    html = rendering.shown("![Un <b>logo](https://example.org/a.png) ![Une porte](picture:porte.png)", {})
    assert "<img" not in html and "example.org" not in html and "Un &lt;b&gt;logo" in html and "Une porte" in html


def test_a_better_picture_is_shown_in_the_place_of_the_one_that_the_text_names(cast: Cast) -> None:
    old = shown_page(cast)
    new = operations.add_document(old.page, name="mieux.png", content=a_png(), replaces=old, by=cast.lawyer, at=AT)
    operations.publish_document(new, by=cast.nora, at=AT)

    shown = browser().get(reverse("library:page", args=["fr", "delai"])).content.decode()

    assert f'src="{reverse("library:document", args=[new.pk])}"' in shown


def test_a_copy_that_is_taken_along_holds_its_pictures(cast: Cast) -> None:
    row = shown_page(cast)
    handed_out(row.page, cast.lawyer, cast.nora, "guide.pdf", a_pdf("bonjour"))

    paper = browser().get(reverse("library:theme", args=["residence"])).content.decode()
    packed = zipfile.ZipFile(io.BytesIO(browser().get(reverse("library:copy", args=["residence"])).content))

    assert f'<img src="{reverse("library:document", args=[row.pk])}"' in paper
    (held,) = [name for name in packed.namelist() if name.endswith("chemin.png")]
    index = packed.read("index.html").decode()
    assert f'<img src="{held}"' in index and packed.read(held).startswith(b"\x89PNG")
