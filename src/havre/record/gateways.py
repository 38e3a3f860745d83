"""Mail and SMS leave Havre here: one fixed sentence, in the language of the account, and nothing else.

``HAVRE_MAIL_URL`` (``smtp+tls://user:password@host:587``) with ``HAVRE_MAIL_FROM``; ``HAVRE_SMS_URL``, which gets a
POST of ``to`` and ``text`` (the number stands in the body, never in the address), with ``HAVRE_SMS_TOKEN`` as bearer.
In a demo there is no gateway: nothing leaves.
"""

from __future__ import annotations

import threading
import urllib.parse
import urllib.request
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

MAIL, SMS = "mail", "sms"
NAMES = {MAIL: gettext_lazy("courriel"), SMS: gettext_lazy("SMS")}
TIMEOUT_SECONDS = 5.0


class GatewayFailed(OSError):
    """The message did not leave, or nobody knows whether it did: it waits and is tried again."""


def configured() -> list[str]:
    """The means by which messages leave this house, the fastest first; none in a demo."""
    if settings.HAVRE_DEMO:
        return []
    return [means for means, address in ((SMS, settings.HAVRE_SMS_URL), (MAIL, settings.HAVRE_MAIL_URL)) if address]


def sentence(language: str) -> str:
    """All that a message ever says."""
    with translation.override(language):
        return gettext("Quelque chose vous attend dans Havre.")


def deliver(means: str, address: str, text: str) -> None:
    """Hand one message to its gateway, within five seconds whatever the gateway does. Raises ``GatewayFailed``.

    A gateway that answers later than that may have taken the message: it is then told twice, never not at all.
    """
    _within(TIMEOUT_SECONDS, lambda: _BY_MEANS[means](address, text))


def _within(seconds: float, act: Callable[[], None]) -> None:
    failed: list[str] = []

    def run() -> None:
        try:
            act()
        except Exception as error:
            failed.append(type(error).__name__)

    thread = threading.Thread(target=run, name="havre-gateway", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise GatewayFailed("no answer")
    if failed:
        raise GatewayFailed(failed[0])


def _mail(address: str, text: str) -> None:
    EmailMessage(subject="Havre", body=text, from_email=settings.HAVRE_MAIL_FROM, to=[address]).send()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A number goes to the gateway that was named, and to no other."""

    def redirect_request(self, *_args: object, **_options: object) -> None:
        return None


_http = urllib.request.build_opener(_NoRedirect)


def _sms(number: str, text: str) -> None:
    request = urllib.request.Request(  # noqa: S310  the address is a setting, refused unless it is http(s)
        settings.HAVRE_SMS_URL,
        data=urllib.parse.urlencode({"to": number, "text": text}).encode(),
        headers={"Authorization": f"Bearer {settings.HAVRE_SMS_TOKEN}"} if settings.HAVRE_SMS_TOKEN else {},
    )
    with _http.open(request, timeout=TIMEOUT_SECONDS):
        return


_BY_MEANS: dict[str, Callable[[str, str], None]] = {MAIL: _mail, SMS: _sms}
