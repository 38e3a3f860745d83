"""What stands around every page: navigation with its counts, who is on duty, alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.core.cache import cache as kept
from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from havre.accounts.models import DutyShift, User, is_user
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common import parts
from havre.desk import faces, guides, toast, visit
from havre.desk.alarms import open_alarms
from havre.desk.guides.pages import section_of
from havre.desk.night import night_of
from havre.intake.models import Call
from havre.journey.models import OPEN, Journey
from havre.network import banner
from havre.record import undo
from havre.record.models import Export, ExportState
from havre.resources.models import AdviceRequest, LibraryPage
from havre.vault.fields import fetch_keys

COUNTED_FOR_SECONDS = 15
LATEST = datetime.max.replace(tzinfo=UTC)
"""Stands in a statement for the hour at which it will be asked."""
"""Counts of the navigation may be that old; alarms never are."""


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: for whoever holds one of ``rights``; ``count`` names a figure of :func:`counts`, ``key``
    the letter that opens it from every page of the desk."""

    route: str
    label: str | Promise
    icon: str
    rights: tuple[P, ...]
    count: str = ""
    on_phone: bool = True
    key: str = ""


NAVIGATION = (
    Entry("intake:new", gettext_lazy("Nouvel appel"), "phone", (P.NOTE_CALLS,), on_phone=False, key="n"),
    Entry("desk:today", gettext_lazy("Aujourd’hui"), "sun", (P.READ_SITUATIONS,)),
    Entry("intake:list", gettext_lazy("Appels"), "phone-call", (P.NOTE_CALLS,), "call_backs"),
    Entry("intake:asked", gettext_lazy("On vous demande quelqu’un"), "shield-check", (P.NOTE_CALLS,), on_phone=False),
    Entry("resources:list", gettext_lazy("Conseils"), "lightbulb", (P.GIVE_ADVICE,), "advice", on_phone=False),
    Entry("journey:list", gettext_lazy("Situations"), "route", (P.READ_SITUATIONS,), "open"),
    Entry("desk:waiting", gettext_lazy("Recherche"), "map", (P.COORDINATE,), "searching"),
    Entry("placements:travel_board", gettext_lazy("Voyages"), "luggage", (P.COORDINATE,), "alarms"),
    Entry("placements:overrides", gettext_lazy("Exceptions"), "ruler", (P.REVIEW,), on_phone=False),
    Entry("placements:shelter_home", pgettext_lazy("navigation", "Accueil"), "house", (P.SEE_RESIDENTS,)),
    Entry("placements:residents", gettext_lazy("Résidentes"), "users", (P.SEE_RESIDENTS,)),
    Entry("directory:places", gettext_lazy("Nos places"), "bed-double", (P.SEE_RESIDENTS,)),
    Entry("referrals:mine", gettext_lazy("Mes orientations"), "send", (P.REFER,)),
    Entry("referrals:new", gettext_lazy("Orienter"), "phone", (P.REFER,)),
    Entry("referrals:guide", gettext_lazy("Sous la main"), "heart-handshake", (P.REFER,)),
    Entry("resources:mine", gettext_lazy("Demander conseil"), "lightbulb", (P.ASK_ADVICE,)),
    Entry("training:mine", gettext_lazy("Se former"), "book-open", (P.ATTEND_TRAINING,), on_phone=False),
    Entry("training:today", gettext_lazy("Mes interventions"), "users", (P.TRAIN,), on_phone=False),
    Entry("library:home", gettext_lazy("Bibliothèque"), "library", (P.ASK_ADVICE, P.KEEP_LIBRARY)),
    Entry("network:mine", gettext_lazy("Vie du réseau"), "message-square", (P.TAKE_PART,)),
    Entry("placements:escort_home", gettext_lazy("Mes voyages"), "luggage", (P.ESCORT,)),
    Entry("directory:list", gettext_lazy("Réseau"), "scroll-text", (P.READ_DIRECTORY,)),
    Entry("network:topics", gettext_lazy("Vie du réseau"), "message-square", (P.KEEP_DIRECTORY,), on_phone=False),
    Entry("training:list", gettext_lazy("Formations"), "calendar", (P.KEEP_TRAINING,), on_phone=False),
    Entry("surveys:list", gettext_lazy("Questionnaires"), "clipboard-list", (P.KEEP_SURVEYS,), on_phone=False),
    Entry("desk:watch", gettext_lazy("Veille"), "bell-ring", (P.COORDINATE,), on_phone=False),
    Entry("referrals:opinions", gettext_lazy("Avis"), "message-square", (P.REVIEW,), on_phone=False),
    Entry(
        "evaluation:latest",
        gettext_lazy("Chiffres"),
        "chart-column",
        (P.READ_NUMBERS, P.READ_PUBLIC_NUMBERS),
        on_phone=False,
    ),
    Entry("directory:rota", gettext_lazy("Astreintes"), "calendar", (P.KEEP_ROTA,), on_phone=False),
    Entry("directory:accounts", gettext_lazy("Comptes"), "key-round", (P.KEEP_ACCOUNTS,)),
    Entry("record:list", gettext_lazy("Registre"), "book-open", (P.READ_RECORD,)),
)
ROUTES = frozenset(entry.route for entry in NAVIGATION)
ROOMS = {
    "intake": "intake:list",
    "resources": "resources:list",
    "library": "library:home",
    "journey": "journey:list",
    "people": "journey:list",
    "assessments": "journey:list",
    "placements": "journey:list",
    "directory": "directory:list",
    "network": "network:topics",
    "evaluation": "evaluation:latest",
    "record": "record:list",
    "surveys": "surveys:list",
    "training": "training:list",
}
"""Room → the entry its pages belong to, unless ``PAGES`` says otherwise."""
PAGES = {
    "desk:watch_sheet": "desk:watch",
    "desk:handover": "desk:watch",
    "desk:lacks": "directory:list",
    "resources:ask": "resources:mine",
    "resources:ask_new": "resources:mine",
    "resources:own": "resources:mine",
    "resources:write": "resources:mine",
    "resources:helped": "resources:mine",
    "resources:link": "",
    "resources:guest": "",
    "network:read_letter": "network:mine",
    "network:subscription": "",
    "intake:note": "intake:new",
    "intake:enquiry": "intake:asked",
    "placements:search": "desk:waiting",
    "placements:search_": "desk:waiting",
    "placements:round": "desk:waiting",
    "placements:round_": "desk:waiting",
    "placements:joint": "desk:waiting",
    "placements:transfer": "placements:travel_board",
    "placements:transfer_": "placements:travel_board",
    "placements:alarm": "placements:travel_board",
    "placements:alarm_": "placements:travel_board",
    "placements:override": "placements:overrides",
    "placements:override_": "placements:overrides",
    "placements:shelter_": "placements:shelter_home",
    "placements:arrival": "placements:shelter_home",
    "placements:first_": "placements:shelter_home",
    "placements:resident": "placements:residents",
    "placements:resident_": "placements:residents",
    "referrals:read": "journey:list",
    "referrals:read_": "journey:list",
    "referrals:follow": "referrals:mine",
    "referrals:feedback": "referrals:mine",
    "placements:referrer_interview": "referrals:mine",
    "referrals:never_write": "referrals:guide",
    "referrals:step": "referrals:new",
    "referrals:check": "referrals:new",
    "referrals:route": "referrals:new",
    "directory:one_": "directory:accounts",
    "directory:open_account": "directory:accounts",
    "directory:account": "",
    "directory:confirmations": "",
    "surveys:mine": "",
    "surveys:answer": "",
    "surveys:answer_": "",
    "training:own": "training:mine",
    "training:own_": "training:mine",
    "training:join": "training:mine",
    "training:seat": "training:today",
    "training:calendar": "",
    "training:public": "",
    "training:link": "",
    "training:guest": "",
    "training:guest_": "",
    "training:check": "",
}
"""A page, or with a trailing ``_`` all pages whose name begins so → the entry it belongs to."""
TABS = 5


