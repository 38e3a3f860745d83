"""Documents of a page, as those who keep the library see them: added, read by another, withdrawn, destroyed."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.record.sending import press, went_through
from havre.resources import operations
from havre.resources.library.uploading import sent_file
from havre.resources.models import LibraryDocument, LibraryPage
from havre.resources.page_forms import DocumentForm
from havre.resources.views.library_desk import show

KEEP = Permission.KEEP_LIBRARY
VERBS: dict[str, Callable[..., object]] = {
    "publish": operations.publish_document,
    "withdraw": operations.withdraw_document,
    "submit": operations.submit_document,
    "remove": operations.remove_document,
}
DONE = {
    "publish": gettext_lazy("Le document est publié. Ses mots se cherchent."),
    "withdraw": gettext_lazy("Plus personne ne le lit."),
    "submit": gettext_lazy("Une autre personne peut maintenant le relire et le publier."),
    "remove": gettext_lazy("Le document est ôté."),
}


@opens(KEEP)
@require_POST
def add(request: HttpRequest, page_id: uuid.UUID) -> HttpResponse:
    """A file, to be read by somebody else."""
    row = get_object_or_404(LibraryPage, pk=page_id)
    known = list(row.documents.published().light().order_by("name", "pk"))
    form = DocumentForm(request.POST, request.FILES, auto_id="document_%s", known=known)

    def act() -> None:
        name, content = sent_file(request, form)
        operations.add_document(
            row, name=name, content=content, valid_until=form.cleaned_data["valid_until"],
            replaces=form.replaced(), version=form.cleaned_data["version"], by=signed_in(request), at=timezone.now(),
        )  # fmt: skip

    if went_through(form, act):
        messages.success(request, _("Le document est ajouté. Une autre personne le relit et le publie."))
        return redirect("library:one", row.pk)
    return show(request, row, document_form=form)


@opens(KEEP)
@require_POST
def act(request: HttpRequest, document_id: uuid.UUID, verb: str) -> HttpResponse:
    """Publish it, withdraw it, give it to be read again, destroy it."""
    row = get_object_or_404(LibraryDocument.objects.select_related("page").light(), pk=document_id)

    def done(version: int | None) -> None:
        VERBS[verb](row, version=version, by=signed_in(request), at=timezone.now())

    return press(request, done, DONE[verb], "library:one", row.page_id)
