"""A document on its way to a browser: always to be kept beside, never shown by the house itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from havre.resources.library import files


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """``kind`` is one of ``files.TYPES``."""
    answer = HttpResponse(content, content_type=files.TYPES[kind])
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
