"""The navigation: its entries, which of them a page belongs to, and its lines for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common.addresses import fixed


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: for whoever holds one of ``rights``; ``count`` names a figure of ``counts.py``, ``key``
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
    Entry("library:home", gettext_lazy("Bibliothèque"), "library", (P.ASK_ADVICE, P.KEEP_LIBRARY, P.TRAIN)),
    Entry("network:calendar", gettext_lazy("Calendrier"), "calendar", (P.TRAIN, P.READ_PUBLIC_NUMBERS), on_phone=False),
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
    "training:arrival": "",
    "training:check": "",
}
"""A page, or with a trailing ``_`` all pages whose name begins so → the entry it belongs to."""
INSTEAD = {
    "network:calendar": "network:topics",
    "network:topics": "network:mine",
    "training:list": "training:today",
}
"""An entry that an account may not have → the one that stands for it there."""
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


def links(user: User, view_name: str, figures: Mapping[str, int], alarms: int) -> list[Link]:
    """The lines of this account on that page; ``alarms`` ring beside the entry that counts them."""
    entries = [entry for entry in NAVIGATION if any(may(user, right) for right in entry.rights)]
    home, known = _home_of(view_name), {entry.route for entry in entries}
    while home and home not in known:
        home = INSTEAD.get(home, "")
    return [
        Link(
            url=fixed(entry.route),
            label=str(entry.label),
            icon=entry.icon,
            current=entry.route == home,
            count=figures.get(entry.count, 0),
            count_alarm=alarms if entry.count == "alarms" else 0,
            on_phone=entry.on_phone,
            key=entry.key,
        )
        for entry in entries
    ]


def _home_of(view_name: str) -> str:
    """The route of the entry a page belongs to; none for a page that stands alone."""
    if view_name in ROUTES:
        return view_name
    room, _colon, page = view_name.partition(":")
    for known in (view_name, f"{room}:{page.partition('_')[0]}_"):
        if known in PAGES:
            return PAGES[known]
    return ROOMS.get(room, "")
