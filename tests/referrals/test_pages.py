from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import User
from havre.people.models import Agreement, Person
from havre.people.summary import profile_of
from havre.record import clocks
from havre.record.models import AuditEntry, Draft
from havre.record.operations import Stale
from havre.referrals import operations
from havre.referrals.content import Account, Recipient, Referrer, Submission, Tonight
from havre.referrals.drafting import STEPS
from havre.referrals.forms import CallForm, RecipientQuestions
from havre.referrals.models import HandOver, Message, Referral
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
STEP_ANSWERS: dict[int, dict[str, object]] = {
    1: {"keeper": "other", "keeper_name": "Hôtel social", "keeper_number": "06 00 00 00 00", "where": "Portville"},
    2: {"phone": "06 11 11 11 11", "referrer_name": "Anne F.", "service": "urgences"},
    3: {"exploitation": ["SexualExploitation"], "known": "elle a fui", "danger_here": "on la cherche", "reach_1": "FR-06"},
    4: {
        "names": "Joy Osagie", "member_0_gender": "Feminine", "member_0_age": "24", "member_1_relation": "child",
        "member_1_gender": "Masculine", "member_1_age": "4", "languages": ["pcm", "en"], "services": ["childcare"],
    },
    5: {"agreed": "yes", "agreed_language": "pcm", "wants": "« Être loin, et que mon fils aille à l’école. »"},
}  # fmt: skip


@pytest.fixture
def anne(client: Client, cast: Cast) -> Client:
    client.force_login(cast.anne)
    return client


@pytest.fixture
def referral(cast: Cast) -> Referral:
    data = Submission(
        referrer=Referrer(phone="0611111111", name="Anne F."),
        tonight=Tonight(keeper="us", where="Portville"),
        account=Account(danger_here="on la cherche"),
        names="Joy Osagie",
    )
    return operations.submit_referral(data=data, organisation=cast.hospital, by=cast.anne, at=AT)


def _step(draft_id: uuid.UUID, number: int) -> str:
    return reverse("referrals:step", args=[draft_id, number])


def _fill(client: Client, draft_id: uuid.UUID, **changes: dict[str, object]) -> str:
    """Walk the five steps; the address where the last one leads."""
    url = ""
    for number, answers in STEP_ANSWERS.items():
        url = client.post(_step(draft_id, number), answers | changes.get(f"step_{number}", {}))["Location"]
    return url


def test_five_steps_lead_to_the_coordination(anne: Client, cast: Cast) -> None:
    start = anne.get(reverse("referrals:new"))
    draft_id = uuid.UUID(start["Location"].split("/")[-3])
    assert start["Location"] == _step(draft_id, 1)
    assert "Qui veille sur la personne" in anne.get(start["Location"]).content.decode()
    assert not Draft.objects.exists()

    check = _fill(anne, draft_id)
    assert "Tout est prêt à partir" in anne.get(check).content.decode()
    sent = anne.post(check)

    referral = Referral.objects.get()
    assert sent["Location"] == reverse("referrals:follow", args=[referral.pk])
    assert (referral.pk, referral.organisation) == (draft_id, cast.hospital)
    assert not Draft.objects.exists()
    profile = profile_of(referral.person)
    assert [(m.gender, m.age, m.relation) for m in profile.household] == [
        ("Feminine", 24, "self"),
        ("Masculine", 4, "child"),
    ]
    assert profile.languages == ["pcm", "en"]
    assert profile.exploitation == ["SexualExploitation"]
    assert Agreement.objects.get().unseal("terms")["relayed_by"] == "urgences"


def test_a_second_click_on_send_sends_nothing_more(anne: Client) -> None:
    draft_id = uuid.uuid4()
    check = _fill(anne, draft_id)

    first, second = anne.post(check), anne.post(check)

    assert first["Location"] == second["Location"]
    assert Person.objects.count() == 1
    late_key = anne.post(reverse("referrals:autosave", args=[draft_id, 1]), {"where": "ailleurs"})
    assert late_key.status_code == 204
    assert not Draft.objects.exists()


