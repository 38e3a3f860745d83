"""The questions of this room. Each says who reads the answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    MomentField,
    NumberField,
    PhoneField,
    PlainForm,
    SelectField,
    TextField,
    VersionForm,
    YesField,
)
from havre.countries.fr.network import EXITS, REFUSALS_TO_HEAD, SHELTER_REFUSALS
from havre.countries.fr.people import LANGUAGES
from havre.countries.fr.policy import ONE_OFF_AID
from havre.placements import wording
from havre.placements.content import Costs, Leg, Link, Meeting, Route, Times
from havre.placements.operations.interviews import PARTICIPANTS
from havre.placements.operations.transfers import Plan
from havre.placements.owed import CHECKLIST
from havre.record.operations import OnBehalf

COORDINATION_READS = _("Lu par la coordination seulement")
BOTH_READ = _("Lu par la coordination et par le lieu d’accueil")
LEGS = 4


class ActForm(VersionForm):
    """A button, with what was answered beside it."""

    def answers(self) -> dict[str, Any]:
        """What was answered, without the questions about a telephone call."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("by_phone")}


class PhoneForm(ActForm):
    """An act that a coordinator may enter for somebody who telephones: who spoke, and when it happened."""

    by_phone_who = TextField(
        _("Qui vous l’a dit ?"), optional=_("si c’est par téléphone"), small=True, reads=COORDINATION_READS
    )
    by_phone_when = MomentField(
        _("Quand cela s’est-il passé ?"), optional=_("si ce n’est pas maintenant"), small=True, not_after=timezone.now
    )

    def on_behalf(self) -> OnBehalf | None:
        who, when = self.cleaned_data.get("by_phone_who"), self.cleaned_data.get("by_phone_when")
        return OnBehalf(who or "", when) if who or when else None


def _refusals() -> list[tuple[str, str]]:
    return [*SHELTER_REFUSALS.choices(wording.language()), *REFUSALS_TO_HEAD.choices(wording.language())]


class RefuseForm(PhoneForm):
    reason = SelectField(
        _("Pourquoi ce n’est pas possible cette fois ?"), choices=_refusals, required=True, reads=COORDINATION_READS
    )
    said = LongTextField(_("Voulez-vous en dire plus ?"), optional=_("si vous le souhaitez"), reads=COORDINATION_READS)
    next_step = TextField(
        _("Et la suite ?"), optional=_("si vous le savez"), hint=_("Par exemple : « rappelez-nous en mai ».")
    )


class HouseRefuseForm(ActForm):
    """The same questions, put to the house itself."""

    reason = RefuseForm.base_fields["reason"]
    said = RefuseForm.base_fields["said"]
    next_step = RefuseForm.base_fields["next_step"]


class MessageForm(ActForm):
    text = LongTextField(_("Votre message"), required=True, max_length=2000, reads=BOTH_READ)


class QuestionByPhoneForm(PhoneForm):
    text = LongTextField(_("Que demande le lieu d’accueil ?"), required=True, max_length=2000, reads=BOTH_READ)


