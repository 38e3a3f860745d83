from __future__ import annotations

import pytest

from havre.people.events import AgreementWithdrawn
from havre.people.operations import give_agreement, open_situation, withdraw_agreement
from havre.people.policies import NoAgreement, agreement_in_force, require_agreement
from havre.people.profiles import Member, Profile
from havre.record import events, timeline
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_an_agreement_holds_until_it_is_taken_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[AgreementWithdrawn] = []
    monkeypatch.setitem(events._handlers, AgreementWithdrawn, [heard.append])
    person = open_situation(profile=Profile(household=[Member("Feminine", 24)]), by=cast.nora, at=AT)
    agreement = give_agreement(person, kind="join", how="spoken", language="pcm", by=cast.nora, at=AT)
    assert agreement_in_force(person.pk, "join") == agreement

    withdraw_agreement(agreement, by=cast.nora, at=AT)

    with pytest.raises(NoAgreement):
        require_agreement(person.pk, "join")
    assert heard == [AgreementWithdrawn(person.pk, "join", None)]
    assert next(line.event for line in timeline.read(person.pk)) == "agreement_withdrawn"
