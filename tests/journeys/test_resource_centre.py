"""A question by telephone becomes a page that colleagues read; a change of the law has pages and answers read again.

All of it through the pages, without script.
"""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.resources.models import AdviceRequest, Article, Citation, Edition, LibraryPage
from tests.cast import Cast
from tests.page_forms import form_to
from tests.resources.story import card, token_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ASKED = "Le guichet de Cherbourg refuse le récépissé à la dame que nous suivons."
ANSWERED = "Écrivez au préfet, en citant l’article. Gardez une copie du courrier."
TITLE = "Récépissé refusé au guichet"
PAGE = ("library:page", "fr", "recepisse-refuse-au-guichet")


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *arguments: object) -> str:
    return str(client.get(reverse(name, args=arguments)).content.decode())


def send(client: Client, shown: str, where: str, **answers: object) -> HttpResponse:
    """Send the form of a page that leads to ``where``; what is refused says so."""
    answer: HttpResponse = client.post(where, form_to(shown, where).filled(**answers))
    assert answer.status_code == 302, answer.content.decode()
    return answer


def press(client: Client, name: str, page_id: object) -> None:
    """A button of the page of the library as its keepers see it."""
    send(client, page(client, "library:one", page_id), reverse(name, args=[page_id]))


def words_of(shown: str) -> str:
    return re.sub(r"<[^>]+>", "", shown).replace("\u00a0", " ")


def answered_by_telephone(desk: Client, article: Article) -> AdviceRequest:
    where = desk.get(reverse("resources:new"))["Location"]
    told = {"text": ASKED, "field": "administrative", "who": "Camille, foyer des Tilleuls", "phone": "06 00 00 00 00"}
    led_to = send(desk, str(desk.get(where).content.decode()), where, **told)["Location"]
    row = AdviceRequest.objects.get()
    assert led_to == reverse("resources:detail", args=[row.pk])
    answers = reverse("resources:answer", args=[row.pk])
    send(desk, page(desk, "resources:detail", row.pk), answers, text=ANSWERED, label=TITLE, articles=[str(article.pk)])
    return row


def drafted(desk: Client, row: AdviceRequest) -> tuple[LibraryPage, str]:
    """Two clicks: begin with the answer, keep. The page, and what the first click showed."""
    begins = reverse("library:from_answer", args=[row.pk])
    form = form_to(page(desk, "resources:detail", row.pk), begins)
    shown = desk.post(begins, form.filled()).content.decode()
    send(desk, shown, reverse("library:write"))
    return LibraryPage.objects.get(), shown


def put_to_readers(writer: Client, reader: Client, row: LibraryPage) -> None:
    press(writer, "library:submit", row.pk)
    press(reader, "library:publish", row.pk)


def with_a_link(desk: Client) -> Client:
    """A professional without account, through the door of a link that the desk gave."""
    where = reverse("resources:send_link")
    shown = desk.post(where, form_to(page(desk, "resources:send_link"), where).filled()).content.decode()
    address = re.search(r"https?://[^\s\"<]+/link/[^\s\"<]+/", shown)
    assert address
    guest = Client()
    guest.get(reverse("resources:link", args=[token_in(address.group())]))
    return guest


def test_a_question_by_telephone_becomes_a_page_that_colleagues_find(cast: Cast) -> None:
    nora, lawyer, anne = seated(cast.nora), seated(cast.lawyer), seated(cast.anne)
    row = answered_by_telephone(nora, card())

    opened = nora.post(reverse("resources:open", args=[row.pk])).content.decode()
    kept = words_of(page(nora, "resources:detail", row.pk) + opened)
    draft, first_shown = drafted(nora, row)
    for own in ("Cherbourg", "Camille", "Tilleuls", "06 00"):
        assert own in kept
        assert own not in words_of(first_shown)
        assert own not in words_of(page(nora, "library:one", draft.pk))
    assert anne.get(reverse(PAGE[0], args=PAGE[1:])).status_code == 404

    press(nora, "library:submit", draft.pk)
    assert reverse("library:publish", args=[draft.pk]) not in page(nora, "library:one", draft.pk)
    assert "1 page attend sa seconde lecture" in words_of(page(lawyer, "library:desk"))
    press(lawyer, "library:publish", draft.pk)

    found = anne.post(reverse("library:home"), {"words": "récipissé refuzé"}, follow=True).content.decode()
    assert reverse(PAGE[0], args=PAGE[1:]) in found
    assert "des mots proches ont été cherchés" in found
    for reader in (anne, with_a_link(nora)):
        read = words_of(page(reader, *PAGE))
        assert "Gardez une copie du courrier." in read
        assert "L. 425-1" in read
        assert "Cherbourg" not in read
    stranger = Client()
    assert stranger.get(reverse(PAGE[0], args=PAGE[1:])).status_code == 404
    assert reverse(PAGE[0], args=PAGE[1:]) not in stranger.post(
        reverse("library:home"), {"words": "récépissé"}, follow=True
    ).content.decode()  # fmt: skip


def test_a_change_of_the_law_has_pages_and_answers_read_again(cast: Cast) -> None:
    nora, lawyer, anne = seated(cast.nora), seated(cast.lawyer), seated(cast.anne)
    article = card()
    row = answered_by_telephone(nora, article)
    written, _shown = drafted(nora, row)
    put_to_readers(nora, lawyer, written)
    assert "Rien n’est à relire." in page(lawyer, "resources:review")

    where = reverse("resources:article", args=[article.pk])
    told = {"title_fr": "Carte d’un an", "title_en": "Card of one year", "source": "Journal officiel, un jour fictif"}
    led_to = send(lawyer, page(lawyer, "resources:article", article.pk), where, **told)["Location"]
    assert led_to == reverse("resources:review")
    to_review = words_of(page(lawyer, "resources:review"))
    assert "2 réponses ou pages sont à relire." in to_review
    assert "1 page est à relire" in words_of(page(lawyer, "library:desk"))
    assert "a changé : la page est à relire" in words_of(page(anne, *PAGE))

    press(lawyer, "library:revise", written.pk)
    assert "Gardez une copie du courrier." in page(anne, *PAGE)
    again = "Écrivez au préfet : la carte vaut un an."
    one = reverse("library:one", args=[written.pk])
    send(lawyer, page(lawyer, "library:one", written.pk), one, body=again)
    put_to_readers(lawyer, nora, written)

    now, before = page(anne, *PAGE), page(anne, "library:edition", *PAGE[1:], 1)
    assert again in now
    assert "C’est une ancienne version." not in now
    assert "à relire" not in now
    assert "Gardez une copie du courrier." in before
    assert "C’est une ancienne version." in before
    assert [(one.number, one.is_current) for one in Edition.objects.order_by("number")] == [(1, False), (2, True)]

    (left,) = Citation.objects.to_review()
    assert left.request == row
    send(lawyer, page(lawyer, "resources:review"), reverse("resources:reviewed", args=[left.pk]))
    assert "Rien n’est à relire." in page(lawyer, "resources:review")
    assert "à relire" not in page(nora, "resources:detail", row.pk)