@dataclass(frozen=True)
class Link:
    url: str
    label: str | Promise
    icon: str
    current: bool = False
    count: int = 0
    count_alarm: int = 0
    on_phone: bool = True
    key: str = ""


@cache
def _address(route: str) -> str:
    """The address of an entry: the same for everybody, on every page."""
    return reverse(route)


@dataclass
class Shell:
    """What the base templates ask for; each part is made when it is first asked, and only once."""

    request: HttpRequest
    demo: bool = field(default_factory=lambda: bool(settings.HAVRE_DEMO))
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
        page = self.request.resolver_match
        if self.user is None or page is None or page.view_name != faces.home_of(self.user):
            return None
        return next(iter(banner.for_account(self.user, timezone.localdate())), None)

    @cached_property
    def live_url(self) -> str:
        """Where an open page of the desk asks what changed; empty for those who read no situation."""
        return reverse("desk:changed") if self.user and may(self.user, P.READ_SITUATIONS) else ""

    @cached_property
    def works_here(self) -> bool:
        """Whether this account does the work of the desk: its own acts and the downloads are a line away."""
        return any(may(self.user, right) for right in faces.WORKERS)

    @cached_property
    def absence_url(self) -> str:
        """Where one hands on one's work for an absence; empty for those whose work nobody else has."""
        rights = (P.COORDINATE, P.GIVE_ADVICE)
        return reverse("desk:absence") if self.user and any(may(self.user, right) for right in rights) else ""

    @cached_property
    def find_url(self) -> str:
        """Where the palette asks; empty for those who find nothing."""
        rights = (P.READ_SITUATIONS, P.READ_DIRECTORY)
        return reverse("desk:find") if self.user and any(may(self.user, right) for right in rights) else ""

    @cached_property
    def help_url(self) -> str:
        """The section of a guide that helps on this page, or the table of contents."""
        found = self.request.resolver_match
        guide, section = section_of(found.view_name if found else "")
        if guide and guide in guides.readable(self.user):
            return f"{reverse('desk:guide', args=[guide])}#{section}"
        return reverse("desk:help")

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
        home = self._home
        if home == "network:topics" and not may(self.user, P.KEEP_DIRECTORY):
            home = "network:mine"
        return [
            self._link(entry, figures, home)
            for entry in NAVIGATION
            if any(may(self.user, right) for right in entry.rights)
        ]

    @property
    def _home(self) -> str:
        """The route of the entry this page belongs to; none for a page that stands alone."""
        found = self.request.resolver_match
        name = found.view_name if found else ""
        if name in ROUTES:
            return name
        room, _colon, page = name.partition(":")
        for known in (name, f"{room}:{page.partition('_')[0]}_"):
            if known in PAGES:
                return PAGES[known]
        return ROOMS.get(room, "")

    def _link(self, entry: Entry, figures: dict[str, int], home: str) -> Link:
        alarms = len(self.alarms) if entry.count == "alarms" else 0
        return Link(
            url=_address(entry.route),
            label=str(entry.label),
            icon=entry.icon,
            current=entry.route == home,
            count=figures.get(entry.count, 0),
            count_alarm=alarms,
            on_phone=entry.on_phone,
            key=entry.key,
        )

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