def test_bad_answers_are_kept_and_named(anne: Client) -> None:
    draft_id = uuid.uuid4()
    bad = {"keeper": "other", "keeper_number": "06 00 00 00 0", "until": "2026-02-31"}

    page = anne.post(_step(draft_id, 1), bad).content.decode()

    assert "Il manque un chiffre" in page
    assert "n’est pas au calendrier" in page
    assert "06 00 00 00 0" in page
    anne.post(_step(draft_id, 2), {"phone": "06 11 11 11 11"})
    check = reverse("referrals:check", args=[draft_id])
    assert "Il manque un chiffre" in anne.get(check).content.decode()
    anne.post(check)
    assert not Referral.objects.exists()
    again = anne.get(_step(draft_id, 1)).content.decode()
    assert "06 00 00 00 0" in again
    assert "2026-02-31" in again


@pytest.mark.parametrize(
    ("number", "answers", "said"),
    [
        (2, {}, "Il nous faut cette réponse"),
        (2, {"phone": "0611111111", "mail": "anne@"}, "Il manque une partie de l’adresse"),
        (2, {"phone": "0611111111", "service": "a\x00b"}, "signe invisible"),
        (3, {"known": "x" * 4001}, "C’est trop long"),
        (3, {"exploitation": ["Nimportequoi"]}, "n’est plus dans la liste"),
        (3, {"reach_1": "FR-99"}, "n’est plus dans la liste"),
        (4, {"member_0_age": "douze"}, "Il faut un nombre entier"),
        (4, {"member_0_age": "400"}, "C’est trop"),
        (4, {"birth_date": "2199-01-01"}, "Cette année ne peut pas être la bonne"),
        (5, {"agreed": "<script>"}, "n’est plus dans la liste"),
    ],
)
def test_each_bad_answer_gets_a_sentence(anne: Client, number: int, answers: dict[str, object], said: str) -> None:
    draft_id = uuid.uuid4()
    anne.post(_step(draft_id, 1), {"keeper": "us"})

    page = anne.post(_step(draft_id, number), answers).content.decode()

    assert said in page
    assert "<script>" not in page.replace("<script src", "")


def test_hostile_text_is_kept_as_text(anne: Client, cast: Cast) -> None:
    draft_id = uuid.uuid4()
    hostile = "<img src=x onerror=alert(1)> {{ 7|add:7 }} %(section)s '; DROP TABLE people_person;--"
    _fill(anne, draft_id, step_3={"danger_here": hostile})
    anne.post(reverse("referrals:check", args=[draft_id]))

    anne.force_login(cast.judith)
    page = anne.post(reverse("referrals:open", args=[draft_id, "account"]), {"purpose": "safety"}).content.decode()

    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7|add:7 }} %(section)s" in page
    assert "<img" not in page


def test_a_draft_is_sealed_resumed_and_destroyed(anne: Client, cast: Cast) -> None:
    draft_id = uuid.uuid4()
    answer = anne.post(reverse("referrals:autosave", args=[draft_id, 1]), {"where": "Zzyzxville"})
    assert answer.status_code == 204
    draft = Draft.objects.get()
    assert b"Zzyzx" not in bytes(draft.content)

    assert reverse("referrals:step", args=[draft_id, 1]) in anne.get(reverse("referrals:mine")).content.decode()
    assert "Zzyzxville" in anne.get(_step(draft_id, 1)).content.decode()
    anne.post(_step(draft_id, 1), {"where": "Zzyzxville", "draft": "1"})
    anne.post(reverse("referrals:discard", args=[draft_id]))
    assert not Draft.objects.exists()


def test_a_draft_belongs_to_its_author(anne: Client, cast: Cast) -> None:
    draft_id = uuid.uuid4()
    anne.post(_step(draft_id, 1), {"where": "Zzyzxville"})

    for other in (cast.other_referrer, cast.nora):
        anne.force_login(other)
        assert "Zzyzxville" not in anne.get(_step(draft_id, 1)).content.decode()
        assert anne.get(_step(draft_id, 2))["Location"] == _step(draft_id, 1)
        assert anne.post(_step(draft_id, 1), {"where": "ailleurs"}).status_code == 404
        assert anne.post(reverse("referrals:autosave", args=[draft_id, 1]), {"where": "x"}).status_code == 404
        assert anne.post(reverse("referrals:check", args=[draft_id]))["Location"] == reverse("referrals:mine")
        anne.post(reverse("referrals:discard", args=[draft_id]))
    anne.force_login(cast.anne)
    assert "Zzyzxville" in anne.get(_step(draft_id, 1)).content.decode()


