"""How days, hours, distances and lists are written, in French and in English (LOOK.md, Letters)."""

from __future__ import annotations

import math
import re
import unicodedata
import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

NBSP = "\u00a0"
NUMBER_SIGNS, NUMBER_ALPHABET = 5, "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_BEFORE = re.compile(r" (?=[:;?!»])")
_AFTER = re.compile(r"« ")
_UNIT = re.compile(r"(?<=\d) (?=(?:h|min|km|jours?|ans?|€|%)(?![\w’])|\d{2,3}(?!\d))")


def french() -> bool:
    return (get_language() or "fr").startswith("fr")


def local_day(value: date | datetime) -> date:
    """The calendar day of a moment, in local time; a bare day is itself."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def day(value: date | datetime) -> str:
    """``17 mars``, ``1er avril``; with its year when that is not this year."""
    on = local_day(value)
    number = "1er" if french() and on.day == 1 else str(on.day)
    words = [number, date_format(on, "F")]
    if on.year != timezone.localdate().year:
        words.append(str(on.year))
    return NBSP.join(words)


def day_and_year(value: date | datetime) -> str:
    """``17 mars 2026``, for papers that are kept."""
    on = local_day(value)
    told = day(on)
    return told if str(on.year) in told else NBSP.join([told, str(on.year)])


def day_before(value: date, last: date) -> str:
    """A first day as it stands before the last one: ``17``, ``17 mars``, ``17 décembre 2026``."""
    if (value.year, value.month) == (last.year, last.month):
        return day(value).split(NBSP)[0]
    return day(value).removesuffix(f"{NBSP}{last.year}")


def days(first: date, last: date) -> str:
    """``17 – 18 mars``, ``31 mars – 1er avril``; one day alone is itself."""
    return day(last) if first == last else f"{day_before(first, last)} – {day(last)}"


def day_heading(value: date | datetime) -> str:
    """``Aujourd’hui``, ``Hier``, otherwise ``Lundi 16 mars``."""
    on = local_day(value)
    past = (timezone.localdate() - on).days
    if past == 0:
        return _("Aujourd’hui")
    if past == 1:
        return _("Hier")
    return f"{date_format(on, 'l').capitalize()} {day(on)}"


def hour(value: datetime) -> str:
    """``9 h 10`` in French, ``9:10`` elsewhere, in local time."""
    at = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{at.hour}{NBSP}h{NBSP}{at.minute:02}" if french() else f"{at.hour}:{at.minute:02}"


def moment(value: datetime) -> str:
    """``17 mars à 9 h 10``."""
    return _("%(day)s à %(hour)s") % {"day": day(value), "hour": hour(value)}


def days_since(value: date | datetime) -> int:
    """Calendar days from that day to today; 0 is today."""
    return (timezone.localdate() - local_day(value)).days


def ago(value: date | datetime) -> str:
    """``aujourd’hui``, ``hier``, ``il y a 6 jours``, ``il y a 4 mois``, ``il y a 3 ans``, rounded down from the sixtieth
    day and the second year on; a day to come is written out."""
    past = days_since(value)
    months, years = past // 30, past // 365
    if past < 0:
        return day(value)
    if past == 0:
        return _("aujourd’hui")
    if past == 1:
        return _("hier")
    if past < 60:
        return ngettext("il y a %(days)s jour", "il y a %(days)s jours", past) % {"days": past}
    if past < 2 * 365:
        return ngettext("il y a %(months)s mois", "il y a %(months)s mois", months) % {"months": months}
    return ngettext("il y a %(years)s an", "il y a %(years)s ans", years) % {"years": years}


def span(value: timedelta) -> str:
    """``12 min``, ``1 h 04``, ``26 h``, ``3 jours``: as exact as somebody waiting needs it, rounded down."""
    value = abs(value)
    minutes = int(value.total_seconds()) // 60
    if value < _HOUR:
        return f"{minutes}{NBSP}min"
    hours, minutes = divmod(minutes, 60)
    if hours < 10 and minutes:
        return f"{hours}{NBSP}h{NBSP}{minutes:02}"
    if value < 3 * _DAY:
        return f"{hours}{NBSP}h"
    days = value.days
    return ngettext("%(days)s jour", "%(days)s jours", days) % {"days": days}


def since(value: datetime) -> str:
    """How long ago that moment was: ``26 h``."""
    return span(timezone.now() - value)


def km(value: float, decimals: int = 0) -> str:
    """``666 km``, ``68,7 km``. Rounded down: a distance is never told greater than it is."""
    scale = 10**decimals
    rounded = math.floor(round(float(value) * scale, 6)) / scale
    return f"{number_format(rounded, decimals)}{NBSP}km"


def join_words(items: Iterable[object], word: str = "") -> str:
    """``a, b et c``; ``word`` replaces the last joint (``ou``)."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    joint = word or pgettext("dernier joint d’une liste", "et")
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def grouped(count: int) -> str:
    """``1 200``, ``1,200``: in groups of three as the reader's language writes them."""
    return number_format(count, force_grouping=True)


def euros(amount: int) -> str:
    """«9 300 €», ``€9,300``: in groups of three as the reader's language writes them."""
    if french():
        return nbsp(f"{grouped(amount)} €")
    return f"{'-' if amount < 0 else ''}€{grouped(abs(amount))}"


def percent(share: int) -> str:
    """«75 %», ``75%``."""
    return f"{share}{NBSP if french() else ''}%"


def clock(at: time) -> str:
    """«9 h 30», «9 h», ``9:30``, ``9:00``: an hour of the programme of a day."""
    if not french():
        return f"{at.hour}:{at.minute:02}"
    return NBSP.join([str(at.hour), "h", *([f"{at.minute:02}"] if at.minute else [])])


def nbsp(text: str) -> str:
    """French spacing for a text that comes from data: no-break spaces where a line must not end."""
    text = _AFTER.sub("«" + NBSP, _BEFORE.sub(NBSP, text))
    return _UNIT.sub(NBSP, text)


def phone(number: str) -> str:
    """``06 12 34 56 78``; a foreign or short number is left as it is."""
    if re.fullmatch(r"0\d{9}", number):
        return NBSP.join(number[index : index + 2] for index in range(0, 10, 2))
    return number


NUMBERS = (
    gettext_lazy("Aucune"), gettext_lazy("Une"), gettext_lazy("Deux"), gettext_lazy("Trois"), gettext_lazy("Quatre"),
    gettext_lazy("Cinq"), gettext_lazy("Six"), gettext_lazy("Sept"), gettext_lazy("Huit"), gettext_lazy("Neuf"),
    gettext_lazy("Dix"), gettext_lazy("Onze"), gettext_lazy("Douze"), gettext_lazy("Treize"),
    gettext_lazy("Quatorze"), gettext_lazy("Quinze"), gettext_lazy("Seize"),
)  # fmt: skip


def in_words(number: int) -> str:
    """``Six``, as a sentence begins; figures from seventeen on."""
    return str(NUMBERS[number]) if number < len(NUMBERS) else str(number)


def unaccented(text: str) -> str:
    """Small letters without accents, one space between words: «Délai  à Évry» as anybody may type it."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def short_number(row_id: uuid.UUID) -> str:
    """«A7QX2»: how screen and paper name a row, drawn from its random id; it tells nothing else."""
    left, signs = row_id.int, []
    for _sign in range(NUMBER_SIGNS):
        left, sign = divmod(left, len(NUMBER_ALPHABET))
        signs.append(NUMBER_ALPHABET[sign])
    return "".join(signs)
