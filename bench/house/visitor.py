"""Asks pages as a server does, with no network between; and the barest pages that do the same, as a floor."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as PlainStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_started
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

from havre.accounts.models import User
from havre.accounts.sessions import SessionStore

BACKEND = "havre.accounts.backends.SealedMailBackend"
COOKIE = "havre"


def _signed_in(store: SessionBase, user: User, backend: str) -> str:
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = backend
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def request_of(path: str, cookie: str, form: dict[str, str] | None = None) -> WSGIRequest:
    """A GET, or the POST of a form."""
    path, _mark, query = path.partition("?")
    body = urlencode(form or {}).encode()
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET" if form is None else "POST", "PATH_INFO": path, "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "wsgi.input": BytesIO(body), "wsgi.url_scheme": "http",
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": f"{COOKIE}={cookie}", "HTTP_HOST": "127.0.0.1:8000", "HTTP_ACCEPT_LANGUAGE": "fr",
        }
    )  # fmt: skip
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    return request


def statements(run: Callable[[], object]) -> int:
    """Statements on both databases, those that only open and close a transaction not counted."""
    with CaptureQueriesContext(connections["default"]) as data, CaptureQueriesContext(connections["keys"]) as keys:
        run()
    found = [query["sql"].split(maxsplit=1)[0].upper() for query in [*data.captured_queries, *keys.captured_queries]]
    return sum(word not in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE") for word in found)


class Visitor:
    """One signed-in account of Havre."""

    def __init__(self, user: User) -> None:
        self.cookie = _signed_in(SessionStore(), user, BACKEND)
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def get(self, path: str) -> HttpResponse:
        return self.send(path, None)

    def send(self, path: str, form: dict[str, str] | None) -> HttpResponse:
        """The page that answers, complete. Raises ``AssertionError`` where it is not one."""
        response = self._handler.get_response(request_of(path, self.cookie, form))
        if response.status_code != 200:
            raise AssertionError(f"{path}: {response.status_code}")
        return response  # type: ignore[return-value]

    def led_to(self, path: str, form: dict[str, str]) -> str:
        """Where a form that was sent leads."""
        return self._handler.get_response(request_of(path, self.cookie, form)).headers["Location"]

    def queries(self, path: str, form: dict[str, str] | None = None) -> int:
        return statements(lambda: self.send(path, form))


class _PlainSessions(SessionMiddleware):
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)  # type: ignore[arg-type]
        self.SessionStore = PlainStore


class Bare:
    """One view with Django's own database session and account, and nothing around it."""

    def __init__(self, user: User, view: Callable[[HttpRequest], HttpResponse]) -> None:
        self.cookie = _signed_in(PlainStore(), user, BACKEND)
        self._run: Any = _PlainSessions(AuthenticationMiddleware(view))  # type: ignore[arg-type]

    def get(self) -> HttpResponse:
        response: HttpResponse = self._run(request_of("/", self.cookie))
        return response

    def application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> HttpResponse:
        """The view for a server; connections are looked after as Django does around every request."""
        request_started.send(type(self), environ=environ)
        response: HttpResponse = self._run(WSGIRequest(environ))
        start_response(
            f"{response.status_code} OK", [*response.items(), ("Content-Length", str(len(response.content)))]
        )
        return response
