"""The referral, asked in five steps or on one page; nothing is required but the referrer's telephone (R6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, OrganisationKind, User
from havre.accounts.permissions import Permission
from havre.accounts.roles import ROLES
from havre.common.forms import (
    ChoiceField,
    DayField,
    LongTextField,
    MailField,
    PhoneField,
    PlainForm,
    SelectField,
    TextField,
)
from havre.countries.fr.people import LANGUAGES
from havre.people.questions import (
    COORDINATION_READS,
    ExploitationQuestions,
    HouseholdQuestions,
    NeedsQuestions,
    WishQuestions,
    add_slots,
    area_choices,
    language,
    picked,
    profile_of,
)
from havre.record.by_phone import ByPhone
from havre.referrals.content import (
    ANSWERS,
    NOBODY,
    OTHER,
    US,
    Account,
    Agreed,
    Recipient,
    Referrer,
    Submission,
    Tonight,
)
from havre.referrals.operations.feedback import ANSWERS as OPINIONS
from havre.referrals.operations.feedback import Feedback
from havre.vault.fields import fetch_keys

SEALED_CALL = _("Scellé. Ouvert seulement pour appeler, chaque fois au registre")
SEALED_FACTS = _("Scellé, lu par qui suit la situation. Des faits et ses mots, pas d’avis")
SEALED_NAME = _("Scellé, lu par qui suit la situation. Jamais par le lieu d’accueil à qui l’on demande")


def _languages() -> list[tuple[str, str]]:
    return sorted(LANGUAGES.choices(language()), key=lambda pair: pair[1])


class TonightForm(PlainForm):
    """The first question: where is she tonight, and who keeps her safe until the move."""

    keeper = ChoiceField(
        _("Qui veille sur la personne jusqu’à son départ ?"),
        choices=[(US, _("Notre service")), (OTHER, _("Un autre service")), (NOBODY, _("Personne pour l’instant"))],
        subs={
            OTHER: _("hôtel social, hôpital, famille d’accueil…"),
            NOBODY: _("nous vous donnons les numéros qui répondent cette nuit"),
        },
        hint=_("Trouver une place prend quelques jours. D’ici là, elle reste protégée sur place."),
        reads=COORDINATION_READS,
    )
    keeper_name = TextField(_("Quel service, et qui y répond ?"), reads=SEALED_CALL)
    keeper_number = PhoneField(_("À quel numéro joindre ce service ce soir ?"), reads=SEALED_CALL)
    where = TextField(
        _("Où dort-elle ce soir ?"), optional=_("si vous le savez"), hint=_("La ville et le lieu suffisent."),
        reads=_("Scellé, lu par qui suit la situation"),
    )  # fmt: skip
    until = DayField(
        _("Jusqu’à quel jour est-ce sûr ?"),
        not_before=timezone.localdate,
        optional=_("si vous le savez"),
        reads=COORDINATION_READS,
    )


def tonight_of(cleaned: Mapping[str, Any]) -> Tonight:
    return Tonight(
        keeper=cleaned.get("keeper", ""), name=cleaned.get("keeper_name", ""), number=cleaned.get("keeper_number", ""),
        where=cleaned.get("where", ""), until=cleaned.get("until"),
    )  # fmt: skip


def tonight_answers(tonight: Tonight) -> dict[str, Any]:
    return {
        "keeper": tonight.keeper, "keeper_name": tonight.name, "keeper_number": tonight.number,
        "where": tonight.where, "until": tonight.until,
    }  # fmt: skip


class ReferrerForm(PlainForm):
    """Who refers; the telephone is the one thing nobody can do without."""

    phone = PhoneField(
        _("À quel numéro vous joindre sans danger ?"),
        required=True,
        hint=_("C’est la seule réponse nécessaire. Une ligne que l’entourage ne peut ni voir ni décrocher."),
        reads=SEALED_CALL,
    )
    safe_hours = TextField(_("À quelles heures ?"), optional=_("vide : à toute heure"), reads=SEALED_CALL)
    referrer_name = TextField(_("Comment vous appelez-vous ?"), reads=SEALED_CALL)
    referrer_role = TextField(_("Quelle est votre fonction ?"), reads=COORDINATION_READS)
    service = TextField(_("Dans quel service ?"), reads=COORDINATION_READS)
    mail = MailField(_("À quelle adresse vous écrire ?"), optional=_("jamais de nom ni de lieu par courriel"), reads=SEALED_CALL)  # fmt: skip


class KnownForm(ExploitationQuestions):
    """What is known, why it is dangerous here, how far the danger reaches."""

    known = LongTextField(
        _("Que savez-vous de ce qu’elle a vécu ?"), rows=4, hint=_("Ce qu’elle a dit une fois ne lui sera pas redemandé."),
        reads=SEALED_FACTS,
    )  # fmt: skip
    danger_here = LongTextField(_("Pourquoi est-ce dangereux ici ?"), rows=3, reads=SEALED_FACTS)
    reach = LongTextField(
        _("Quelles villes, quels quartiers, quels trajets éviter ?"),
        rows=2,
        max_length=1000,
        hint=_("Là où on la connaît, là où on la cherche, là où passe le réseau."),
        reads=SEALED_FACTS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = _("Dans quels départements le danger va-t-il ?")
        add_slots(self, "reach", question, area_choices, fewest=2, reads=_("Scellé, lu par qui suit la situation"))


class PersonForm(HouseholdQuestions, NeedsQuestions):
    """The person and those who move with her."""

    names = TextField(
        _("Comment s’appelle-t-elle ?"),
        small=True,
        optional=_("si elle veut bien le dire"),
        reads=SEALED_NAME,
    )
    birth_date = DayField(
        _("Quand est-elle née ?"), small=True, not_after=timezone.localdate, optional=_("si vous le savez"),
        reads=SEALED_NAME,
    )  # fmt: skip
    health = LongTextField(
        _("Des soins en cours, un traitement à ne pas interrompre ?"),
        small=True,
        rows=2,
        max_length=2000,
        reads=_("Scellé à part, ouvert seulement pour un motif"),
    )


class WishForm(WishQuestions):
    """What she wants, and whether she agreed to be referred."""

    agreed = ChoiceField(
        _("Est-elle d’accord pour que vous nous parliez d’elle ?"),
        choices=[("yes", _("Oui")), ("later", _("Pas encore")), ("unknown", _("Je ne sais pas"))],
        row=True,
        hint=_("Son accord peut être repris à tout moment. Porter plainte n’est jamais une condition."),
        reads=_("Lu par la coordination et par elle"),
    )
    agreed_how = ChoiceField(
        _("Comment l’a-t-elle dit ?"),
        choices=[("spoken", _("de vive voix")), ("written", _("par écrit"))],
        row=True,
        small=True,
        reads=_("Lu par la coordination et par elle"),
    )
    agreed_language = SelectField(
        _("Dans quelle langue ?"), choices=_languages, small=True, reads=_("Lu par la coordination et par elle")
    )
    wants = LongTextField(
        _("Que souhaite-t-elle, dans ses mots ?"), optional=_("si vous le savez"), rows=3, reads=SEALED_FACTS
    )
    other = LongTextField(_("Autre chose ?"), small=True, rows=2, reads=SEALED_FACTS)


class RecipientQuestions(PlainForm):
    """Who receives a minor: a person, by name."""

    recipient_service = TextField(_("À quel service la confiez-vous ?"), small=True, reads=COORDINATION_READS)
    recipient_name = TextField(_("À qui, par son nom ?"), small=True, reads=COORDINATION_READS)
    recipient_phone = PhoneField(_("À quel numéro joindre cette personne ?"), small=True, reads=COORDINATION_READS)

    def recipient(self) -> Recipient | None:
        """``None`` as long as nobody is named. The form must be valid."""
        service, name = self.cleaned_data.get("recipient_service"), self.cleaned_data.get("recipient_name")
        return Recipient(service, name, self.cleaned_data.get("recipient_phone", "")) if service and name else None


class RecipientForm(RecipientQuestions, ByPhone):
    """Handing over from the coordination: the name is needed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def organisation_choices(among: Any = None) -> list[tuple[str, str]]:
    """Organisations that refer, by code and kind: their names are sealed."""
    rows = Organisation.objects.exclude(kind__in=[OrganisationKind.SHELTER, OrganisationKind.COORDINATION])
    if among is not None:
        rows = Organisation.objects.filter(pk__in=among)
    return [(str(row.pk), f"{row.code}, {row.get_kind_display()}") for row in rows.order_by("code")]


