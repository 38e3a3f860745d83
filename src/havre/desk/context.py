"""What every template is given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from havre.desk.shell import Shell


def shell(request: HttpRequest) -> dict[str, Any]:
    """``shell`` for the base templates; nothing is fetched before a template asks."""
    return {"shell": Shell(request)}
