"""The page that shows the parts of the house; mounted in a demo only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from havre.common import showcase


def components(request: HttpRequest) -> HttpResponse:
    """Every part in every state (``/components``)."""
    return render(request, "components_page.html", showcase.context(request))