class CallForm(ByPhone, ReferrerForm, TonightForm, KnownForm, PersonForm, WishForm, RecipientQuestions):
    """Everything on one page, for the coordinator who telephones; three answers are enough to send it."""

    organisation = SelectField(
        _("Code de l’organisation"),
        choices=organisation_choices,
        empty=_("aucun compte"),
        optional=_("pour qu’elle suive en ligne"),
        reads=COORDINATION_READS,
    )
    verified = ChoiceField(
        _("Comment savez-vous qui appelle ?"),
        choices=[
            ("directory", _("rappel au numéro du répertoire")),
            ("known", _("voix connue")),
            ("no", _("pas encore vérifié")),
        ],
        row=True,
        hint=_("On rappelle au numéro de notre répertoire, jamais à celui qui est donné."),
        reads=COORDINATION_READS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in self.fields.values():
            question.small = True  # type: ignore[attr-defined]
            question.reads = ""  # type: ignore[attr-defined]  # the page says it once for each group
        self.fields["keeper"].row = True  # type: ignore[attr-defined]
        self.fields["by_phone_who"].widget.attrs["autofocus"] = True


def submission_of(cleaned: Mapping[str, Any], *, verified: str = "") -> Submission:
    """What the clean answers of all steps say."""
    return Submission(
        referrer=Referrer(
            phone=cleaned.get("phone", ""), name=cleaned.get("referrer_name", ""), role=cleaned.get("referrer_role", ""),
            service=cleaned.get("service", ""), mail=cleaned.get("mail", ""), safe_hours=cleaned.get("safe_hours", ""),
            verified=cleaned.get("verified", "") or verified,
        ),
        tonight=tonight_of(cleaned),
        account=Account(
            exploitation=cleaned.get("known", ""), danger_here=cleaned.get("danger_here", ""),
            areas=picked(cleaned, "reach"), reach=cleaned.get("reach", ""),
            wants=cleaned.get("wants", ""), other=cleaned.get("other", ""),
        ),
        profile=profile_of(cleaned),
        agreed=Agreed(
            answer=cleaned.get("agreed", ""), how=cleaned.get("agreed_how", "") or "spoken",
            language=cleaned.get("agreed_language", ""),
        ),
        names=cleaned.get("names", ""), birth_date=cleaned.get("birth_date"), health=cleaned.get("health", ""),
    )  # fmt: skip


# After it is sent


class WriteForm(ByPhone):
    kind = ChoiceField(
        _("Qu’écrivez-vous ?"),
        choices=[("message", _("un message")), ("information", _("une information nouvelle"))],
        initial="message",
        row=True,
        small=True,
    )
    text = LongTextField(_("Votre texte"), small=True, rows=3, required=True, reads=_("Scellé, lu par le service qui oriente et par qui suit la situation"))  # fmt: skip


class TonightChangeForm(ByPhone, TonightForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class EndForm(ByPhone):
    """Taking it back: because she does, or because the referrer found another way."""

    why = ChoiceField(
        _("Que s’est-il passé ?"),
        choices=[
            ("her", _("Elle ne veut plus que nous l’aidions")),
            ("us", _("Une autre solution est trouvée")),
        ],
        subs={
            "her": _(
                "avant son arrivée, ses accords sont repris et tout s’arrête aussitôt ; après, la coordination lui parle d’abord"
            ),
            "us": _("ses accords restent, l’orientation est retirée"),
        },
        required=True,
        reads=_("Lu par la coordination"),
    )
    reason = LongTextField(
        _("Ce qu’il faut en savoir"),
        rows=2,
        max_length=1000,
        optional=_("elle n’a pas à se justifier"),
        reads=_("Scellé, lu par qui suit la situation"),
    )


def _opinion(question: Any) -> ChoiceField:
    return ChoiceField(
        question, choices=list(OPINIONS.items()), row=True, reads=_("Lu par la cheffe de service, compté sans nom")
    )


class FeedbackForm(ByPhone):
    """Four questions, none of which has to be answered."""

    helped = _opinion(_("Notre réponse a-t-elle aidé ?"))
    quick = _opinion(_("Est-elle venue assez vite ?"))
    clear = _opinion(_("Avez-vous toujours su quoi faire ensuite ?"))
    words = LongTextField(
        _("Que devons-nous savoir ou changer ?"),
        rows=3,
        max_length=2000,
        hint=_("Sans nom, sans lieu."),
        reads=_("Scellé, lu par la cheffe de service"),
    )

    def said(self) -> Feedback:
        return Feedback(**{name: self.cleaned_data[name] for name in ("helped", "quick", "clear", "words")})


class TakeUpForm(PlainForm):
    """To oneself, or to a colleague."""

    coordinator = SelectField(_("Qui suit cette situation ?"), choices=[], small=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["coordinator"]
        field.choices = [(str(user.pk), _("vous") if user == me else user.name) for user in coordinators()]  # type: ignore[attr-defined]


def coordinators() -> list[User]:
    """Accounts that may follow a situation, by name."""
    roles = [key for key, role in ROLES.items() if Permission.COORDINATE in role.permissions]
    users = list(
        User.objects.filter(membership__role__in=roles, membership__is_confirmed=True, is_active=True).distinct()
    )
    fetch_keys(users)
    return sorted(users, key=lambda user: user.name)


class AnswerForm(PlainForm):
    kind = ChoiceField(_("Que répondons-nous ?"), choices=list(ANSWERS.items()), required=True, small=True)
    reason = LongTextField(
        _("Pourquoi ?"), small=True, rows=3, required=True, reads=_("Scellé, lu par la coordination")
    )
    instead = LongTextField(
        _("Qu’avons-nous proposé à la place ?"), small=True, rows=2, reads=_("Scellé, lu par la coordination")
    )
    message = LongTextField(
        _("Que voulez-vous écrire au service qui oriente ?"),
        small=True,
        rows=2,
        hint=_("Sans nom, sans lieu, sans date de voyage : ce qui est écrit là peut être lu par la défense."),
        reads=_("Lu par le service qui oriente"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReceivedForm(ByPhone):
    received_by = TextField(
        _("Qui accuse réception, par son nom ?"), small=True, required=True, reads=COORDINATION_READS
    )