def test_an_expired_draft_is_gone_before_the_sweep(anne: Client) -> None:
    draft_id = uuid.uuid4()
    anne.post(_step(draft_id, 1), {"where": "Zzyzxville"})

    client = anne
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        user = Draft.objects.get().author
        client.force_login(User.objects.get(pk=user))
        assert "Zzyzxville" not in client.get(_step(draft_id, 1)).content.decode()
        assert client.get(reverse("referrals:check", args=[draft_id]))["Location"] == reverse("referrals:mine")


@pytest.mark.parametrize("number", ["0199001122", ""])
def test_the_first_step_says_the_number_to_ring_where_there_is_one(
    anne: Client, settings: LazySettings, number: str
) -> None:
    settings.HAVRE_DUTY_NUMBER = number
    page = anne.get(reverse("referrals:new"), follow=True).content.decode()
    assert ("01 99 00 11 22" in page.replace("\u202f", " ").replace("\xa0", " ")) is bool(number)


def test_nobody_tonight_gives_the_numbers_of_the_night(anne: Client) -> None:
    draft_id = uuid.uuid4()
    anne.post(_step(draft_id, 1), {"keeper": "nobody"})

    page = anne.get(_step(draft_id, 2)).content.decode()

    for number in ("17", "112", "114", "115", "119"):
        assert f"<b>{number}</b>" in page


@pytest.mark.parametrize("changes", [{"member_0_age": "16"}, {"age_in_doubt": "on"}, {"birth_date": "2015-01-01"}])
def test_a_minor_loses_nothing_and_gets_the_route_of_child_protection(
    anne: Client, cast: Cast, changes: dict[str, object]
) -> None:
    draft_id = uuid.uuid4()
    for number in (1, 2, 3):
        anne.post(_step(draft_id, number), STEP_ANSWERS[number])
    route = anne.post(_step(draft_id, 4), STEP_ANSWERS[4] | changes)["Location"]
    page = anne.get(route).content.decode()
    assert route == reverse("referrals:route", args=[draft_id])
    assert "119" in page
    named = {"recipient_service": "ASE", "recipient_name": "Marie P."}
    assert anne.post(route, named)["Location"] == _step(draft_id, 5)
    check = anne.post(_step(draft_id, 5), STEP_ANSWERS[5])["Location"]
    assert "Confiée par son nom à" in anne.get(check).content.decode()

    anne.post(check)

    referral = Referral.objects.get()
    assert referral.state == "handed_over"
    assert HandOver.objects.get().referral == referral


def test_three_answers_on_the_telephone_are_enough(client: Client, cast: Cast) -> None:
    client.force_login(cast.nora)
    start = client.get(reverse("referrals:new"))["Location"]
    assert client.get(start).status_code == 200

    answer = client.post(
        start,
        {"by_phone_who": "Dr Anne F.", "by_phone_when": "2026-01-05T21:30", "phone": "06 11 11 11 11", "keeper": "us"},
    )

    referral = Referral.objects.get()
    assert answer["Location"] == reverse("referrals:read", args=[referral.pk])
    assert timezone.localtime(referral.received_at).strftime("%Y-%m-%d %H:%M") == "2026-01-05 21:30"
    assert client.post(start, {"phone": "06 11 11 11 11"})["Location"] == answer["Location"]
    assert Referral.objects.count() == 1


def test_the_telephone_page_keeps_a_draft_and_adds_rows(client: Client, cast: Cast) -> None:
    client.force_login(cast.nora)
    draft_id = uuid.uuid4()
    url = reverse("referrals:call", args=[draft_id])
    client.post(reverse("referrals:autosave", args=[draft_id, 0]), {"by_phone_who": "Anne", "languages": ["fr", "en"]})

    page = client.get(url)

    assert page.context["form"].initial["languages"] == ["fr", "en"]
    rows = {f"member_{row}_age": str(row) for row in range(1, 4)}
    more = client.post(url, rows | {"more": "1"})
    assert len(more.context["form"].member_rows) == 4
    assert not Referral.objects.exists()
    client.force_login(cast.anne)
    assert client.get(url).status_code == 404
    assert client.post(reverse("referrals:autosave", args=[uuid.uuid4(), 0]), {}).status_code == 404


