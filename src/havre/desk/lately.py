"""What this week brings, on the page where an account arrives: to whoever comes by, and to whoever keeps it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common import words
from havre.desk.owed import Owed
from havre.network import audience
from havre.network.calls import open_calls
from havre.network.models import Difficulty, Topic
from havre.resources import reading
from havre.resources.library.news import written
from havre.resources.models import AdviceRequest, Edition
from havre.training.models import Registration, Session

WEEK = timedelta(days=7)


def lately(user: User, today: date) -> list[Owed]:
    """Few statements, whatever there is. How many and when: what it is about is read on its own page."""
    asked = [Owed(_("appel à sujets, %(until)s") % {"until": one.until}, one.url) for one in open_calls(user)]
    return [
        *_answers(user, today), *_sessions(user, today), *asked, *_topics(user, today), *_pages(user, today),
        *_kept(user, today),
    ]  # fmt: skip


def _answers(user: User, today: date) -> list[Owed]:
    """Answered questions of which it was not said yet whether that helped."""
    if not may(user, P.ASK_ADVICE):
        return []
    rows = AdviceRequest.objects.answered().filter(asker=user, helped="", ended_on__gt=today - WEEK)
    found = list(rows.values_list("pk", flat=True))
    if not found:
        return []
    said = ngettext("une réponse à votre question", "%(total)s réponses à vos questions", len(found))
    url = reverse("resources:own", args=found) if len(found) == 1 else reverse("resources:mine")
    return [Owed(said % {"total": len(found)}, url)]


def _sessions(user: User, today: date) -> list[Owed]:
    """The next session that one comes to, when it begins within the week."""
    if not may(user, P.ATTEND_TRAINING):
        return []
    rows = Registration.objects.of(user).filter(
        state="registered", session__is_to_come=True, session__starts_on__range=(today, today + WEEK)
    )
    row = rows.select_related("session").order_by("session__starts_on", "pk").first()
    if row is None:
        return []
    told = _("votre session, le %(day)s") % {"day": words.day(row.session.starts_on)}
    return [Owed(told, reverse("training:own", args=[row.pk]))]


def _kept(user: User, today: date) -> list[Owed]:
    """What the network and its training bring; whoever reads situations arrives on a page that tells the day."""
    return [] if may(user, P.READ_SITUATIONS) else [*_kept_sessions(user, today), *_told(user)]


def _kept_sessions(user: User, today: date) -> list[Owed]:
    """For whoever keeps training: the session that runs, or the next one of the week."""
    if not may(user, P.KEEP_TRAINING):
        return []
    rows = Session.objects.visible_to(user).filter(is_to_come=True, ends_on__gte=today, starts_on__lte=today + WEEK)
    row = rows.order_by("starts_on", "pk").first()
    if row is None:
        return []
    said = _("session du %(day)s") % {"day": words.day(row.starts_on)}
    return [Owed(said, reverse("training:detail", args=[row.pk]))]


def _told(user: User) -> list[Owed]:
    """For whoever keeps the network: what partners said and no topic carries yet."""
    total = Difficulty.objects.visible_to(user).waiting().count() if may(user, P.KEEP_DIRECTORY) else 0
    if not total:
        return []
    said = ngettext("une difficulté attend d’être jointe", "%(total)s difficultés attendent d’être jointes", total)
    return [Owed(said % {"total": total}, reverse("network:told"))]


def _topics(user: User, today: date) -> list[Owed]:
    """Topics that one's own partner told or joined, and that moved."""
    own = audience.organisations_of(user) if may(user, P.TAKE_PART) else set()
    if not own:
        return []
    carried = Q(voices__organisation__in=own) | Q(difficulties__organisation__in=own)
    total = Topic.objects.visible_to(user).filter(carried, moved_on__gt=today - WEEK).distinct().count()
    if not total:
        return []
    said = ngettext("un sujet que vous portez a avancé", "%(total)s sujets que vous portez ont avancé", total)
    return [Owed(said % {"total": total}, reverse("network:mine"))]


def _pages(user: User, today: date) -> list[Owed]:
    """Pages of the library that came out, in the month of the latest."""
    if not may(user, P.ASK_ADVICE):
        return []
    rows = Edition.objects.visible_to(user).current().filter(language=reading.language())
    new = rows.filter(published_on__gt=today - WEEK).aggregate(total=Count("pk"), latest=Max("published_on"))
    if not new["total"]:
        return []
    said = ngettext("une page nouvelle à la bibliothèque", "%(total)s pages nouvelles à la bibliothèque", new["total"])
    return [Owed(said % new, f"{reverse('library:new')}?mois={written(new['latest'])}")]
