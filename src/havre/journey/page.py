"""What the page of one situation shows, gathered with a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.assessments.summary import summary as assessment_summary
from havre.common import parts, words
from havre.countries.fr.people import language_name
from havre.journey import next_thing, rows, thread
from havre.journey.models import Journey
from havre.journey.states import JOURNEY
from havre.people.apart import may_keep_apart
from havre.people.handing import may_hand_over
from havre.people.models import Agreement, AgreementKind, AgreementState, Person
from havre.people.operations import SECRETS
from havre.people.summary import household_words, profile_facts, profile_of
from havre.placements.owed import LABELS, owed
from havre.record import timeline
from havre.record.opening import PURPOSES
from havre.referrals.models import Referral
from havre.referrals.states import REFERRAL
from havre.referrals.summary import unread_from_referrers
from havre.vault.fields import fetch_keys

LINES_A_PAGE = 12
OUTSIDE_TURNS = frozenset(transition.event for transition in REFERRAL.transitions)
MAY_OWE = frozenset({"interview", "transfer_planned", "in_transit", "accommodated"})
"""States in which the order of the day may have skipped a step."""
ABOUT = {
    "identity": gettext_lazy("Nom, date de naissance, papiers."),
    "contact": gettext_lazy("Quand et comment appeler, mot convenu."),
    "narrative": gettext_lazy("Ce qu’elle a dit, une seule fois, pour ne pas redemander."),
    "health": gettext_lazy("Besoins de soins et traitements."),
}
ORDER = ("contact", "identity", "narrative", "health")
THREE = (AgreementKind.REFER, AgreementKind.JOIN, AgreementKind.PLACE)


@dataclass(frozen=True)
class Coming:
    """The one next thing as the page says it."""

    title: str
    who: str
    verb: str
    url: str
    icon: str


@dataclass(frozen=True)
class AgreementLine:
    label: Any
    shape: str
    tone: str
    word: str
    how: str


def coming(journey: Journey, user: User, at: datetime, referral: Referral | None) -> Coming | None:
    code = next_thing.shown_code(journey.next_code, journey.next_due, at)
    thing = next_thing.THINGS.get(code)
    if thing is None:
        return None
    return Coming(
        title=next_thing.title(journey.next_code, due=journey.next_due, since=journey.since, at=at),
        who=_whose(journey, user, at),
        verb=str(thing.verb),
        url=next_thing.url(code, journey.person_id, referral_id=referral.pk if referral else None),
        icon=thing.icon,
    )


def _whose(journey: Journey, user: User, at: datetime) -> str:
    """«C’est à vous, avant 12 h.» «C’est à Marc T. Prévu hier : 26 h de retard.»"""
    mine = journey.owner_id == user.pk
    owner = _("C’est à vous") if mine else _("C’est à %(who)s") % {"who": rows.owner_of(journey, user)}
    if journey.next_due is None:
        return f"{owner}."
    if journey.next_due < at:
        return _("%(owner)s. En retard de %(span)s.") % {
            "owner": owner.removesuffix("."),
            "span": words.span(at - journey.next_due),
        }
    return _("%(owner)s, avant %(when)s.") % {"owner": owner, "when": next_thing.deadline(journey.next_due, at)}


def agreement_lines(agreements: list[Agreement]) -> list[AgreementLine]:
    """The three agreements of the way, the latest of each kind, then every sharing."""
    latest: dict[str, tuple[Agreement, dict[str, Any]]] = {}
    shares = []
    for agreement in agreements:
        terms = agreement.unseal("terms") or {}
        if agreement.kind == AgreementKind.SHARE:
            shares.append((agreement, terms))
        elif agreement.kind not in latest or str(terms.get("at")) > str(latest[agreement.kind][1].get("at")):
            latest[agreement.kind] = (agreement, terms)
    lines = [_agreement_line(kind.label, *latest.get(kind, (None, {}))) for kind in THREE]
    return [*lines, *(_agreement_line(_share_label(terms), agreement, terms) for agreement, terms in shares)]


def _share_label(terms: dict[str, Any]) -> str:
    return _("Partager avec %(recipient)s") % {"recipient": terms.get("recipient") or _("un partenaire")}


def _agreement_line(label: Any, agreement: Agreement | None, terms: dict[str, Any]) -> AgreementLine:
    if agreement is None:
        return AgreementLine(label, "received", "off", _("pas encore"), "")
    how = _how(terms)
    if agreement.state != "given":
        withdrawn = _("repris le %(day)s") % {"day": _day(terms.get("withdrawn_at"))}
        return AgreementLine(label, "not-taken", "warn", withdrawn, how)
    return AgreementLine(label, "done", "ok", _("donné le %(day)s") % {"day": _day(terms.get("at"))}, how)


def _day(text: Any) -> str:
    return words.day(datetime.fromisoformat(str(text))) if text else ""


def _how(terms: dict[str, Any]) -> str:
    ways = {"spoken": _("de vive voix"), "written": _("par écrit"), "interpreter": _("avec interprète")}
    said = [ways.get(str(terms.get("how")), "")]
    if terms.get("language"):
        said.append(_("en %(language)s") % {"language": language_name(terms["language"], lang())})
    if terms.get("relayed_by"):
        said.append(_("relayé par %(who)s") % {"who": terms["relayed_by"]})
    return ", ".join(part for part in said if part)


def _outside(referral: Referral, lines: list[timeline.Line]) -> str:
    """«En évaluation, depuis le 13 mars.»: all that the referrer reads, rounded to the day."""
    label = str(REFERRAL.state(referral.state).outside)
    turned = max((line.written_at for line in lines if line.event in OUTSIDE_TURNS), default=referral.received_at)
    return _("%(label)s, depuis le %(day)s.") % {"label": label[:1].upper() + label[1:], "day": words.day(turned)}


def lang() -> str:
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def seals(person: Person, user: User, asked: str) -> list[parts.Seal]:
    """The sealed sections of the person, closed; the one that is ``asked`` wants to know why."""
    allowed = may(user, Permission.OPEN_IDENTITY, person)
    here = reverse("journey:detail", args=[person.pk])
    made = []
    for name in ORDER:
        seal = parts.Seal(
            key=name,
            name=SECRETS[name],
            about=ABOUT[name],
            who=_("qui suit la situation, et l’astreinte"),
            ask_url=f"{here}?ouvrir={name}#{name}" if allowed else "",
            open_url=reverse("people:open", args=[person.pk, name]) if allowed else "",
            close_url=f"{here}#{name}",
            purposes=[(str(key), word) for key, word in PURPOSES.items()],
        )
        made.append(replace(seal, face="ask") if allowed and asked == name else seal)
    return made


def context(person: Person, user: User, at: datetime, *, asked: str = "", page: str = "1") -> dict[str, Any]:
    """Everything on the page of ``person``, who comes with journey, referral, assessment and case."""
    journey: Journey = person.journey
    referral: Referral | None = getattr(person, "referral", None)
    assessment = getattr(person, "assessment", None)
    fetch_keys([person, *([journey.owner] if journey.owner else [])])
    agreements = list(person.agreement_set.exclude(state=AgreementState.STRUCK))
    lines = timeline.read(person.pk)
    shown: Page[Any] = Paginator(thread.fold(lines), LINES_A_PAGE).get_page(page)
    learns = may(user, Permission.OPEN_PLACE, person)
    known = thread.names(chain.from_iterable(shown), learns=learns)
    stage = JOURNEY.stage(journey.state)
    given = len({a.kind for a in agreements if a.state == "given" and a.kind in THREE})
    return {
        "person": person,
        "journey": journey,
        "stage": stage,
        "day": rows.day_of(journey, at),
        "risk": assessment.get_risk_level_display() if assessment and assessment.risk_level else "",
        "risk_is_high": bool(assessment and assessment.risk_level in ("high", "very_high")),
        "given": ngettext("%(total)s accord sur 3", "%(total)s accords sur 3", given) % {"total": given},
        "all_given": given == len(THREE),
        "household": household_words(profile_of(person)),
        "owner": rows.owner_of(journey, user),
        "way": thread.way(stage, lines, received_at=referral.received_at if referral else None, since=journey.since),
        "coming": coming(journey, user, at, referral),
        "agreements": agreement_lines(agreements),
        "seals": seals(person, user, asked),
        "facts": [*(assessment_summary(assessment).facts if assessment else []), *profile_facts(person, lang())],
        "events": [thread.folded(lines, user, known, learns=learns) for lines in shown],
        "page": shown,
        "lines": len(lines),
        "outside": _outside(referral, lines) if referral else "",
        "referral": referral,
        "assessment": assessment,
        "case": getattr(person, "case", None),
        "owed": [LABELS[code] for code in owed(person.pk, agreements)] if journey.state in MAY_OWE else [],
        "unread": unread_from_referrers([person.pk]).get(person.pk, 0) if referral else 0,
        "may_work": may(user, Permission.COORDINATE, person),
        "may_hand_over": may_hand_over(user, person),
        "may_keep_apart": may_keep_apart(user, person),
    }