CONDITIONS = re.compile(r"plainte|plaint|coop[ée]r|t[ée]moign|complaint|testif|proc[eè]s|justice|police|dénonc", re.I)


def test_no_question_is_about_complaint_or_cooperation_and_one_alone_is_needed() -> None:
    needed = set()
    for kind in [*(step.form for step in STEPS), CallForm, RecipientQuestions]:
        form = kind()
        for name, question in form.fields.items():
            assert not CONDITIONS.search(name), name
            assert not CONDITIONS.search(str(question.label)), name
            if question.required:
                needed.add(name)
    assert needed == {"phone"}


def test_every_question_of_the_report_says_who_reads_it() -> None:
    silent = set()
    for step in STEPS:
        for name, question in step.form().fields.items():
            if not getattr(question, "reads", ""):
                silent.add(re.sub(r"\d+", "N", name))
    # One line under a group says it for all its rows.
    assert silent <= {"member_N_relation", "member_N_gender", "member_N_age", "language_N", "prefer_N", "avoid_N"}


REFERRER_PAGES = ("follow", "receipt", "tonight", "end")
ACTS = ("messages", "write", "tonight", "end")


def test_another_referrer_sees_nothing(client: Client, cast: Cast, referral: Referral) -> None:
    for user in (cast.other_referrer, cast.claire, cast.escort, cast.administrator, cast.officer, cast.project):
        client.force_login(user)
        for page in REFERRER_PAGES:
            assert client.get(reverse(f"referrals:{page}", args=[referral.pk])).status_code == 404
        for act in ACTS:
            assert (
                client.post(reverse(f"referrals:{act}", args=[referral.pk]), {"text": "x", "why": "us"}).status_code
                == 404
            )
        for page in ("read", "answer", "hand_over"):
            assert client.get(reverse(f"referrals:{page}", args=[referral.pk])).status_code == 404
    client.force_login(cast.other_referrer)
    assert referral.outside_reference not in client.get(reverse("referrals:mine")).content.decode()
    referral.refresh_from_db()
    assert referral.state == "received"


def test_the_referrer_never_opens_the_side_of_the_coordination(anne: Client, cast: Cast, referral: Referral) -> None:
    operations.hand_over(referral, recipient=Recipient("ASE", "Marie"), by=cast.nora, at=AT)
    for page in ("read", "answer", "hand_over"):
        assert anne.get(reverse(f"referrals:{page}", args=[referral.pk])).status_code == 404
    for act in ("take_up", "received", "sheet", "reopen", "read_messages"):
        assert anne.post(reverse(f"referrals:{act}", args=[referral.pk])).status_code == 404
    assert anne.post(reverse("referrals:open", args=[referral.pk, "account"]), {"purpose": "call"}).status_code == 404


def test_the_referrer_reads_a_label_a_reference_and_a_day(anne: Client, cast: Cast, referral: Referral) -> None:
    operations.take_up(referral, by=cast.nora, at=AT)
    operations.answer_referral(referral, kind="not_eligible", reason="Zzyzxmotif", by=cast.nora, at=AT)

    pages = [reverse(f"referrals:{name}", args=[referral.pk]) for name in ("follow", "receipt", "tonight")]
    texts = [anne.get(url).content.decode() for url in [reverse("referrals:mine"), *pages]]

    assert "répondue" in texts[0]
    assert "17\u00a0mars" in texts[0]
    person = referral.person
    for text in texts:
        for hidden in (
            person.reference,
            person.pseudonym,
            "Nora",
            "Zzyzxmotif",
            "Joy",
            "Portville",
            "10\u00a0h\u00a014",
        ):
            assert hidden not in text


def test_the_last_button_takes_few_statements_of_both_databases(anne: Client) -> None:
    anne.post(_fill(anne, uuid.uuid4()))  # the first page of a process reads what the others find at hand
    check = _fill(anne, uuid.uuid4())
    with CaptureQueriesContext(connections["default"]) as one, CaptureQueriesContext(connections["keys"]) as two:
        anne.post(check)
    asked = [query["sql"] for query in [*one, *two] if not query["sql"].startswith(TRANSACTION)]
    assert Referral.objects.count() == 2
    assert len(asked) <= 25, "\n".join(asked)


