"""What stands around every page: navigation with its counts, who is on duty, alarms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from havre.accounts.models import DutyShift, User, is_user
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common import parts
from havre.common.addresses import fixed
from havre.desk import faces, guides, toast, visit
from havre.desk.alarms import open_alarms
from havre.desk.counts import counts
from havre.desk.guides.pages import section_of
from havre.desk.lately import lately
from havre.desk.night import night_of
from havre.desk.owed import Owed, owed_by
from havre.desk.rail import TABS, Link, links
from havre.network import banner
from havre.record import undo
from havre.vault.fields import fetch_keys


@dataclass
class Shell:
    """What the base templates ask for; each part is made when it is first asked, and only once."""

    request: HttpRequest
    demo: bool = field(default_factory=lambda: bool(settings.HAVRE_DEMO))
    rendered: dict[str, SafeString] = field(default_factory=dict)
    """Parts that the page repeats, by the name of their template (tag ``once``)."""
    _made: dict[str, Any] = field(default_factory=dict)

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    @cached_property
    def user(self) -> User | None:
        user: Any = getattr(self.request, "user", None)
        return user if is_user(user) else None

    @property
    def theme(self) -> str:
        chosen = self.user.theme if self.user else self.request.COOKIES.get("havre_theme", "")
        return chosen if chosen in ("light", "dark") else ""

    @property
    def face(self) -> str:
        return faces.face_of(self.user)

    @property
    def navigation(self) -> list[Link]:
        links: list[Link] = self._once("navigation", self._navigation)
        return links

    @cached_property
    def tabs(self) -> list[Link]:
        """What stands at the foot of a phone: all there is, or what is for phones where there is more."""
        if len(self.navigation) <= TABS:
            return self.navigation
        return [link for link in self.navigation if link.on_phone][:TABS]

    @cached_property
    def beyond_tabs(self) -> list[Link]:
        """What has no room among the tabs, for the foot of the page."""
        return [link for link in self.navigation if link not in self.tabs]

    @property
    def duty(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = self._once("duty", self._duty)
        return found

    @property
    def alarms(self) -> list[parts.Alarm]:
        if self.user is None or not may(self.user, P.COORDINATE):
            return []
        found: list[parts.Alarm] = self._once("alarms", lambda: open_alarms(night_of(self.request)))
        return found

    @property
    def just_done(self) -> undo.Done | None:
        """The act just done, on the first page after it, where it can be taken back."""
        found: undo.Done | None = self._once(
            "just_done", lambda: toast.bring(self.request, self.user) if self.user else None
        )
        return found

    @property
    def announced(self) -> banner.Shown | None:
        """The one line of announcement: on the page where an account arrives, and there alone."""
        found: banner.Shown | None = self._once("announced", self._announced)
        return found

    def _announced(self) -> banner.Shown | None:
        if self.user is None or not self._is_home:
            return None
        return next(iter(banner.for_account(self.user, timezone.localdate())), None)

    @cached_property
    def owed(self) -> list[Owed]:
        """What waits for whoever comes by: on the page where the account arrives, and there alone."""
        return owed_by(self.user, timezone.localdate()) if self.user and self._is_home else []

    @cached_property
    def lately(self) -> list[Owed]:
        """What is new this week, on that page alone."""
        return lately(self.user, timezone.localdate()) if self.user and self._is_home else []

    @property
    def _is_home(self) -> bool:
        page = self.request.resolver_match
        return self.user is not None and page is not None and page.view_name == faces.home_of(self.user)

    @cached_property
    def live_url(self) -> str:
        """Where an open page of the desk asks what changed; empty for those who read no situation."""
        return fixed("desk:changed") if self.user and may(self.user, P.READ_SITUATIONS) else ""

    @cached_property
    def works_here(self) -> bool:
        """Whether this account does the work of the desk: its own acts and the downloads are a line away."""
        return any(may(self.user, right) for right in faces.WORKERS)

    @cached_property
    def absence_url(self) -> str:
        """Where one hands on one's work for an absence; empty for those whose work nobody else has."""
        rights = (P.COORDINATE, P.GIVE_ADVICE)
        return fixed("desk:absence") if self.user and any(may(self.user, right) for right in rights) else ""

    @cached_property
    def find_url(self) -> str:
        """Where the palette asks; empty for those who find nothing."""
        rights = (P.READ_SITUATIONS, P.READ_DIRECTORY)
        return fixed("desk:find") if self.user and any(may(self.user, right) for right in rights) else ""

    @cached_property
    def help_url(self) -> str:
        """The section of a guide that helps on this page, or the table of contents."""
        found = self.request.resolver_match
        guide, section = section_of(found.view_name if found else "")
        known = guides.readable(self.user)
        for one in (guide, guides.EVERYONE):  # a page shared with others is told there too, in their own words
            if one in known and guides.tells(one, section, self.user):
                return f"{reverse('desk:guide', args=[one])}#{section}"
        return fixed("desk:help")

    @property
    def visit(self) -> visit.Note | None:
        """What the demonstration's tour says on this page."""
        note: visit.Note | None = self._once("visit", lambda: visit.note(self.request))
        return note

    @property
    def user_label(self) -> str:
        return str(self._once("name", lambda: self.user.name if self.user else ""))

    def _navigation(self) -> list[Link]:
        if self.user is None:
            return []
        figures = counts() if may(self.user, P.READ_SITUATIONS) or may(self.user, P.GIVE_ADVICE) else {}
        found = self.request.resolver_match
        return links(self.user, found.view_name if found else "", figures, len(self.alarms))

    def _duty(self) -> list[tuple[str, str]]:
        if self.user is None or not may(self.user, P.READ_SITUATIONS):
            return []
        return duty_names(night_of(self.request).shifts)


def duty_names(shifts: Iterable[DutyShift]) -> list[tuple[str, str]]:
    """(rank in words, name) of those who watch, first rank first."""
    shifts = list(shifts)
    fetch_keys([shift.user for shift in shifts])
    ranks = {1: _("D’astreinte"), 2: _("Seconde"), 3: _("Cheffe de service")}
    return [(ranks[shift.rank], shift.user.name) for shift in shifts]