def tomorrow_evening() -> datetime:
    """18 h tomorrow, local time: what a shelter is asked to answer by, unless somebody says otherwise."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time(18)))


class OfferForm(PlainForm):
    """A place is asked for. ``shelter`` and ``place`` come from the search."""

    shelter = forms.UUIDField(widget=forms.HiddenInput)
    place = forms.UUIDField(widget=forms.HiddenInput)
    answer_by = MomentField(
        _("Avant quand avez-vous besoin de la réponse ?"), required=True, not_before=timezone.now, reads=BOTH_READ
    )
    several = YesField(_("Solliciter ce lieu en même temps qu’un autre"), reads=COORDINATION_READS)
    fallback = YesField(
        _("La garder comme solution de repli"),
        hint=_("Une seule, jusqu’à ce que l’autre place soit la sienne."),
        reads=COORDINATION_READS,
    )
    anyway = LongTextField(
        _("Pourquoi la demander quand même ?"), small=True, rows=2, max_length=300,
        hint=_("Votre nom et cette raison restent au fil de la situation. Sans nommer le lieu."), reads=COORDINATION_READS,
    )  # fmt: skip


class InterviewForm(ActForm):
    at = MomentField(_("Quand a lieu l’entretien ?"), required=True, not_before=timezone.now, reads=BOTH_READ)
    minutes = NumberField(_("Combien de minutes ?"), small=True, min_value=10, max_value=240)
    participants = ChoicesField(_("Qui y prend part ?"), choices=list(PARTICIPANTS.items()), row=True, reads=BOTH_READ)
    interpreter = SelectField(
        _("Faut-il un interprète ?"), choices=lambda: LANGUAGES.choices(wording.language()), empty=_("non"),
        hint=_("Par téléphone, sans nom. La langue seule est notée."), reads=BOTH_READ,
    )  # fmt: skip
    link = TextField(
        _("Quel est le lien ?"), optional=_("s’il est en ligne"), max_length=500,
        hint=_("Laissez vide pour garder celui qui est scellé."),
        reads=_("Scellé. Ouvert dans Havre seulement, chaque fois au registre"),
    )  # fmt: skip
    code = TextField(_("Et le code ?"), optional=_("s’il y en a un"), small=True, reads=_("Scellé avec le lien"))

    def meeting(self) -> Meeting:
        data = self.cleaned_data
        return Meeting(data["at"], data["minutes"] or 45, data["participants"], data["interpreter"])

    def sealed_link(self) -> Link | None:
        data = self.cleaned_data
        return Link(data["link"], data["code"]) if data["link"] or data["code"] else None


ANSWERS = [("yes", _("oui")), ("no", _("non")), ("thinks", _("il faut du temps"))]
HOW = [("spoken", _("de vive voix")), ("written", _("par écrit"))]


class OutcomeForm(PhoneForm):
    shelter_says = ChoiceField(
        _("Que dit le lieu d’accueil ?"), choices=ANSWERS, row=True, required=True, reads=COORDINATION_READS
    )
    person_says = ChoiceField(
        _("Que dit-elle de ce lieu ?"), choices=ANSWERS, row=True, required=True,
        hint=_("Un oui est son accord pour ce lieu-là. Un non retire la demande : le lieu en est prévenu."),
        reads=COORDINATION_READS,
    )  # fmt: skip
    agreed_how = ChoiceField(_("Comment l’a-t-elle dit ?"), choices=HOW, row=True, small=True)
    agreed_language = SelectField(
        _("Dans quelle langue ?"),
        choices=lambda: LANGUAGES.choices(wording.language()),
        empty=_("sans interprète"),
        small=True,
    )
    note = LongTextField(_("À retenir"), optional=_("des faits, pas d’avis"), reads=COORDINATION_READS)


class AgreedForm(PhoneForm):
    """Her agreement to this very place (law 5)."""

    how = ChoiceField(_("Comment l’a-t-elle dit ?"), choices=HOW, row=True, required=True, reads=COORDINATION_READS)
    language = SelectField(
        _("Dans quelle langue ?"),
        choices=lambda: LANGUAGES.choices(wording.language()),
        empty=_("sans interprète"),
        small=True,
    )


HOW_TO_GO = [
    ("train", _("train")),
    ("car", _("voiture")),
    ("coach", _("car")),
    ("plane", _("avion")),
    ("foot", _("à pied")),
]


class TransferForm(ActForm):
    """The whole journey on one page; up to four legs, empty ones are left out."""

    expected_at = MomentField(_("Quand est-elle attendue à la porte ?"), required=True, reads=BOTH_READ)
    meeting_point = TextField(_("Où se retrouve-t-on au départ ?"), reads=_("Scellé. Coordination et accompagnement"))
    handover = TextField(
        _("Où le lieu d’accueil la rejoint-il ?"), reads=_("Scellé. Coordination, accompagnement, lieu d’accueil")
    )
    code_word = TextField(
        _("Quel mot se dit-on ?"), small=True, reads=_("Scellé. Coordination, accompagnement, lieu d’accueil")
    )
    escort = SelectField(
        _("Qui l’accompagne, avec un compte ?"), choices=[], empty=_("personne, ou sans compte"),
        reads=_("Voit l’étape suivante, les jours du voyage seulement"),
    )  # fmt: skip
    escort_name = TextField(
        _("Ou le nom de qui l’accompagne"), optional=_("sans compte"), small=True, reads=_("Scellé")
    )
    escort_phone = PhoneField(_("À quel numéro joindre cette personne ?"), small=True, reads=_("Scellé"))
    checklist = ChoicesField(
        _("Son téléphone avant le départ"), choices=list(CHECKLIST.items()),
        hint=_("Cochez ce qui est fait. Ce qui manque reste à faire, rien n’est bloqué."), reads=COORDINATION_READS,
    )  # fmt: skip
    cost_person = NumberField(_("Frais de voyage, en euros"), small=True, max_value=5000)
    cost_escort = NumberField(_("Frais de l’accompagnement, en euros"), small=True, max_value=5000)
    aid = NumberField(_("Aide à l’arrivée, en euros"), small=True, max_value=5000)

    def __init__(self, *args: Any, escorts: Iterable[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.escorts = {str(user.pk): user for user in escorts}
        choice = self.fields["escort"]
        assert isinstance(choice, SelectField)  # noqa: S101  tells the checker which field it is
        choice.choices = [("", choice.empty), *((key, user.name) for key, user in self.escorts.items())]
        for number in range(1, LEGS + 1):
            self._add_leg(number)

    def _add_leg(self, number: int) -> None:
        self.fields[f"start_{number}"] = TextField(_("D’où"), small=True)
        self.fields[f"end_{number}"] = TextField(_("Vers où"), small=True)
        self.fields[f"at_{number}"] = MomentField(_("Départ"), small=True)
        self.fields[f"how_{number}"] = SelectField(_("Par"), choices=HOW_TO_GO, empty=_("train"), small=True)

    @property
    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The legs, a row each, for the page."""
        names = ("start", "end", "at", "how")
        return [(number, [self[f"{name}_{number}"] for name in names]) for number in range(1, LEGS + 1)]

    @property
    def has_more_legs(self) -> bool:
        """Whether anything stands in the legs that the page folds away."""
        return any(self[f"start_{number}"].value() or self[f"start_{number}"].errors for number in range(3, LEGS + 1))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, LEGS + 1):
            given = [data.get(f"{name}_{number}") for name in ("start", "end", "at")]
            if any(given) and not all(given):
                self.add_error(
                    f"start_{number}",
                    forms.ValidationError(_("Une étape dit d’où, vers où et quand. Complétez-la ou videz-la.")),
                )
        return data

    def legs(self) -> list[Leg]:
        data = self.cleaned_data
        return [
            Leg(data[f"start_{n}"], data[f"end_{n}"], data[f"at_{n}"], data[f"how_{n}"] or "train")
            for n in range(1, LEGS + 1)
            if data[f"start_{n}"]
        ]

    def plan(self) -> Plan:
        data = self.cleaned_data
        names = ("meeting_point", "handover", "code_word", "escort_name", "escort_phone")
        return Plan(
            route=Route(self.legs(), **{name: data[name] for name in names}),
            expected_at=data["expected_at"],
            escort=self.escorts.get(data["escort"]),
            checklist=data["checklist"],
            costs=Costs(data["cost_person"] or 0, data["cost_escort"] or 0, data["aid"] or 0),
        )