def test_the_list_costs_the_same_for_one_and_three(
    anne: Client, cast: Cast, referral: Referral, django_assert_num_queries: object
) -> None:
    anne.get(reverse("referrals:mine"))  # the first page of a process reads what the others find at hand
    with CaptureQueriesContext(connection) as one:
        anne.get(reverse("referrals:mine"))
    for _ in range(2):
        data = Submission(referrer=Referrer(phone="0611111111"))
        operations.submit_referral(data=data, organisation=cast.hospital, by=cast.anne, at=AT)
    with django_assert_num_queries(len(one)):  # type: ignore[operator]
        page = anne.get(reverse("referrals:mine")).content.decode()
    assert page.count("reçue le") == 3


def test_messages_are_opened_by_a_button_and_go_both_ways(client: Client, cast: Cast, referral: Referral) -> None:
    client.force_login(cast.anne)
    write = reverse("referrals:write", args=[referral.pk])
    assert client.post(write, {"kind": "information", "text": "Elle a changé de chambre."}).status_code == 302
    assert "Votre texte" in client.post(write, {"kind": "message", "text": " "}).content.decode()
    assert "changé de chambre" not in client.get(reverse("referrals:follow", args=[referral.pk])).content.decode()

    client.force_login(cast.judith)
    read = reverse("referrals:read", args=[referral.pk])
    closed = client.get(read).content.decode()
    assert "1 message que personne n’a lu" in closed
    assert "changé de chambre" not in closed
    opened = client.post(reverse("referrals:read_messages", args=[referral.pk]))
    assert "changé de chambre" in opened.content.decode()
    assert opened["Refresh"].endswith(read)
    client.post(write, {"kind": "message", "text": "Bien reçu."})

    client.force_login(cast.anne)
    answer = client.post(reverse("referrals:messages", args=[referral.pk])).content.decode()
    assert "Bien reçu." in answer
    assert "Judith" not in answer


def test_a_referrer_cannot_speak_on_behalf_of_somebody(anne: Client, cast: Cast, referral: Referral) -> None:
    anne.post(
        reverse("referrals:write", args=[referral.pk]),
        {"kind": "message", "text": "x", "by_phone_who": "la préfecture", "by_phone_when": "2026-01-01T10:00"},
    )

    line = operations.read_messages(referral, by=cast.anne, at=AT)[0]
    assert (line.on_behalf_of, Message.objects.get().unread) == ("", True)


def test_the_sections_open_for_the_duty_and_then_the_coordinator(
    client: Client, cast: Cast, referral: Referral
) -> None:
    url = reverse("referrals:open", args=[referral.pk, "tonight"])
    read = reverse("referrals:read", args=[referral.pk])
    for user, status in ((cast.judith, 200), (cast.nora, 404), (cast.lawyer, 404), (cast.head, 404)):
        client.force_login(user)
        assert "Portville" not in client.get(read).content.decode()
        assert client.post(url, {"purpose": "safety"}).status_code == status

    client.force_login(cast.nora)
    client.post(reverse("referrals:take_up", args=[referral.pk]), {"coordinator": "", "version": referral.version})
    opened = client.post(url, {"purpose": "safety"})
    assert "Portville" in opened.content.decode()
    assert "on la cherche" not in opened.content.decode()
    assert "Dites pourquoi vous l’ouvrez" in client.post(url, {"purpose": "curiosité"}).content.decode()
    assert client.post(reverse("referrals:open", args=[referral.pk, "answers"]), {"purpose": "call"}).status_code == 404
    assert AuditEntry.objects.filter(event="section_opened").count() == 2


def test_the_situation_is_given_to_a_colleague(client: Client, cast: Cast, referral: Referral) -> None:
    client.force_login(cast.nora)
    url = reverse("referrals:take_up", args=[referral.pk])
    assert "n’est plus dans la liste" in client.post(url, {"coordinator": str(cast.lawyer.pk)}).content.decode()

    client.post(url, {"coordinator": str(cast.marc.pk), "version": referral.version})
    referral.refresh_from_db()
    assert referral.coordinator_id == cast.marc.pk
    again = client.post(url, {"coordinator": str(cast.nora.pk), "version": referral.version - 1})
    assert again.status_code == 200
    referral.refresh_from_db()
    assert referral.coordinator_id == cast.marc.pk


