"""An open section closes by itself, with script or without."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponse
from django.utils import timezone

from havre.common.parts import Seal

Response = TypeVar("Response", bound=HttpResponse)


def close_later(response: Response, *seals: Seal) -> Response:
    """Make the browser load the closed page when the first of the open ``seals`` runs out.

    The answer is never stored on disk, and a file that is left open shows nothing after its minutes.
    """
    until, close_url = min(((seal.until, seal.close_url) for seal in seals if seal.until), default=(None, ""))
    if until is not None:
        left = max(0, int((until - timezone.now()).total_seconds()))
        response["Refresh"] = f"{left}; url={close_url}"
        response["Cache-Control"] = "no-store"
    return response
