"""The few questions of search and exceptions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.common.forms import ChoiceField, LongTextField, PlainForm, TextField

_COORDINATION = _("Lu par la coordination seulement")


class UnableForm(PlainForm):
    reason = TextField(
        _("Pourquoi aucune place n’a pu être trouvée ?"),
        hint=_("Un fait, en quelques mots. Il compte dans les chiffres de l’année, sans le texte."),
        reads=_COORDINATION,
        small=True,
    )


class AskOverrideForm(PlainForm):
    reason = LongTextField(
        _("Pourquoi cette place, malgré la distance ?"),
        hint=_("Ce qui protège la personne là-bas, ce qu’elle en dit, ce qui a été vérifié."),
        reads=_("Lu par la coordination et la cheffe de service"),
    )


class AnswerOverrideForm(PlainForm):
    answer = LongTextField(_("Ce que vous en dites"), rows=2, reads=_COORDINATION, small=True)


class ReviewOverrideForm(PlainForm):
    stands = ChoiceField(
        _("Cette exception tient-elle ?"),
        choices=[("yes", _("Oui, elle reste ouverte")), ("no", _("Non, elle prend fin maintenant"))],
        row=True,
        required=True,
        small=True,
    )
    answer = LongTextField(_("Ce que vous en dites"), rows=2, reads=_COORDINATION, small=True)
