"""The officer's page: who opened and wrote what, when; whether the chain holds. No case is read here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common import parts
from havre.record import audit, reading
from havre.record.forms import RecordFilterForm, VerifyForm
from havre.record.models import AuditChain, AuditCheckpoint

_SEQUENCE_DIGITS = 18


@require_safe
@opens(Permission.READ_RECORD)
def entries(request: HttpRequest) -> HttpResponse:
    """The record, newest first, paged by sequence."""
    user: User = request.user  # type: ignore[assignment]  # the house lets nobody else come this far
    reading.enter_once(request.session.session_key or "", by=user, at=timezone.now())
    form = RecordFilterForm(request.GET or None)
    asked = form.asked() if form.is_bound else reading.Asked()
    return render(request, "record/list.html", _context(request, asked, VerifyForm()) | {"form": form})


def _context(request: HttpRequest, asked: reading.Asked, verify_form: VerifyForm) -> dict[str, object]:
    before = _before(request)
    chain = AuditChain.objects.filter(id=1).first()
    return {
        "page": reading.page_of(asked, before=before),
        "is_first": before is None,
        "is_filtered": asked != reading.Asked(),
        "total": chain.sequence if chain else 0,
        "checkpoints": AuditCheckpoint.objects.order_by("-segment"),
        "verify_form": verify_form,
        "columns": [
            parts.Column(_("Quand")),
            parts.Column(_("Quoi")),
            parts.Column(_("Par qui")),
            parts.Column(_("Au sujet de")),
            parts.Column(_("N°"), css="num"),
        ],
    }


def _before(request: HttpRequest) -> int | None:
    asked = request.GET.get("avant", "")
    return int(asked) if asked.isdecimal() and len(asked) <= _SEQUENCE_DIGITS else None


@require_POST
@opens(Permission.READ_RECORD)
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute the chain now, and say whether it holds."""
    user: User = request.user  # type: ignore[assignment]  # the house lets nobody else come this far
    form = VerifyForm(request.POST)
    if not form.is_valid():
        context = _context(request, reading.Asked(), form) | {"form": RecordFilterForm()}
        return render(request, "record/list.html", context)
    report = reading.verify_record(anchors=form.cleaned_data["anchors"], by=user, at=timezone.now())
    if report.holds:
        messages.success(request, _held(report))
    else:
        messages.error(request, _broken(report))
    return redirect(reverse("record:list"))


def _held(report: audit.Report) -> str:
    return ngettext(
        "La chaîne tient : %(entries)s ligne vérifiée.",
        "La chaîne tient : %(entries)s lignes vérifiées.",
        report.entries,
    ) % {"entries": report.entries}


def _broken(report: audit.Report) -> str:
    return _(
        "La chaîne ne tient pas à partir de la ligne %(number)s. N’effacez rien, prévenez la cheffe de service et gardez une copie."
    ) % {"number": report.broken_at}
