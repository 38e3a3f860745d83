"""Documents for participants: handed out by whoever keeps training or gives the session, taken along by those who come."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import open_to_all, opens, signed_in
from havre.common.entrance import unkept
from havre.record.sending import press, sent, went_through
from havre.resources.library.sending import attached
from havre.resources.library.uploading import sent_file
from havre.training import operations, reading
from havre.training.forms_materials import MaterialForm
from havre.training.materials import documents_of
from havre.training.models import Registration, Session
from havre.training.models_materials import SessionMaterial
from havre.training.policies import hands_out, materials_open, materials_until, may_keep, takes_materials
from havre.training.views.access import ATTEND, KEEP, TRAIN, own
from havre.training.views.public import own_link


@opens(KEEP, TRAIN)
def of_session(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """What is handed out; one more is added."""
    row = _handed_out(request, get_object_or_404(Session.objects.select_related("programme"), pk=session_id))
    modules = [one.title for one in reading.modules_of(row.programme)]
    form = MaterialForm(sent(request), request.FILES or None, modules=modules)

    def act() -> None:
        name, content = sent_file(request, form)
        operations.add_material(
            row, name=name, content=content, module=form.cleaned_data.get("module", ""),
            by=signed_in(request), at=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("Le document est ajouté. Les inscrits le lisent sur leur page."))
        return redirect("training:materials", row.pk)
    context = {
        "row": row, "title": row.programme.title, "days": reading.days_words(row), "form": form,
        "documents": documents_of(row), "until": materials_until(row), "may_keep": may_keep(request.user),
        "may_add": takes_materials(row, timezone.localdate()),
    }  # fmt: skip
    return render(request, "training/materials.html", context)


def _handed_out(request: HttpRequest, row: Session) -> Session:
    if not hands_out(request.user, row, timezone.localdate()):
        raise Http404("not of this account")
    return row


def _material(request: HttpRequest, material_id: uuid.UUID, *, light: bool = False) -> SessionMaterial:
    rows = SessionMaterial.objects.light() if light else SessionMaterial.objects.all()
    row = get_object_or_404(rows.select_related("session"), pk=material_id)
    _handed_out(request, row.session)
    return row


@opens(KEEP, TRAIN)
@require_POST
def take_out(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    row = _material(request, material_id, light=True)

    def act(_version: int | None) -> None:
        operations.take_out_material(row, by=signed_in(request), at=timezone.now())

    return press(request, act, _("Le document est ôté. Plus personne ne le lit."), "training:materials", row.session_id)


@opens(KEEP, TRAIN)
@require_safe
def file(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    return _sent(_material(request, material_id))


@opens(ATTEND)
@require_safe
def own_file(request: HttpRequest, registration_id: uuid.UUID, material_id: uuid.UUID) -> HttpResponse:
    return _taken_along(own(request, registration_id), material_id)


@open_to_all
@require_safe
def guest_file(request: HttpRequest, material_id: uuid.UUID) -> HttpResponse:
    return _taken_along(own_link(request).registration, material_id)


def _taken_along(registration: Registration, material_id: uuid.UUID) -> HttpResponse:
    """A document of one’s own session, as long as its materials are read."""
    if not materials_open(registration.session, registration, timezone.localdate()):
        raise Http404("not for this registration, or not any more")
    return _sent(get_object_or_404(SessionMaterial, pk=material_id, session=registration.session_id))


def _sent(row: SessionMaterial) -> HttpResponse:
    return unkept(attached(row.unseal_file(), row.type, row.file_name))
