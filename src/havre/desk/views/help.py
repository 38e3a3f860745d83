"""The guides: what there is, and one of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from havre.accounts.access import open_to_signed_in, signed_in
from havre.desk import guides, visit
from havre.desk.views.preferences import back


@open_to_signed_in
def contents(request: HttpRequest) -> HttpResponse:
    """Every guide this account reads, task by task, its own first."""
    user = signed_in(request)
    own, *others = (guides.for_reader(key, user) for key in guides.readable(user))
    context = {"own": own, "others": others, "visit_offered": bool(visit.steps_for(user))}
    return render(request, "desk/help.html", context)


@open_to_signed_in
def guide(request: HttpRequest, guide: str) -> HttpResponse:
    """One guide, whole, fit for paper. One that is not for this account is not found."""
    user = signed_in(request)
    if guide not in guides.readable(user):
        raise Http404
    return render(request, "desk/guide.html", {"guide": guides.for_reader(guide, user)})


@open_to_signed_in
@require_POST
def tour(request: HttpRequest) -> HttpResponse:
    """Go to a step of the demonstration's tour; 0 ends it. Not mounted anywhere else."""
    user, asked = signed_in(request), request.POST.get("step", "")
    if not visit.steps_for(user):
        raise Http404
    url = visit.go_to(request, user, int(asked[:2]) if asked.isdecimal() else 0)
    return redirect(url) if url else visit.over(request, back(request), user)
