"""For a watchdog outside: alive or late, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from havre.accounts.access import open_to_all
from havre.record.heartbeat import is_alive


@require_safe
@never_cache
@open_to_all
def heartbeat(_request: HttpRequest) -> HttpResponse:
    """200 «alive» while the sweeps run, 503 «late» once they do not."""
    if is_alive(timezone.now()):
        return HttpResponse("alive\n", content_type="text/plain")
    return HttpResponse("late\n", content_type="text/plain", status=503)