def journey_answers(times: Times, route: Route, escort: object) -> dict[str, Any]:
    """What ``TransferForm`` would have been filled with, for a change and for both versions of a stale one."""
    answers: dict[str, Any] = {
        "expected_at": times.expected_at, "meeting_point": route.meeting_point, "handover": route.handover,
        "code_word": route.code_word, "escort": str(escort or ""), "escort_name": route.escort_name,
        "escort_phone": route.escort_phone, "checklist": times.checklist, "cost_person": times.costs.person,
        "cost_escort": times.costs.escort, "aid": times.costs.aid,
    }  # fmt: skip
    for number, leg in enumerate(route.legs, start=1):
        answers |= {
            f"start_{number}": leg.start,
            f"end_{number}": leg.end,
            f"at_{number}": leg.at,
            f"how_{number}": leg.how,
        }
    return answers


NEW_JOURNEY = {"aid": ONE_OFF_AID.value}


class ReasonForm(ActForm):
    reason = TextField(_("Pourquoi ?"), required=True, reads=COORDINATION_READS)


class ClearForm(ActForm):
    reason = LongTextField(
        _("Comment savez-vous que tout va bien ?"), required=True, max_length=1000, reads=COORDINATION_READS
    )


class LeakForm(PlainForm):
    note = LongTextField(_("Que s’est-il passé ?"), required=True, max_length=1000, reads=COORDINATION_READS)


class ExtendForm(PhoneForm):
    planned_end = DayField(
        _("Jusqu’à quand reste-t-elle ?"), optional=_("vide : personne ne le sait encore"), reads=BOTH_READ
    )


class EndForm(PhoneForm):
    reason = SelectField(
        _("Pourquoi le séjour se termine-t-il ?"), choices=lambda: EXITS.choices(wording.language()), required=True,
        reads=BOTH_READ,
    )  # fmt: skip
    ended_on = DayField(_("Quel jour ?"), small=True, optional=_("aujourd’hui"), not_after=timezone.localdate)
    note = LongTextField(_("À retenir"), optional=_("des faits, pas d’avis"), reads=COORDINATION_READS)


class PlaceForm(PhoneForm):
    """A place chosen from a list of codes; its value is ``shelter:place``."""

    where = SelectField(_("Dans quelle place ?"), choices=[], required=True, reads=COORDINATION_READS)

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["where"]
        assert isinstance(choice, SelectField)  # noqa: S101  tells the checker which field it is
        choice.choices = [("", choice.empty), *places]


class ArrivalForm(PlaceForm):
    planned_end = DayField(_("Jusqu’à quand ?"), optional=_("si c’est su"), small=True)


class RelayForm(PlaceForm):
    reason = LongTextField(
        _("Pourquoi maintenant, et pourquoi ici ?"), optional=_("nécessaire si c’est plus près que la règle"),
        reads=_("Lu par la coordination. La cheffe de service relit une exception le jour ouvré suivant"),
    )  # fmt: skip
    planned_end = DayField(_("Jusqu’à quand ?"), optional=_("14 jours au plus"), small=True)


class OwedForm(PhoneForm):
    code = forms.CharField(widget=forms.HiddenInput)
