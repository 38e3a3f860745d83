"""The library: two people publish a page, who reads what, versions, the law that changes, documents."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import User
from havre.directory.operations.shelters import add_partner
from havre.directory.profiles import Agreement, Contacts, PartnerCard
from havre.network.forms.speaking import LetterForm
from havre.network.models import Letter
from havre.record.models import AuditEntry, OutboxMessage
from havre.record.operations import NotAllowed, Refusal, Stale
from havre.record.transitions import NotNow
from havre.resources import operations
from havre.resources.library import files, news, rendering
from havre.resources.models import Citation, Edition, LibraryDocument, LibraryPage, Posting
from havre.resources.operations import pages
from havre.resources.start import pages as pages_to_start
from tests.cast import AT, Cast
from tests.page_forms import form_to, forms_of
from tests.resources.pages import a_docx, a_pdf, published, text, written
from tests.resources.story import address_of, answered, card, token_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def browser(user: User | None = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def read(client: Client, slug: str = "delai", language: str = "fr") -> int:
    return client.get(reverse("library:page", args=[language, slug])).status_code


def test_a_page_takes_two_people(cast: Cast) -> None:
    page = written(cast.lawyer)
    operations.submit_page(page, by=cast.lawyer, at=AT)

    with pytest.raises(pages.OneAlone):
        operations.publish_page(page, by=cast.lawyer, at=AT)
    assert read(browser()) == 404

    edition = operations.publish_page(page, by=cast.nora, at=AT)
    assert (edition.number, edition.author, edition.second_reader) == (1, cast.lawyer, cast.nora)
    assert read(browser()) == 200
    assert {"page_written", "page_submitted", "page_published"} <= set(
        AuditEntry.objects.values_list("event", flat=True)
    )


def test_whoever_sends_it_last_changed_is_its_author(cast: Cast) -> None:
    page = written(cast.lawyer)
    operations.change_page(page, text=text("Autre titre"), by=cast.nora, at=AT)
    operations.submit_page(page, by=cast.lawyer, at=AT)

    with pytest.raises(pages.OneAlone):
        operations.publish_page(page, by=cast.nora, at=AT)


def test_what_is_read_stays_while_a_page_is_written_anew_and_old_versions_are_kept(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora).page
    operations.revise_page(page, by=cast.nora, at=AT)
    operations.change_page(page, text=text("Titre nouveau"), by=cast.nora, at=AT)
    reader = browser()

    assert "Le délai de réflexion" in reader.get(reverse("library:page", args=["fr", "delai"])).content.decode()

    operations.submit_page(page, by=cast.nora, at=AT)
    operations.publish_page(page, by=cast.lawyer, at=AT)
    assert "Titre nouveau" in reader.get(reverse("library:page", args=["fr", "delai"])).content.decode()
    old = reader.get(reverse("library:edition", args=["fr", "delai", 1])).content.decode()
    assert "Le délai de réflexion" in old and "ancienne version" in old


def test_a_withdrawn_page_is_read_by_nobody_and_found_by_nobody(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora).page
    operations.withdraw_page(page, by=cast.lawyer, at=AT)

    assert read(browser(cast.anne)) == 404
    assert browser().get(reverse("library:edition", args=["fr", "delai", 1])).status_code == 404
    assert not Posting.objects.exists()


def test_each_reads_what_is_meant_for_them(cast: Cast) -> None:
    for audience in ("public", "professionals", "partners"):
        published(cast.lawyer, cast.nora, audience, audience=audience, title=f"Une page {audience}")
    sent = operations.send_link_to_ask(mail="", address_of=address_of, by=cast.nora, at=timezone.now())
    guest = browser()
    guest.get(reverse("resources:link", args=[token_in(sent)]))

    def opens(client: Client) -> list[str]:
        return [one for one in ("public", "professionals", "partners") if read(client, one) == 200]

    assert opens(browser()) == ["public"]
    assert opens(guest) == ["public", "professionals"]
    for outside in (cast.anne, cast.administrator):
        assert opens(browser(outside)) == ["public", "professionals"]
    for inside in (cast.nora, cast.lawyer, cast.project, cast.claire):
        assert opens(browser(inside)) == ["public", "professionals", "partners"]
    convention = PartnerCard(agreement=Agreement(since=AT.date()))
    add_partner(cast.hospital, card=convention, contacts=Contacts(), by=None, at=AT)
    assert opens(browser(cast.anne)) == ["public", "professionals", "partners"]
    listed = browser().post(reverse("library:home"), {"words": "page"}, follow=True).content.decode()
    assert "partners" not in listed.replace("for_partners", "")


def test_a_page_that_is_replaced_names_no_page_that_the_reader_may_not_read(cast: Cast) -> None:
    old = published(cast.lawyer, cast.nora).page
    hidden = published(cast.lawyer, cast.nora, "interne", audience="partners", title="Le lieu du séminaire").page
    operations.replace_page(old, other=hidden, by=cast.nora, at=AT)
    where = reverse("library:page", args=["fr", "delai"])

    assert "Le lieu du séminaire" not in browser().get(where).content.decode()
    assert "Le lieu du séminaire" in browser(cast.claire).get(where).content.decode()


def test_whoever_reads_second_reads_sources_and_articles_too(cast: Cast) -> None:
    page = written(cast.lawyer, sources="Rapport de 2019\nDécret du 3 mai", articles=[card()])
    where = reverse("library:one", args=[page.pk])
    assert "Décret du 3 mai" in browser(cast.nora).get(where).content.decode()
    operations.submit_page(page, by=cast.lawyer, at=AT)

    shown = browser(cast.nora).get(where).content.decode().split('id="apercu"')[1]

    assert "<li>Rapport de 2019</li><li>Décret du 3 mai</li>" in shown and str(card()) in shown


def test_the_short_name_that_a_link_asks_for_stands_where_pages_are_kept(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora).page

    for where in (reverse("library:desk"), reverse("library:one", args=[page.pk])):
        assert "<code>delai</code>" in browser(cast.nora).get(where).content.decode()


def test_a_draft_is_for_those_who_keep_the_library(cast: Cast) -> None:
    page = written(cast.lawyer)

    assert browser(cast.anne).get(reverse("library:one", args=[page.pk])).status_code == 404
    assert browser(cast.project).get(reverse("library:one", args=[page.pk])).status_code == 200
    with pytest.raises(NotAllowed):
        operations.change_page(page, text=text(), by=cast.anne, at=AT)


def test_two_who_write_the_same_page_see_both_versions(cast: Cast) -> None:
    page = written(cast.lawyer)
    before = page.version
    operations.change_page(page, text=text("Premier"), by=cast.nora, at=AT)

    with pytest.raises(Stale):
        operations.change_page(page, text=text("Second"), version=before, by=cast.lawyer, at=AT)


def test_a_changed_article_puts_the_pages_that_cite_it_to_review(cast: Cast) -> None:
    article = card()
    page = published(cast.lawyer, cast.nora, articles=[article]).page
    touched = operations.change_article(
        article, title_fr="x", title_en="x", valid_from=None, valid_until=None, source="x", by=cast.lawyer, at=AT
    )
    client = browser(cast.lawyer)

    assert touched == 1
    assert page.title in client.get(reverse("resources:review")).content.decode()
    client.post(reverse("library:reviewed", args=[Citation.objects.get(page=page).pk]))
    assert not Citation.objects.to_review().exists()


def test_a_page_that_ends_is_told_once_to_whoever_wrote_it(cast: Cast) -> None:
    published(cast.lawyer, cast.nora, valid_until=timezone.localdate(AT) + timedelta(days=20))

    assert operations.warn_of_ends(AT) == 1
    assert OutboxMessage.objects.filter(recipient=cast.lawyer.pk).exists()
    assert operations.warn_of_ends(AT) == 0


def test_a_page_that_ends_is_on_the_list_and_on_the_day_of_all_who_keep_the_library(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora, valid_until=timezone.localdate() + timedelta(days=20)).page
    published(
        cast.lawyer, cast.nora, "autre", title="Une page qui dure", valid_until=timezone.localdate() + timedelta(60)
    )
    nora = browser(cast.nora)
    assert "s’achève bientôt" not in nora.get(reverse("library:desk")).content.decode()
    operations.warn_of_ends(timezone.now())
    cache.clear()

    shown = nora.get(reverse("library:desk"), {"state": "ending"}).content.decode()
    assert "1 page s’achève bientôt" in shown.replace("\u00a0", " ")
    assert "Le délai de réflexion" in shown and "Une page qui dure" not in shown
    assert "s’achève bientôt" in nora.get(reverse("desk:today")).content.decode()
    page.refresh_from_db()
    operations.withdraw_page(page, by=cast.nora, at=AT)
    assert "s’achève bientôt" not in nora.get(reverse("library:desk")).content.decode()


def test_the_pages_of_a_month_are_those_that_came_out_in_it_for_this_reader(cast: Cast) -> None:
    first = published(cast.lawyer, cast.nora, "une", title="Une page d’ici").page
    published(cast.lawyer, cast.nora, "deux", title="Entre nous", audience="partners")
    month = f"{AT.year}-{AT.month:02}"

    def told(client: Client, asked: str) -> str:
        return client.get(reverse("library:new"), {"mois": asked}).content.decode()

    assert "Une page d’ici" in told(browser(), month) and "Entre nous" not in told(browser(), month)
    assert "Entre nous" in told(browser(cast.claire), month)
    later = AT + timedelta(days=40)
    for act, by in ((operations.revise_page, cast.nora), (operations.submit_page, cast.nora), (operations.publish_page, cast.lawyer)):  # fmt: skip
        act(first, by=by, at=later)
    assert "Une page d’ici" not in told(browser(), month)
    assert "version 2" in told(browser(), f"{later.year}-{later.month:02}").replace("\u00a0", " ")
    for nonsense in ("", "x", "2026-13", "0001-01", "9999-12"):
        assert browser().get(reverse("library:new"), {"mois": nonsense}).status_code == 200


def test_a_month_becomes_a_draft_in_one_click_and_nothing_is_sent(cast: Cast) -> None:
    published(cast.lawyer, cast.nora, "une", title="Une page d’ici")
    published(cast.lawyer, cast.nora, "one", "en", title="A page from here")
    published(cast.lawyer, cast.nora, "entre-nous", title="Entre nous", audience="partners")
    nora, month = browser(cast.nora), f"{AT.year}-{AT.month:02}"
    shown = nora.get(reverse("library:new"), {"mois": month})
    where = reverse("library:letter", args=[shown.context["letter_id"]])
    sent = form_to(shown.content.decode(), where).filled()

    waiting = OutboxMessage.objects.count()
    answers = [nora.post(where, sent), nora.post(where, sent)]

    (letter,) = Letter.objects.all()
    assert {answer.headers["Location"] for answer in answers} == {reverse("network:letter", args=[letter.pk])}
    told = letter.read().words
    assert "Une page d’ici" in told.text_fr and "http://testserver/library/fr/une/" in told.text_fr
    assert "Entre nous" not in told.text_fr and "entre-nous" not in told.text_fr, "a letter goes to any group"
    assert "Et 1 autre page, dans la bibliothèque." in told.text_fr
    assert "A page from here" in told.text_en and "Une page d’ici" not in told.text_en
    assert letter.state == "draft" and OutboxMessage.objects.count() == waiting
    for stranger in (cast.lawyer, cast.anne, cast.claire):
        assert browser(stranger).post(where, sent).status_code == 404
        assert browser(stranger).get(reverse("library:new")).context["letter_id"] is None


def test_the_draft_of_a_full_month_can_still_be_written_over_and_an_empty_one_writes_nothing(cast: Cast) -> None:
    operations.open_library(AT)
    told = news.letter_of(AT.date().replace(day=1), lambda path: f"https://havre.example{path}")

    assert len(told.text_fr) <= LetterForm.base_fields["text_fr"].max_length
    assert re.search(r"Et \d+ autres pages, dans la bibliothèque\.$", told.text_fr)
    assert re.search(r"And \d+ more pages, in the library\.$", told.text_en)
    empty = browser(cast.nora).post(reverse("library:letter", args=[uuid.uuid4()]), {"mois": "2015-01"}, follow=True)
    assert "Rien n’a paru ce mois-là" in empty.content.decode()
    assert not Letter.objects.exists()


def test_a_theme_is_printed_whole_for_those_who_may_read_it(cast: Cast, django_assert_max_num_queries: object) -> None:
    article = card()
    for number in range(12):
        published(cast.lawyer, cast.nora, f"page-{number}", title=f"Page numéro {number}", articles=[article], body=f"## Un titre\n\nVoyez [la première](library:page-{number - 1})." if number else "Début.")  # fmt: skip
    published(cast.lawyer, cast.nora, "entre-nous", title="Entre nous", audience="partners")
    where = reverse("library:theme", args=["residence"])

    with django_assert_max_num_queries(21):  # type: ignore[operator]
        shown = browser(cast.claire).get(where).content.decode()
    assert all(f"Page numéro {number}</h2>" in shown for number in range(12)) and "Entre nous</h2>" in shown
    assert "<h3>Un titre</h3>" in shown and reverse("library:page", args=["fr", "page-4"]) in shown
    assert "L. 425-1" in shown
    assert "Entre nous" not in browser().get(where).content.decode()
    assert where in browser().get(reverse("library:home"), {"theme": "residence"}).content.decode()
    for nothing in ("health", "unknown"):
        assert browser().get(reverse("library:theme", args=[nothing])).status_code == 404


def test_a_page_leads_to_the_one_that_replaces_it_and_never_in_a_circle(cast: Cast) -> None:
    old, new = published(cast.lawyer, cast.nora, "ancienne").page, published(cast.lawyer, cast.nora, "nouvelle").page
    operations.replace_page(old, other=new, by=cast.nora, at=AT)
    with pytest.raises(NotNow):
        operations.replace_page(new, other=old, by=cast.nora, at=AT)
    operations.withdraw_page(old, by=cast.nora, at=AT)

    answer = browser().get(reverse("library:page", args=["fr", "ancienne"]))

    assert answer.headers["Location"] == reverse("library:page", args=["fr", "nouvelle"])


def test_a_link_to_nowhere_and_a_film_without_rights_are_refused_in_words(cast: Cast) -> None:
    for target in ("library:page-inconnue", "page-inconnue", "ftp://x.example/y", "/ailleurs", "https://x"):
        with pytest.raises(pages.LinkToNowhere):
            written(cast.lawyer, body=f"[ici]({target})")
    with pytest.raises(pages.NoRights):
        written(cast.lawyer, kind="film")
    assert not LibraryPage.objects.exists()


def test_a_link_to_another_page_leads_to_it_and_to_plain_words_where_it_cannot_be_read(cast: Cast) -> None:
    published(cast.lawyer, cast.nora, "secret", audience="professionals")
    published(cast.lawyer, cast.nora, body="Voyez [le secret](library:secret).")
    address = reverse("library:page", args=["fr", "secret"])

    assert f'href="{address}"' in browser(cast.anne).get(reverse("library:page", args=["fr", "delai"])).content.decode()
    assert address not in browser().get(reverse("library:page", args=["fr", "delai"])).content.decode()


def test_a_box_to_tick_is_shown_as_one_and_a_wide_table_is_reached_by_the_keyboard() -> None:
    body = "- [ ] relire\n- signer\n\nDonné [ ] par écrit.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"

    html = rendering.shown(body, {})

    assert '<li class="to-tick"><span class="tick-box"></span>relire</li>' in html
    assert 'Donné <span class="tick-box"></span> par écrit.' in html and "[ ]" not in html
    shown = rendering.shown("![un [ ] coché](picture:a.png)", {}, pictures={"a.png": "/a/"})
    assert 'alt="un [ ] coché"' in shown and "tick-box" not in shown
    assert '<table tabindex="0">' in html
    assert rendering.plain(body)[1][:3] == ["relire", "signer", "Donné par écrit."]


def test_nothing_that_runs_is_shown_of_what_is_written() -> None:
    said = rendering.shown("# A\n\n<script>x()</script>\n\n[a](javascript:x)\n\n![b](https://x.example/b.png)\n", {})

    assert "<h2>A</h2>" in said
    assert "<script" not in said and "<img" not in said and 'href="javascript' not in said


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", files.Empty),
        (b"MZ\x90 a program", files.UnknownType),
        (b"%PDF-1.7\ntorn", files.Unreadable),
        (a_pdf("bonjour")[:300], files.Unreadable),
        (a_pdf("bonjour", locked=True), files.Unreadable),
        (a_pdf("bonjour", script=True), files.Active),
        (b"PK\x03\x04torn", files.Unreadable),
        (a_docx("bonjour", macro=True), files.Active),
        (b"%PDF-" + b"0" * files.MOST_BYTES, files.TooBig),
    ],
)
def test_a_document_that_cannot_be_kept_is_refused_in_words(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as raised:
        files.take(content)
    assert str(raised.value).endswith((".", "…"))


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<w:p><w:t>Nom</w:t><w:tab/><w:t>Adresse</w:t><w:br/><w:t>Ville</w:t></w:p>", ["Nom", "Adresse", "Ville"]),
        (
            "<w:p><w:t>pré</w:t></w:r><w:r><w:t>fecture &#233;crite &amp;lt;</w:t></w:p>",
            ["préfecture", "écrite", "&lt;"],
        ),
    ],
)
def test_the_words_of_an_office_document_are_neither_glued_nor_cut(xml: str, words: list[str]) -> None:
    assert files.take(a_docx(xml)).text.split() == words


def test_a_file_that_is_too_big_is_let_go_with_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    monkeypatch.setattr("havre.resources.library.uploading.MOST_BYTES", 100_000)
    page = written(cast.lawyer)
    sent = {"version": page.version, "file": SimpleUploadedFile("grand.pdf", b"%PDF-" + b"0" * 300_000)}

    answer = browser(cast.lawyer).post(reverse("library:add_document", args=[page.pk]), sent)

    assert "dépasse 20 Mo" in answer.content.decode()
    assert not LibraryDocument.objects.exists()


def test_an_answer_becomes_a_page_in_two_clicks_without_the_question(cast: Cast) -> None:
    row = answered(cast.anne, cast.nora, card(), text="Écrivez au préfet, en citant l’article.")
    client = browser(cast.nora)

    shown = client.post(reverse("library:from_answer", args=[row.pk]))
    form = shown.context["form"]
    kept = client.post(reverse("library:write"), {name: form[name].value() or "" for name in form.fields})

    page = LibraryPage.objects.get()
    assert kept.headers["Location"] == reverse("library:one", args=[page.pk])
    assert (page.state, page.author, page.title) == ("draft", cast.nora, row.label)
    assert page.body == "Écrivez au préfet, en citant l’article."
    assert [one.article for one in page.citations.all()] == [card()]
    assert "récépissé est refusé" not in shown.content.decode()


def test_pages_are_proposed_while_a_question_is_typed_and_answers_never(cast: Cast) -> None:
    published(cast.lawyer, cast.nora, audience="professionals")
    answered(cast.anne, cast.nora, text="Une réponse sur la réflexion.")

    said = browser(cast.claire).post(reverse("library:suggest"), {"text": "Combien de temps dure la réflexion ?"})

    assert "Le délai de" in said.content.decode().replace("<mark>", "").replace("</mark>", "")
    assert "réponse sur la" not in said.content.decode()
    assert "Une page répond" not in browser().post(reverse("library:suggest"), {"text": "réflexion"}).content.decode()


def test_a_question_in_another_language_is_proposed_the_page_in_the_language_of_its_reader(cast: Cast) -> None:
    published(cast.lawyer, cast.nora)
    published(cast.lawyer, cast.nora, language="en", title="Reflection", body="Has a passport been hidden?")

    said = browser(cast.claire).post(reverse("library:suggest"), {"text": "hidden passport"}).content.decode()

    assert reverse("library:page", args=["fr", "delai"]) in said
    assert reverse("library:page", args=["en", "delai"]) not in said


def test_a_search_that_finds_nothing_leads_on(cast: Cast) -> None:
    published(cast.lawyer, cast.nora)
    published(cast.lawyer, cast.nora, "passport", "en", title="A passport that is gone")

    def shown(client: Client) -> str:
        sought = client.post(reverse("library:home"), {"words": "passport", "language": "fr"}, follow=True)
        return sought.content.decode().replace("\u00a0", " ")

    asker, stranger = shown(browser(cast.anne)), shown(browser())

    assert "1 page répond dans une autre langue." in asker and "?theme=residence" in stranger
    assert reverse("resources:ask_new") in asker and reverse("resources:ask_new") not in stranger
    assert reverse("library:write") in shown(browser(cast.nora)) and reverse("library:write") not in asker
    again = browser()
    form = next(one for one in forms_of(shown(again)) if one.values.get("language") == ["all"])
    found = again.post(form.action, dict(form.values), follow=True).content.decode()
    assert "A <mark>passport</mark> that is gone" in found


def test_a_stranger_leaves_quickly_and_an_occasional_reader_finds_the_way_back(cast: Cast) -> None:
    published(cast.lawyer, cast.nora)
    for name, arguments in (("home", []), ("new", []), ("page", ["fr", "delai"])):
        where = reverse(f"library:{name}", args=arguments)
        stranger, asker = browser().get(where).content.decode(), browser(cast.anne).get(where).content.decode()

        assert "data-leave" in stranger and "L’historique du navigateur" in stranger
        assert f'action="{reverse("choose_language")}"' in stranger
        assert "data-leave" not in asker
        back = reverse("library:searches" if name == "home" else "library:home")
        assert asker.split("<main")[1].count(f'button-quiet" href="{back}"') == 1


def test_a_page_in_another_language_says_so_and_leads_to_ones_own_where_there_is_one(cast: Cast) -> None:
    published(cast.lawyer, cast.nora)
    where, reader = reverse("library:page", args=["en", "delai"]), browser()
    reader.cookies["havre_language"] = "en"
    alone = reader.get(where, follow=True).content.decode()
    published(cast.lawyer, cast.nora, language="en")
    both = reader.get(reverse("library:page", args=["fr", "delai"])).content.decode()

    assert "This page does not exist in your language yet." in alone
    assert f'<a href="{where}">This page can also be read in your language.</a>' in both
    assert "in your language" not in reader.get(where).content.decode()


def test_what_is_sought_stands_in_no_address(cast: Cast) -> None:
    answer = browser(cast.anne).post(reverse("library:home"), {"words": "menaces", "theme": "danger"})

    assert "menaces" not in answer.headers["Location"] and "theme=danger" in answer.headers["Location"]


def test_the_first_pages_come_once_and_stay_as_colleagues_left_them(cast: Cast) -> None:
    assert operations.open_library(AT) == len(pages_to_start()) >= 50
    page = LibraryPage.objects.get(slug="reflection-period", language="en")
    assert "R. 425-2 CESEDA" in [str(one.article) for one in page.citations.all()]
    operations.withdraw_page(page, by=cast.nora, at=AT)

    assert operations.open_library(AT) == 0
    assert not Edition.objects.current().filter(page=page).exists()


def test_every_link_of_the_first_pages_leads_to_a_page_or_to_a_whole_address() -> None:
    known = {one.slug for one in pages_to_start()}

    for one in pages_to_start():
        for target in rendering.targets(one.body):
            assert rendering.slug_of(target) in known or rendering.is_outside(target), (one.slug, target)


def test_the_library_costs_as_many_statements_with_forty_pages_as_with_four(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(40):
        published(
            cast.lawyer, cast.nora, f"page-{number}", title=f"Danger numéro {number}", valid_until=date(2030, 1, 1)
        )
    client = browser(cast.nora)
    address = client.post(reverse("library:home"), {"words": "danger numero"}).headers["Location"]
    client.get(address)

    with django_assert_max_num_queries(24):  # type: ignore[operator]
        client.get(address)
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        client.get(reverse("library:desk"))
