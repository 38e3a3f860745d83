"""The application for any WSGI server; ``havre serve`` is the usual way."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from havre import preflight

preflight.check_before_settings()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")
application = get_wsgi_application()
