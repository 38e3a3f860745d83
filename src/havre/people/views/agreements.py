"""Her agreements: given, taken back, each with how and in which language."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import words
from havre.countries.fr.people import language_name
from havre.people import operations
from havre.people.forms import AgreeForm, WithdrawForm
from havre.people.models import Agreement, AgreementState, Person
from havre.people.views.access import coordinated_person, visible_person
from havre.record.sending import answer

SAID = {
    AgreementState.GIVEN: gettext_lazy("donné le %(day)s"),
    AgreementState.WITHDRAWN: gettext_lazy("repris le %(day)s"),
    AgreementState.STRUCK: gettext_lazy("inscrit par erreur, effacé le %(day)s"),
}


@dataclass(frozen=True)
class Line:
    """One agreement in words; ``in_force`` until it is taken back."""

    id: uuid.UUID
    label: str
    sub: str
    in_force: bool
    when: str


def _line(agreement: Agreement, lang: str) -> Line:
    terms = agreement.unseal("terms")
    in_force = agreement.state == AgreementState.GIVEN
    at = terms["at"] if in_force else terms.get("withdrawn_at", terms["at"])
    when = words.day(datetime.fromisoformat(at))
    how = _("par écrit") if terms["how"] == "written" else _("de vive voix")
    language = _("en %(language)s") % {"language": language_name(terms["language"], lang)} if terms["language"] else ""
    relayed = _("relayé par %(who)s") % {"who": terms["relayed_by"]} if terms["relayed_by"] else ""
    shared = " → ".join(filter(None, [terms["purpose"], terms["recipient"]]))
    return Line(
        id=agreement.pk,
        label=str(agreement.get_kind_display()),
        sub=", ".join(filter(None, [how, language, relayed, shared])),
        in_force=in_force,
        when=SAID[AgreementState(agreement.state)] % {"day": when},
    )


def agreement_lines(person: Person) -> list[Line]:
    """All agreements of a person in words, those in force first."""
    lang = get_language() or "fr"
    rows = Agreement.objects.filter(person=person)
    return sorted((_line(row, lang) for row in rows), key=lambda line: (not line.in_force, line.label, line.when))


@opens(Permission.READ_SITUATIONS)
@require_safe
def agreements(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    return _page(request, visible_person(request, person_id), AgreeForm())


def _page(
    request: HttpRequest, person: Person, form: AgreeForm, withdraw: WithdrawForm | None = None, asked: str = ""
) -> HttpResponse:
    context = {
        "person": person,
        "lines": agreement_lines(person),
        "form": form,
        "withdraw": withdraw or WithdrawForm(auto_id="withdraw_%s"),
        "may_write": may(request.user, Permission.COORDINATE, person),
        "asked": asked or request.GET.get("reprendre", ""),
    }
    return render(request, "people/agreements.html", context)


@opens(Permission.COORDINATE)
@require_POST
def agree(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Write down what she said yes to."""
    person = coordinated_person(request, person_id)
    form = AgreeForm(request.POST)

    def act() -> None:
        answers = {name: said for name, said in form.cleaned_data.items() if not name.startswith("by_phone_")}
        operations.give_agreement(
            person, **answers, by=signed_in(request), at=timezone.now(), on_behalf_of=form.on_behalf_of()
        )

    return answer(
        request, form, act, told=_("Son accord est inscrit. Elle peut le reprendre à tout moment."),
        to=redirect("people:agreements", person.pk), again=lambda: _page(request, person, form),
    )  # fmt: skip


@opens(Permission.COORDINATE)
@require_POST
def withdraw(request: HttpRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """She takes an agreement back: what depends on it stops at once."""
    agreement = get_object_or_404(Agreement.objects.select_related("person"), pk=agreement_id)
    person = coordinated_person(request, agreement.person_id)
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")

    def act() -> None:
        operations.withdraw_agreement(
            agreement, reason=form.cleaned_data["reason"], by=signed_in(request), at=timezone.now(),
            on_behalf_of=form.on_behalf_of(),
        )  # fmt: skip

    return answer(
        request, form, act, told=_("Son accord est repris. Ce qui en dépendait s’arrête."),
        to=redirect("people:agreements", person.pk),
        again=lambda: _page(request, person, AgreeForm(), form, str(agreement.pk)),
    )  # fmt: skip
