"""A referrer with reports that are filled in, and somebody on duty who is told."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from bench.house import cases
from havre.accounts.models import DutyShift, Organisation, User
from havre.directory.operations import accounts
from havre.people.profiles import Member, Profile
from havre.record.guard import housekeeping
from havre.referrals import drafting
from havre.referrals.content import Account, Agreed, Referrer, Submission, Tonight

ANSWERS = {
    "keeper": "other", "keeper_name": "Accueil", "keeper_number": "06 00 00 00 00", "where": "Portville",
    "phone": "06 00 00 00 00", "referrer_name": "A F", "service": "urgences",
    "exploitation": "SexualExploitation", "known": "x" * 200, "danger_here": "y" * 200, "reach_1": "FR-06",
    "member_0_gender": "Feminine", "member_0_age": "24", "languages": "pcm",
    "agreed": "yes", "agreed_language": "pcm", "wants": "z" * 80,
}  # fmt: skip


def hospital_and_duty(at: datetime) -> tuple[User, Organisation]:
    """A referrer's account and her hospital; a coordinator is on duty for a day."""
    watching = cases.staff(at, 1)[0]
    with housekeeping("benchmark"):
        DutyShift.objects.create(user=watching, rank=1, starts_at=at, ends_at=at + timedelta(days=1))
    hospital = accounts.open_organisation(code="H001", kind="HealthServiceOrganisation", by=None, at=at)
    anne = accounts.open_account(mail="a@example.org", name="A", password="a" * 16, by=None, at=at)
    accounts.grant_role(anne, role="referrer", organisation=hospital, by=None, at=at)
    return anne, hospital


def submission(number: int) -> Submission:
    """What an operation is given once the forms have read it."""
    until = timezone.localdate() + timedelta(days=3)
    return Submission(
        referrer=Referrer(phone="0600000000", name="A F", service="urgences"),
        tonight=Tonight(keeper="us", number="0600000000", until=until),
        account=Account(exploitation="x" * 200, danger_here="y" * 200, areas=["FR-06"], wants="z" * 80),
        profile=Profile(household=[Member("Feminine", 24)], languages=["pcm"]),
        agreed=Agreed(answer="yes", how="spoken", language="pcm", relayed_by="Z"),
        names=f"Prenom{number} Nom",
    )


def filled_in(author: User, count: int) -> Iterator[str]:
    """The addresses of the last page of as many reports, each with its draft, all five steps answered."""
    paths = []
    for number in range(count):
        draft = drafting.ReferralDraft(uuid.uuid4(), {name: [answer] for name, answer in ANSWERS.items()})
        draft.answers["names"] = [f"Prenom{number} Nom"]
        drafting.keep(author, draft, at=timezone.now())
        paths.append(reverse("referrals:check", args=[draft.id]))
    return iter(paths)
