"""What is asked about difficulties, topics, proposals, answers and local work; beside each question stands who reads it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation
from havre.common.forms import CarefulForm, DayField, LongTextField, PlainForm, SelectField, TextField, VersionForm
from havre.countries.fr.life import LOCAL_WORK, MINISTRIES, SET_ASIDE
from havre.countries.fr.network import EXCHANGE_TOPICS
from havre.network.reading import language
from havre.network.states import TOPIC
from havre.record.by_phone import ByPhone

COORDINATION_READS = _("Scellé. Lu par la coordination et par vous, jamais par d’autres partenaires")
INSIDE = _("Scellé. Lu par la coordination et la chargée de projet")
PARTNERS_READ = _("Lu par tous les partenaires : rien qui dise lequel l’a dit")
NOBODY_NAMED = _("Ni nom ni situation d’une personne : ce qui bloque, pour plusieurs.")


def fields() -> list[tuple[str, str]]:
    return EXCHANGE_TOPICS.choices(language())


class SpeakingForm(ByPhone):
    """For which partner: one's own, or whoever is on the telephone."""

    partner = SelectField(_("Pour quel partenaire ?"), choices=[], required=True)

    def __init__(self, *args: Any, partners: list[Organisation], by_phone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {str(one.pk): one for one in partners}
        question: Any = self.fields["partner"]
        question.choices = [("", question.empty), *((key, one.code) for key, one in self.partners.items())]
        if not by_phone:
            del self.fields["by_phone_who"], self.fields["by_phone_when"]
            if len(partners) == 1:
                del self.fields["partner"]

    def organisation(self) -> Organisation:
        """The partner, once the form is valid."""
        chosen = self.cleaned_data.get("partner")
        return self.partners[chosen] if chosen else next(iter(self.partners.values()))


class TellForm(CarefulForm, SpeakingForm):
    careful: ClassVar[tuple[str, ...]] = ("text",)
    field_order = ("text", "field", "partner", "by_phone_who", "by_phone_when")

    text = LongTextField(
        _("Qu’est-ce qui bloque ?"), rows=5, required=True, hint=NOBODY_NAMED, reads=COORDINATION_READS,
        error_messages={"required": _("Dites ce qui bloque, en une phrase. Le reste est gardé.")},
    )  # fmt: skip
    field = SelectField(_("De quoi s’agit-il ?"), choices=fields, required=True)


class WorkForm(CarefulForm, SpeakingForm):
    careful: ClassVar[tuple[str, ...]] = ("text",)
    field_order = ("kind", "done_on", "text", "partner", "by_phone_who", "by_phone_when")

    kind = SelectField(_("Qu’avez-vous fait ?"), choices=lambda: LOCAL_WORK.choices(language()), required=True)
    done_on = DayField(_("Quel jour ?"), required=True, not_after=timezone.localdate)
    text = LongTextField(
        _("Qu’en retenir ?"),
        rows=3,
        hint=_("Ni nom ni situation d’une personne."),
        reads=COORDINATION_READS,
        optional=_("une phrase suffit"),
    )


class TopicForm(CarefulForm, VersionForm):
    careful: ClassVar[tuple[str, ...]] = ("title", "text")

    title = TextField(_("Quel titre ?"), required=True, max_length=120, reads=PARTNERS_READ)
    field = SelectField(_("De quoi s’agit-il ?"), choices=fields, required=True)
    text = LongTextField(_("Qu’est-ce qui bloque, pour tous ?"), rows=5, required=True, reads=PARTNERS_READ)


class ProposalForm(CarefulForm):
    careful: ClassVar[tuple[str, ...]] = ("text",)

    ministry = SelectField(_("À qui ?"), choices=lambda: MINISTRIES.choices(language()), required=True, small=True)
    text = LongTextField(_("Que demande le réseau ?"), required=True, small=True, rows=4, reads=PARTNERS_READ)


class CarriedForm(VersionForm):
    carried_on = DayField(_("Portée quel jour ?"), required=True, small=True, not_after=timezone.localdate)


class AnswerForm(CarefulForm):
    careful: ClassVar[tuple[str, ...]] = ("text",)

    ministry = SelectField(_("De qui ?"), choices=lambda: MINISTRIES.choices(language()), required=True, small=True)
    given_on = DayField(_("Quel jour ?"), required=True, small=True, not_after=timezone.localdate)
    text = LongTextField(_("Que répond-on ?"), required=True, small=True, rows=4, reads=PARTNERS_READ)


class SettleForm(VersionForm):
    text = LongTextField(_("Comment est-ce réglé ?"), required=True, small=True, reads=PARTNERS_READ)


class AsideForm(VersionForm):
    reason = SelectField(
        _("Pourquoi ne pas le porter ?"), choices=lambda: SET_ASIDE.choices(language()), required=True, small=True
    )
    text = LongTextField(_("Que dire aux partenaires ?"), small=True, reads=PARTNERS_READ)


class FilterForm(PlainForm):
    state = SelectField(
        _("Lesquels"), small=True, empty=_("En cours"),
        choices=[*((one.code, one.label) for one in TOPIC.states), ("all", _("Tous"))],
    )  # fmt: skip
    field = SelectField(_("Domaine"), choices=fields, small=True, empty=_("Tous"))