def counts() -> dict[str, int]:
    """Figures of the navigation, for the whole coordination alike; kept for a few seconds."""
    return kept.get_or_set("shell.counts", _count, COUNTED_FOR_SECONDS) or {}


def _count() -> dict[str, int]:
    """One statement for all figures."""
    found: Counter[str] = Counter()
    statement, values = _figures()
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(statement, [at if value == _moment() else value for value in values])
        for figure, total in cursor.fetchall():
            found[figure] += total
    return dict(found)


@cache
def _figures() -> tuple[str, tuple[Any, ...]]:
    """The statement and its values: nothing in it changes but the hour, so it is put together once in the life of a
    process, with ``_moment`` where the hour belongs.

    Each open state is counted by itself: asked for all at once, SQLite reads the archive instead of the index.
    """
    others = [
        *(_counted("open", Journey.objects.filter(state=state)) for state in OPEN),
        _counted("advice", AdviceRequest.objects.open()),
        _counted("advice_late", AdviceRequest.objects.late(LATEST)),
        _counted("pages_ending", LibraryPage.objects.ending()),
        _counted("call_backs", Call.objects.to_call_back()),
        _counted("exports", Export.objects.filter(state=ExportState.ASKED)),
    ]
    searching = _counted("searching", Journey.objects.filter(state="searching"))
    statement, values = searching.union(*others, all=True).query.sql_with_params()
    return statement, values


@cache
def _moment() -> Any:
    """How the database is told ``LATEST``."""
    return connection.ops.adapt_datetimefield_value(LATEST)


def count_anew() -> None:
    """Forget the figures that are kept: something that they count has just been asked."""
    kept.delete("shell.counts")


def _counted(figure: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = rows.order_by().annotate(figure=Value(figure)).values("figure")
    counted = counted.annotate(total=Count("pk"))
    return counted.values_list("figure", "total")
