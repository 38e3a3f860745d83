"""Telephone numbers, from any usual way of writing them to their digits."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

_FRENCH_DIGITS = 10
_SHORT_NUMBER = re.compile(r"1\d{1,3}|3\d{3}|116\d{3}")
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}")


def clean_phone(typed: str) -> str:
    """``0612345678``, ``+2348012345678`` or a short number (``3919``), from any usual way of writing it.

    Raises ``ValidationError`` with how many digits are missing or too many: a French number has ten.
    """
    seen = "".join(sign for sign in typed if unicodedata.category(sign) != "Cf")
    bare = re.sub(r"[\s.\-/()\u2010-\u2015]", "", re.sub(r"^(\s*(?:\+|00)\d{1,3})\s*\(0\)", r"\1", seen))
    if not re.fullmatch(r"\+?[0-9]+", bare):
        raise ValidationError(
            _("Un numéro n’a que des chiffres, des espaces et un + devant. Ce que vous avez tapé est gardé."),
            code="letters",
        )
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    if bare.startswith("+33"):
        bare = "0" + bare[3:].removeprefix("0")
    if bare.startswith("+"):
        return _foreign(bare)
    return bare if _SHORT_NUMBER.fullmatch(bare) else _french(bare)


def _foreign(number: str) -> str:
    if not _FOREIGN.fullmatch(number):
        raise ValidationError(
            _("Un numéro étranger a de 7 à 15 chiffres après le +. Ce que vous avez tapé est gardé."), code="foreign"
        )
    return number


def _french(number: str) -> str:
    missing = _FRENCH_DIGITS - len(number)
    if missing > 0:
        raise ValidationError(
            ngettext(
                "Il manque un chiffre\u00a0: un numéro français en a dix. Ce que vous avez tapé est gardé.",
                "Il manque %(digits)s chiffres\u00a0: un numéro français en a dix. Ce que vous avez tapé est gardé.",
                missing,
            )
            % {"digits": missing},
            code="digits",
        )
    if missing < 0:
        raise ValidationError(
            ngettext(
                "Il y a un chiffre de trop\u00a0: un numéro français en a dix. Tout est gardé.",
                "Il y a %(digits)s chiffres de trop\u00a0: un numéro français en a dix. Tout est gardé.",
                -missing,
            )
            % {"digits": -missing},
            code="digits",
        )
    if not number.startswith("0"):
        raise ValidationError(
            _("Un numéro français commence par 0. Pour un autre pays, commencez par +. Rien n’est perdu."),
            code="start",
        )
    return number
