"""What is asked while somebody speaks: two lines and one letter; nothing is required but what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import is_on_duty, may
from havre.common import words
from havre.common.forms import (
    ChoiceField,
    LongTextField,
    MomentField,
    PhoneField,
    PlainForm,
    SelectField,
    TextField,
    VersionForm,
)
from havre.directory.models import Partner, Shelter
from havre.intake.content import (
    ADVICE,
    CALL_BACK,
    CALLERS,
    ELSEWHERE,
    ENQUIRY,
    OUTCOMES,
    REFERRAL,
    TOPICS,
    UNREACHED,
    About,
    Reach,
    Said,
)
from havre.intake.policies import may_refer
from havre.people.models import Person

SEALED = _("Scellé, détruit trente jours après l’appel")
DIRECTORY_READS = _("Lu par la coordination seulement")
ON_FILE = _("Scellé. Sur le dossier : qui suit la situation, et l’astreinte")
WEEKS = 12
QUARTER = 15
YES_NO = [("yes", _("Oui")), ("no", _("Non"))]
KEYS = {ADVICE: "c", CALL_BACK: "r", ELSEWHERE: "a", REFERRAL: "o", ENQUIRY: "q", UNREACHED: "x"}
SUBS = {
    CALL_BACK: _("le numéro et l’heure viennent ensuite"),
    REFERRAL: _("ce que vous avez tapé vous y suit"),
    ENQUIRY: _("quoi dire, qui rappeler"),
}


def _outcomes(user: User, *names: str) -> list[tuple[str, Any]]:
    return [(name, OUTCOMES[name]) for name in names if name != REFERRAL or may_refer(user)]


class AboutQuestions(PlainForm):
    """Two lists for the count of the year."""

    caller = SelectField(
        _("Quel genre de service ?"), choices=list(CALLERS.items()), empty=_("non dit"), small=True,
        optional=_("pour compter l’année"),
    )  # fmt: skip
    topic = SelectField(
        _("Quel sujet ?"), choices=list(TOPICS.items()), empty=_("non dit"), small=True,
        optional=_("pour compter l’année"),
    )  # fmt: skip

    def about(self) -> About:
        return About(self.cleaned_data.get("caller", ""), self.cleaned_data.get("topic", ""))


class NoteForm(AboutQuestions):
    who = TextField(_("Qui appelle ?"), hint=_("Un prénom, un service. Aucun numéro n’est gardé."), reads=SEALED)
    what = TextField(_("Pour quoi, en deux mots ?"), max_length=1000, reads=SEALED)
    outcome = ChoiceField(
        _("Que faites-vous ?"), choices=[], subs=SUBS, keys=KEYS, row=True, required=True,
        error_messages={"required": _("Choisissez ce que vous faites. Ce que vous avez tapé est gardé.")},
    )  # fmt: skip
    notes = LongTextField(_("Autre chose à garder ?"), small=True, rows=2, optional=_("trente jours"), reads=SEALED)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = _outcomes(user, ADVICE, CALL_BACK, ELSEWHERE, REFERRAL, ENQUIRY)
        self.fields["who"].widget.attrs["autofocus"] = True

    def said(self) -> Said:
        told = self.cleaned_data
        return Said(told.get("who", ""), told.get("what", ""), told.get("notes", ""))


class CallBackForm(NoteForm):
    """The same, with what ringing back needs."""

    number = PhoneField(
        _("À quel numéro ?"),
        hint=_("Vide : celui de notre répertoire. Il s’efface dès que vous avez rappelé."),
        reads=_("Scellé. Ouvert seulement pour appeler, chaque fois au registre"),
    )
    due_at = MomentField(
        _("Avant quand ?"), required=True, small=True,
        error_messages={"required": _("Dites avant quand rappeler. Le reste est gardé.")},
    )  # fmt: skip
    safe_call = ChoiceField(_("Appeler est-il sans danger ?"), choices=YES_NO, row=True, small=True)
    safe_text = ChoiceField(_("Et un message écrit ?"), choices=YES_NO, row=True, small=True)
    hours = TextField(_("À quelles heures ?"), small=True, optional=_("vide : à toute heure"))
    word = TextField(_("Un mot convenu ?"), small=True, optional=_("pour se reconnaître"))
    whose = ChoiceField(
        _("Qui rappelle ?"),
        choices=[("me", _("Moi")), ("all", _("Qui est là"))],
        subs={"all": _("toute l’équipe peut alors ouvrir cet appel")},
        row=True,
        small=True,
        initial="me",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        del self.fields["who"].widget.attrs["autofocus"]
        self.fields["number"].widget.attrs["autofocus"] = True

    def reach(self) -> Reach:
        told = self.cleaned_data
        return Reach(told["number"], told["safe_call"], told["safe_text"], told["hours"], told["word"])


def soon(at: datetime) -> datetime:
    """In two hours, on a quarter of an hour: what stands in the field before anybody changes it."""
    later = at + timedelta(hours=2, minutes=QUARTER)
    return later.replace(minute=later.minute - later.minute % QUARTER, second=0, microsecond=0)


class ResultForm(VersionForm):
    """After ringing back: what came of it."""

    outcome = ChoiceField(
        _("Qu’en est-il sorti ?"), choices=[], keys=KEYS, row=True, required=True,
        error_messages={"required": _("Choisissez ce qui en est sorti. Rien n’est perdu.")},
    )  # fmt: skip
    notes = LongTextField(_("Autre chose à garder ?"), small=True, rows=2, optional=_("trente jours"), reads=SEALED)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = _outcomes(user, ADVICE, ELSEWHERE, REFERRAL, ENQUIRY, UNREACHED)


class EnquiryForm(AboutQuestions):
    """Somebody asks about a person: who they say they are, and what they wanted to know."""

    who = TextField(_("Qui dit appeler ?"), hint=_("Un nom, une fonction. Le numéro donné ne sert à rien."), reads=ON_FILE)  # fmt: skip
    service = TextField(_("De quel service ?"), reads=ON_FILE)
    what = TextField(_("Qu’a-t-on demandé, mot pour mot ?"), max_length=1000, reads=ON_FILE)
    knew = TextField(
        _("Comment savaient-ils ?"), max_length=1000, small=True, optional=_("un lieu, une date, un prénom dits par eux"), reads=ON_FILE,
    )  # fmt: skip
    partner = SelectField(
        _("Quel partenaire du répertoire rappeler ?"), choices=[], empty=_("aucun"), small=True, reads=DIRECTORY_READS
    )
    person = SelectField(
        _("De laquelle de vos situations s’agit-il ?"),
        choices=[],
        empty=_("aucune, ou je ne sais pas"),
        small=True,
        hint=_("Vos situations, ou toutes si vous êtes d’astreinte. On n’y cherche aucun nom."),
        reads=DIRECTORY_READS,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(row.pk): row for row in followed_by(user)}
        self._choices("person", [(key, f"{row.pseudonym} {row.reference}") for key, row in self._people.items()])
        self._choices("partner", partner_choices() if may(user, Permission.OPEN_SHELTER_CONTACTS) else [])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        if choices:
            field.choices = [("", field.empty), *choices]
        else:
            del self.fields[name]

    def said(self) -> Said:
        told = self.cleaned_data
        return Said(told["who"], told["what"], "", told["service"], told["knew"])

    def concerned(self) -> Person | None:
        return self._people.get(self.cleaned_data.get("person", ""))


def followed_by(user: User) -> list[Person]:
    """Whose file this account may open: her or his own situations; all while on duty (law 3)."""
    if not may(user, Permission.OPEN_IDENTITY):
        return []
    rows = Person.objects.visible_to(user)
    rows = rows if is_on_duty(user) else rows.filter(coordinator=user)
    return list(rows.only("pseudonym", "reference", "coordinator").order_by("pseudonym", "reference"))


def partner_choices() -> list[tuple[str, str]]:
    """Partners and houses by code and kind: their names are sealed."""
    known = [*Partner.objects.values_list("organisation"), *Shelter.objects.values_list("organisation")]
    rows = Organisation.objects.filter(pk__in={key for (key,) in known}).order_by("code")
    return [(str(row.pk), f"{row.code}, {row.get_kind_display()}") for row in rows]


class FilterForm(PlainForm):
    show = SelectField(_("De qui"), choices=[("mine", _("Les miens"))], empty=_("Tous"), small=True)
    outcome = SelectField(_("Ce qui en est sorti"), choices=list(OUTCOMES.items()), empty=_("Tout"), small=True)
    week = SelectField(_("Semaine"), choices=lambda: weeks(timezone.localdate()), empty=_("Toutes"), small=True)

    def asked(self) -> Mapping[str, str]:
        """What is asked; an answer that is none asks nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


def weeks(today: date) -> list[tuple[str, str]]:
    """The last weeks by their Monday."""
    monday = today - timedelta(days=today.weekday())
    found = [monday - timedelta(weeks=number) for number in range(WEEKS)]
    return [(one.isoformat(), str(_("du %(day)s") % {"day": words.day(one)})) for one in found]
