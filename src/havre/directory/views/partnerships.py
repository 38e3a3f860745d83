"""How far a partner has come, and what is exchanged with it: a part of its page, and what that part posts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common import parts
from havre.countries.fr.network import EXCHANGES
from havre.directory.forms.exchanges import ExchangeForm
from havre.directory.models import Partner, Partnership, Shelter
from havre.directory.operations import partnerships
from havre.directory.standing import exchanges_of, standing_of
from havre.directory.states import PARTNERSHIP, WAY
from havre.directory.views.common import ask
from havre.directory.wording import exchange_kind, exchange_lines, exchanges_counted
from havre.record.sending import press, went_through

SHOWN = 6
_ACTS: dict[str, tuple[Callable[..., None], str | Promise]] = {
    "train": (partnerships.train_partner, _("L’équipe est notée comme formée.")),
    "specialise": (partnerships.specialise_partner, _("Ce partenaire est noté comme spécialisé.")),
    "step_back": (partnerships.step_back, _("L’étape est corrigée.")),
    "end": (partnerships.end_partnership, _("Le partenariat est terminé. Ses places ne sont plus cherchées.")),
    "reopen": (partnerships.reopen_partnership, _("Le partenariat est rouvert. La convention reste à inscrire.")),
}


def partnership_context(user: User, organisation_id: uuid.UUID) -> dict[str, Any]:
    """What the page of a house or a partner says of its partnership; nothing to those who do not keep the directory."""
    found = Partnership.objects.visible_to(user).filter(organisation_id=organisation_id).first()
    if found is None:
        return {"partnership": None}
    exchanges, standing = exchanges_of(found), standing_of(found, timezone.localdate())
    return {
        "partnership": found,
        "standing": standing,
        "last_kind": exchange_kind(standing.last_kind),
        "this_year": exchanges_counted(standing.counted),
        "way": None if found.state == "ended" else _way(found.state),
        "exchanges": exchange_lines(exchanges[:SHOWN]),
        "older": exchange_lines(exchanges[SHOWN:]),
    }


def _way(state: str) -> parts.Way:
    reached = [step.code for step in WAY].index(state)
    return parts.Way(
        [
            parts.Step(step.label, "done" if place < reached else "now" if place == reached else "next")
            for place, step in enumerate(WAY)
        ]
    )


def _visible(request: HttpRequest, partnership_id: uuid.UUID) -> Partnership:
    found = Partnership.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(found, pk=partnership_id)


def _page_of(partnership: Partnership) -> str:
    """The page of its house, or of the partner itself; of several houses the first."""
    house = Shelter.objects.filter(organisation_id=partnership.organisation_id).order_by("code").first()
    if house is not None:
        return reverse("directory:shelter", args=[house.pk])
    partner = get_object_or_404(Partner, organisation_id=partnership.organisation_id)
    return reverse("directory:partner", args=[partner.pk])


@require_POST
@opens(Permission.KEEP_DIRECTORY)
def step(request: HttpRequest, partnership_id: uuid.UUID, verb: str) -> HttpResponse:
    """One step on, back, out of the network or in again."""
    if verb not in _ACTS:
        raise Http404("closed")
    one, user = _visible(request, partnership_id), signed_in(request)
    act, done = _ACTS[verb]

    def go(version: int | None) -> None:
        act(one, version=version, by=user, at=timezone.now())

    return press(request, go, done, _page_of(one))


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_DIRECTORY)
def exchange(request: HttpRequest, partnership_id: uuid.UUID) -> HttpResponse:
    """What was said with a partner; ``?genre=visit`` proposes a kind."""
    one, user = _visible(request, partnership_id), signed_in(request)
    kind = request.GET.get("genre", "")
    today = timezone.localdate()
    form = ExchangeForm(request.POST or None, initial={"on": today, "kind": kind if kind in EXCHANGES else ""})

    def note() -> None:
        partnerships.note_exchange(one, exchange=form.exchange(user.name), by=user, at=timezone.now())

    if went_through(form, note):
        return redirect(_page_of(one))
    return ask(
        request,
        form,
        title=_("Noter un échange"),
        said=_("Ce qui s’est dit avec ce partenaire, pour qui l’appellera la prochaine fois.")
        if not PARTNERSHIP.find("visit", one.state)
        else _("Ce qui s’est dit avec ce partenaire. Une visite le fait passer de candidat à visité."),
        send=_("Garder"),
        back=_page_of(one),
        code=one.organisation.code,
    )
