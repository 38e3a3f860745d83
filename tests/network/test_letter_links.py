"""Partners without account read a letter by a link: that letter, for a time, and nobody learns of anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from havre.directory.operations.accounts import close_account
from havre.network import operations
from havre.network.content import AGREED
from havre.network.models import Letter, LetterLink
from havre.record import audit, outbox
from havre.record.models import OutboxMessage
from havre.record.operations import NotAllowed
from tests.cast import AT, Cast
from tests.network.story import a_letter, address_of, with_convention
from tests.network.test_pages import page, seated
from tests.page_forms import form_to
from tests.resources.story import token_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MAIL = "social@hopital.example"


@pytest.fixture
def gateway(settings: LazySettings) -> None:
    settings.HAVRE_DEMO, settings.HAVRE_SMS_URL, settings.HAVRE_MAIL_URL = False, "", "smtp://localhost"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """To a hospital that nobody signs in for, to a house with its team, and to one that has neither."""
    with_convention(cast.hospital, mail=MAIL)
    close_account(cast.anne, by=cast.administrator, at=AT)
    return a_letter(cast.nora, cast.hospital, cast.s058.organisation, cast.s002.organisation, title_en="Seminar")


def sent(letter: Letter, cast: Cast) -> list[tuple[str, str]]:
    """Address and text of each mail, once the letter has left."""
    operations.send_letter(letter, address_of=address_of, by=cast.nora, at=AT)
    operations.hand_out(AT)
    found: list[tuple[str, str]] = []
    outbox.send_waiting(AT, lambda _means, address, text: found.append((address, text)))
    return found


def test_the_second_look_says_who_gets_a_link_and_who_is_telephoned(cast: Cast, letter: Letter) -> None:
    group = operations.look_at_recipients(letter, by=cast.project, at=AT)

    assert (group.reached, group.by_link, group.to_call) == (["S058"], [cast.hospital.code], ["S002"])
    shown = page(seated(cast.nora), "network:letter", letter.pk).split('id="qui"')[1]
    assert cast.hospital.code in shown and MAIL not in shown
    for stranger in (cast.claire, cast.lawyer, cast.officer, cast.administrator):
        with pytest.raises(NotAllowed):
            operations.look_at_recipients(letter, by=stranger, at=AT)


def test_the_mail_is_the_sentence_and_the_link_and_the_row_forgets_the_address(
    cast: Cast, letter: Letter, gateway: None
) -> None:
    mails = dict(sent(letter, cast))

    sentence, link = mails[MAIL].split("\n")
    assert sentence == "Quelque chose vous attend dans Havre."
    assert link.startswith("https://havre.example/network/link/")
    row = LetterLink.objects.get()
    assert (row.is_told, row.is_reached, row.is_read, row.reach) == (True, True, False, None)
    assert row.organisation == cast.hospital.pk and row.token != token_in(link)
    assert len(mails) == 3, "the team of the house by their accounts"
    assert Letter.objects.get().state == "sent"


def test_a_link_opens_one_letter_once_it_is_asked_for(cast: Cast, letter: Letter, gateway: None) -> None:
    other = a_letter(cast.nora, cast.s058.organisation, text_fr="Un autre message.")
    token = token_in(dict(sent(letter, cast))[MAIL])
    guest = Client()

    with time_machine.travel(AT + timedelta(days=2), tick=False):
        entered = guest.get(reverse("network:link", args=[token]))
        assert (entered["Location"], entered["Referrer-Policy"]) == (reverse("network:guest"), "no-referrer")
        closed = page(guest, "network:guest")
        assert "printemps" not in closed, "a program that follows the links of mails reads nothing"
        assert not LetterLink.objects.get().is_read
        guest.post(reverse("network:guest"), form_to(closed, reverse("network:guest")).filled())
        read = page(guest, "network:guest")
        assert "Il aura lieu au printemps." in read
        assert not any(code in read for code in ("S058", "S002", cast.hospital.code, MAIL))
        for name, arguments in (("letter", [letter.pk]), ("read_letter", [other.pk]), ("mine", []), ("letters", [])):
            assert guest.get(reverse(f"network:{name}", args=arguments)).status_code in (302, 404), name
        results = page(seated(cast.nora), "network:letter", letter.pk)

    assert LetterLink.objects.get().is_read
    told = results.split('id="devenu"')[1].split("</section>")[0]
    assert cast.hospital.code not in told, "how many have read it, never who"
    assert "S002" in results.split("à appeler")[1]
    assert audit.verify().holds


def test_after_its_days_a_link_opens_nothing_and_tells_of_nobody(cast: Cast, letter: Letter, gateway: None) -> None:
    token = token_in(dict(sent(letter, cast))[MAIL])
    guest, late = Client(), AT + timedelta(days=31)
    with time_machine.travel(AT, tick=False):
        guest.get(reverse("network:link", args=[token]))
        guest.post(reverse("network:guest"))

    with time_machine.travel(late, tick=False):
        assert "Lien fermé" in page(guest, "network:guest")
        assert "Lien fermé" in page(Client(), "network:link", token)
        assert guest.post(reverse("network:guest")).status_code == 200
        assert operations.forget_letter_links(late) == 1
        assert operations.forget_letter_links(late) == 0

    row = LetterLink.objects.get()
    assert (row.organisation, row.token, row.is_read) == (None, None, True)


def test_a_lost_link_is_sent_anew_and_the_one_before_ends(cast: Cast, letter: Letter, gateway: None) -> None:
    old = token_in(dict(sent(letter, cast))[MAIL])
    nora, where = seated(cast.nora), reverse("network:renew_link", args=[letter.pk])
    forwarded = Client()
    with time_machine.travel(AT, tick=False):
        forwarded.get(reverse("network:link", args=[old]))
        forwarded.post(reverse("network:guest"))
        assert "printemps" in page(forwarded, "network:guest")
        form = form_to(page(nora, "network:letter", letter.pk), where)
        nora.post(where, form.filled(partner=str(cast.hospital.pk)))
        assert "printemps" not in page(forwarded, "network:guest"), "nor does a browser that the old one let in stay"
        found: list[str] = []
        outbox.send_waiting(AT, lambda _means, _address, text: found.append(text))
        assert "Lien fermé" in page(Client(), "network:link", old)
        new = token_in(found[0])
        assert Client().get(reverse("network:link", args=[new]))["Location"] == reverse("network:guest")
        for other in (cast.s058.organisation, cast.s002.organisation):
            nora.post(where, {"partner": str(other.pk)})
        assert seated(cast.claire).post(where, {"partner": str(cast.hospital.pk)}).status_code == 404

    assert LetterLink.objects.get().is_read, "a letter is counted once, by whichever link it was read"
    assert not OutboxMessage.objects.exists(), "whoever got no link gets none anew"


def test_where_no_mail_leaves_the_partner_stays_on_the_list_to_telephone(
    cast: Cast, letter: Letter, settings: LazySettings
) -> None:
    settings.HAVRE_DEMO, settings.HAVRE_SMS_URL, settings.HAVRE_MAIL_URL = False, "", ""
    assert sent(letter, cast) == []

    results = page(seated(cast.nora), "network:letter", letter.pk).split("à appeler")[1]

    assert cast.hospital.code in results.split("</section>")[0]
    assert not OutboxMessage.objects.filter(recipient=letter.pk).exists()


def test_an_address_that_changed_since_the_second_look_sends_nothing(cast: Cast, letter: Letter) -> None:
    from havre.directory.models import Partner
    from havre.directory.operations.shelters import change_contacts
    from havre.directory.profiles import Contact, Contacts
    from havre.network.operations.letters import OtherPartners

    shown = operations.look_at_recipients(letter, by=cast.nora, at=AT).digest
    other = Contacts(people=[Contact("Ailleurs", mail="ailleurs@example.org")])
    change_contacts(Partner.objects.get(), contacts=other, by=cast.project, at=AT)

    with pytest.raises(OtherPartners):
        operations.send_letter(letter, address_of=address_of, expected=shown, by=cast.nora, at=AT)


def test_a_letter_to_partners_without_account_alone_leaves_in_pieces(
    cast: Cast, letter: Letter, gateway: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from havre.network.operations import letters

    monkeypatch.setattr(letters, "AT_ONCE", 1)
    operations.write_letter(letter.pk, group=AGREED, content=letter.read(), by=cast.nora, at=AT)
    letter.refresh_from_db()
    operations.send_letter(letter, address_of=address_of, by=cast.nora, at=AT)

    assert operations.hand_out(AT) == 4
    assert operations.hand_out(AT) == 0
    assert OutboxMessage.objects.count() == 4