def test_a_minor_shows_the_road_to_child_protection_and_no_button_to_take_up(client: Client, cast: Cast) -> None:
    client.force_login(cast.nora)
    start = client.get(reverse("referrals:new"))["Location"]
    client.post(start, {"phone": "0611111111", "by_phone_who": "Anne", "member_0_age": "15", "names": "Joy"})
    referral = Referral.objects.get()
    page = client.get(reverse("referrals:read", args=[referral.pk])).content.decode()
    assert "La confier à quelqu’un, par son nom" in page
    refused = client.post(reverse("referrals:take_up", args=[referral.pk]), {"version": referral.version})
    assert "n’héberge pas de personne mineure" in refused.content.decode()

    url = reverse("referrals:hand_over", args=[referral.pk])
    assert "Nommez le service" in client.post(url, {"version": referral.version}).content.decode()
    client.post(
        url,
        {
            "version": referral.version,
            "recipient_service": "ASE",
            "recipient_name": "Marie P.",
            "recipient_phone": "0400000000",
        },
    )
    sheet = client.post(reverse("referrals:sheet", args=[referral.pk]))
    assert "Marie P." in sheet.content.decode()
    assert "Joy" in sheet.content.decode()
    assert "Ni nom, ni lieu" not in sheet.content.decode()
    client.post(
        reverse("referrals:received", args=[referral.pk]), {"received_by": "Marie P.", "by_phone_who": "Marie P."}
    )
    assert HandOver.objects.get().is_received
    client.post(reverse("referrals:reopen", args=[referral.pk]))
    referral.refresh_from_db()
    assert referral.state == "handed_over"


def test_the_coordination_answers_once(client: Client, cast: Cast, referral: Referral) -> None:
    client.force_login(cast.nora)
    url = reverse("referrals:answer", args=[referral.pk])
    assert client.get(url).status_code == 200
    assert "Il nous faut cette réponse" in client.post(url, {}).content.decode()
    answer = {"kind": "advice", "reason": "une orientation locale suffit", "version": referral.version}

    assert client.post(url, answer).status_code == 302
    second = client.post(url, answer)

    assert second.status_code == 200
    assert "a changé entre-temps" in second.content.decode()
    assert not clocks.running(referral.person_id).exists()


def test_she_takes_it_back_through_the_referrer(anne: Client, referral: Referral) -> None:
    url = reverse("referrals:end", args=[referral.pk])
    assert anne.get(url).status_code == 200
    assert anne.post(url, {"why": "her"}).status_code == 302
    assert "déjà retiré" in anne.post(url, {"why": "us"}).content.decode()
    referral.refresh_from_db()
    assert referral.state == "withdrawn"


def test_two_who_say_who_watches_see_both_versions(anne: Client, cast: Cast, referral: Referral) -> None:
    url = reverse("referrals:tonight", args=[referral.pk])
    assert "Portville" not in anne.get(url).content.decode()
    assert anne.post(url, {"keeper": "other", "where": "Havreville", "version": referral.version}).status_code == 302

    stale = anne.post(url, {"keeper": "nobody", "version": referral.version})

    assert stale.status_code == 409
    assert "Havreville" in stale.content.decode()
    anne.force_login(cast.marc)
    unseen = anne.post(url, {"keeper": "nobody", "version": referral.version})
    assert unseen.status_code == 409
    assert "Havreville" not in unseen.content.decode()


def test_who_read_counts_messages_and_sections(client: Client, cast: Cast, referral: Referral) -> None:
    client.force_login(cast.judith)
    client.post(reverse("referrals:open", args=[referral.pk, "account"]), {"purpose": "call"})
    client.post(reverse("referrals:read_messages", args=[referral.pk]))

    page = client.get(reverse("people:readers", args=[referral.person_id])).content.decode()

    assert "«\u00a0Ce que dit le service\u00a0» ouvert" in page
    assert "Messages lus" in page
    assert "Judith L." in page


def test_a_stale_take_up_is_refused(cast: Cast, referral: Referral) -> None:
    with pytest.raises(Stale):
        operations.take_up(referral, version=referral.version + 1, by=cast.nora, at=AT)
