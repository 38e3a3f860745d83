"""What is asked of whoever asks, and of whoever answers; beside each question stands who reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import OrganisationKind, User
from havre.common.forms import (
    CarefulForm,
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    MailField,
    MomentField,
    PhoneField,
    PlainForm,
    SelectField,
    TextField,
    VersionForm,
)
from havre.countries.fr.advice_desk import FIELDS, URGENCIES
from havre.countries.fr.policy import LIKELIHOOD, RISK, SEVERITY
from havre.geo.departments import DEPARTMENTS
from havre.resources.content import HELPED, JOINT, KINDS, QUESTION, About, Contact, Question
from havre.resources.models import Article
from havre.resources.operations.asking import Asked
from havre.resources.reading import colleagues, language, validity

DESK_READS = _("Lu par celles et ceux qui conseillent, à la coordination")
DESK_AND_SEALED = _("Scellé. Ouvert seulement pour vous joindre, chaque fois au registre")
ASKER_READS = _("Lu par qui demande, et par celles et ceux qui conseillent")
EXPERT_READS = _("Lu par l’experte ou l’expert : cette question, et rien d’autre")
INSIDE = _("Lu à la coordination seulement, jamais par qui demande")
TITLE_READS = _("Un titre qui ne dit de personne qui c’est : il se cherche, et n’est pas scellé")


class AskForm(CarefulForm):
    """A question to the desk. What is required: the question, its field, how soon."""

    careful: ClassVar[tuple[str, ...]] = ("text",)

    kind = ChoiceField(
        _("Que vous faut-il ?"), choices=[(QUESTION, KINDS[QUESTION]), (JOINT, KINDS[JOINT])], initial=QUESTION,
        subs={JOINT: _("à deux, avec nos questions, sans ouvrir de dossier")}, row=True,
    )  # fmt: skip
    text = LongTextField(
        _("Votre question ?"), rows=6, required=True, hint=_("Sans nom, sans date de naissance, sans adresse : « une femme de 20 à 25 ans » suffit."),
        reads=DESK_READS, error_messages={"required": _("Écrivez votre question. Le reste est gardé.")},
    )  # fmt: skip
    field = SelectField(
        _("De quoi s’agit-il ?"), choices=lambda: FIELDS.choices(language()), required=True, reads=DESK_READS,
        error_messages={"required": _("Dites de quoi il s’agit. Le reste est gardé.")},
    )  # fmt: skip
    urgency = ChoiceField(
        _("Pour quand ?"), choices=lambda: URGENCIES.choices(language()), initial="this_week", row=True, required=True,
        hint=_("En heures de bureau. La nuit, pour quelqu’un en danger : appelez."), reads=DESK_READS,
        error_messages={"required": _("Dites pour quand. Le reste est gardé.")},
    )  # fmt: skip
    needed_on = DayField(
        _("Un jour précis ?"), small=True, optional=_("une audience, un rendez-vous"), reads=DESK_READS
    )
    area = SelectField(
        _("Dans quel département ?"), choices=lambda: [(one.area, f"{one.code} {one.name}") for one in DEPARTMENTS],
        empty=_("non dit"), small=True, optional=_("le vôtre, pour le tribunal ou la préfecture"), reads=DESK_READS,
    )  # fmt: skip
    who = TextField(_("Qui demande ?"), small=True, optional=_("un prénom, une fonction"), reads=DESK_AND_SEALED)
    phone = PhoneField(_("À quel numéro vous rappeler ?"), small=True, optional=_("le vôtre, au travail"), reads=DESK_AND_SEALED)  # fmt: skip
    hours = TextField(_("À quelles heures ?"), small=True, optional=_("vide : à toute heure"), reads=DESK_AND_SEALED)

    def asked(self, *, service: str = "", who: str = "") -> Asked:
        """The question, once the form is valid; ``service`` and ``who`` are what the account says."""
        told = self.cleaned_data
        return Asked(
            field=told["field"], urgency=told["urgency"], kind=told.get("kind") or QUESTION, needed_on=told["needed_on"],
            about=About(told["area"], told.get("service") or service), question=Question(told["text"]),
            contact=Contact(told["who"] or who, told["phone"], told.get("mail") or "", told["hours"]),
        )  # fmt: skip


_SERVICES = [(kind.value, kind.label) for kind in OrganisationKind if kind != OrganisationKind.COORDINATION]


class GuestAskForm(AskForm):
    """The same by a link, for a professional without account."""

    service = SelectField(_("Quel genre de service ?"), choices=_SERVICES, empty=_("non dit"), small=True, reads=DESK_READS)  # fmt: skip


class TelephoneForm(GuestAskForm):
    """Noted while somebody speaks: a question, a field; the answer may follow at once."""

    careful = ("text", "label")
    field_order = ("text", "field", "answer", "label", "articles")

    answer = LongTextField(
        _("Que répondez-vous ?"), rows=4, optional=_("vide : la demande vous attend"), reads=DESK_READS
    )
    label = TextField(_("Sous quel titre le retrouver ?"), max_length=120, optional=_("« récépissé refusé en préfecture »"), reads=TITLE_READS)  # fmt: skip
    articles = ChoicesField(_("Quels articles citez-vous ?"), choices=[], small=True)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = articles_in_force(today)
        offer_articles(self, self.known, today)
        self.fields["text"].label = _("Quelle est la question ?")
        for question in self.fields.values():
            question.small = True  # type: ignore[attr-defined]


def articles_in_force(today: date, cited: frozenset[Any] = frozenset()) -> dict[str, Article]:
    """Those that may be cited today, and those that are cited already, by id."""
    rows = Article.objects.order_by("code", "number")
    return {str(one.pk): one for one in rows if one.holds_on(today) or one.pk in cited}


def offer_articles(form: PlainForm, known: Mapping[str, Article], today: date) -> None:
    question: Any = form.fields["articles"]
    question.choices = [(key, str(one)) for key, one in known.items()]
    question.subs = {key: f"{one.title}, {validity(one, today)}" for key, one in known.items()}


class _Titled(CarefulForm, VersionForm):
    """What an answer is found again by."""

    label = TextField(_("Sous quel titre le retrouver ?"), max_length=120, small=True, optional=_("« récépissé refusé en préfecture »"), reads=TITLE_READS)  # fmt: skip
    articles = ChoicesField(_("Quels articles citez-vous ?"), choices=[], small=True)

    def __init__(self, *args: Any, today: date, cited: frozenset[Any] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = articles_in_force(today, cited)
        offer_articles(self, self.known, today)

    def chosen(self) -> list[Article]:
        return [self.known[key] for key in self.cleaned_data["articles"]]


class AnswerForm(_Titled):
    careful = ("text", "label")

    text = LongTextField(
        _("Votre réponse ?"), rows=8, required=True, reads=ASKER_READS,
        error_messages={"required": _("Écrivez la réponse. Le reste est gardé.")},
    )  # fmt: skip
    field_order = ("text", "label", "articles")


class TitleForm(_Titled):
    careful = ("label",)

    field = SelectField(_("De quoi s’agit-il ?"), choices=lambda: FIELDS.choices(language()), small=True, required=True)


class WordsForm(VersionForm):
    """One text, to whoever it says."""

    text = LongTextField(_("Votre texte"), small=True, rows=3, required=True)

    def __init__(self, *args: Any, reads: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question: Any = self.fields["text"]
        question.reads = reads


class AskerWordsForm(CarefulForm, WordsForm):
    """What the asker adds, read for what would say who somebody is."""

    careful = ("text",)


class ExpertForm(CarefulForm):
    careful = ("question",)

    question = LongTextField(
        _("Quelle question, à elle seule compréhensible ?"), small=True, rows=4, required=True, reads=EXPERT_READS
    )
    who = TextField(_("À qui ?"), small=True, required=True, reads=INSIDE)
    mail = MailField(_("À quelle adresse professionnelle ?"), small=True, optional=_("vide : vous donnez le lien vous-même"), reads=INSIDE)  # fmt: skip


class CallBackForm(PlainForm):
    due_at = MomentField(_("Avant quand ?"), required=True, small=True, error_messages={"required": _("Dites avant quand rappeler.")})  # fmt: skip
    number = PhoneField(_("À un autre numéro ?"), small=True, optional=_("vide : celui qui a été donné"), reads=DESK_AND_SEALED)  # fmt: skip
    whose = ChoiceField(_("Qui rappelle ?"), choices=[("me", _("Moi")), ("all", _("Qui est là"))], row=True, small=True, initial="me")  # fmt: skip


class MergeForm(VersionForm):
    number = TextField(
        _("À quelle demande la joindre ?"), max_length=5, small=True, required=True, hint=_("Ses cinq signes, comme A7QX2.")
    )  # fmt: skip


class AssignForm(VersionForm):
    colleague = SelectField(_("À qui ?"), choices=[], small=True, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = colleagues()
        self.people: dict[str, User] = {str(one.pk): one for one, _name in known}
        question: Any = self.fields["colleague"]
        question.choices = [("", _("Choisir…")), *((str(one.pk), name) for one, name in known)]


class LinkForm(PlainForm):
    mail = MailField(
        _("À quelle adresse professionnelle ?"), small=True, reads=DESK_AND_SEALED,
        optional=_("vide : vous donnez le lien vous-même"),
    )  # fmt: skip


class AssessForm(PlainForm):
    """R25: how grave, how likely; the rule proposes, the two agree."""

    severity = ChoiceField(_("Si cela arrivait, l’atteinte serait…"), choices=lambda: SEVERITY.choices(language()), row=True, small=True, required=True)  # fmt: skip
    likelihood = ChoiceField(_("Et c’est…"), choices=lambda: LIKELIHOOD.choices(language()), row=True, small=True, required=True)  # fmt: skip
    level = SelectField(
        _("Quel niveau retenez-vous ensemble ?"), choices=lambda: RISK.choices(language()), small=True,
        empty=_("celui que la règle propose"),
    )  # fmt: skip
    reason = LongTextField(_("Pourquoi ?"), small=True, rows=2, reads=DESK_READS)


class HelpedForm(PlainForm):
    helped = ChoiceField(_("Cela vous a-t-il aidé ?"), choices=list(HELPED.items()), row=True, required=True)


class ArticleForm(VersionForm):
    title_fr = TextField(_("Titre, en français"), required=True, small=True)
    title_en = TextField(_("Titre, en anglais"), required=True, small=True)
    valid_from = DayField(_("En vigueur depuis le"), small=True, optional=_("vide : pas encore vérifié"))
    valid_until = DayField(_("Jusqu’au"), small=True, optional=_("vide : sans fin connue"))
    source = TextField(_("Où l’avez-vous lu ?"), required=True, small=True, hint=_("Le journal officiel, un site public, un jour."))  # fmt: skip


class NewArticleForm(PlainForm):
    code = TextField(_("De quel code, de quelle loi ?"), required=True, max_length=60, small=True)
    number = TextField(_("Quel numéro ?"), required=True, max_length=40, small=True)
    title_fr = TextField(_("Titre, en français"), required=True, small=True)
    title_en = TextField(_("Titre, en anglais"), required=True, small=True)
    source = TextField(_("Où l’avez-vous lu ?"), required=True, small=True)


FOUND_AGAIN_BY = ("kind", "year", "owner", "article")


class FilterForm(PlainForm):
    show = SelectField(
        _("Lesquelles"), small=True, empty=_("À répondre"),
        choices=[
            ("untaken", _("Que personne n’a")), ("mine", _("Les miennes")), ("late", _("En retard")),
            ("answered", _("Répondues")), ("all", _("Toutes")),
        ],
    )  # fmt: skip
    field = SelectField(_("Domaine"), choices=lambda: FIELDS.choices(language()), small=True, empty=_("Tous"))
    urgency = SelectField(_("Pour quand"), choices=lambda: URGENCIES.choices(language()), small=True, empty=_("Tout"))
    kind = SelectField(_("Sorte"), choices=list(KINDS.items()), small=True, empty=_("Tous"))
    year = SelectField(_("Année"), choices=lambda: years(timezone.localdate()), small=True, empty=_("Toutes"))
    owner = SelectField(_("Qui conseille"), choices=[], small=True, empty=_("Tout le monde"))
    article = SelectField(_("Article cité"), choices=[], small=True, empty=_("Tous"))
    title = TextField(_("Mots du titre"), small=True, max_length=80)

    def __init__(self, *args: Any, over: bool, **kwargs: Any) -> None:
        """``over``: what was answered is looked for, by more than what waits."""
        super().__init__(*args, **kwargs)
        if not over:
            for name in FOUND_AGAIN_BY:
                del self.fields[name]
            return
        choices = {
            "owner": [(str(one.pk), name) for one, name in colleagues()],
            "article": [(str(one.pk), str(one)) for one in Article.objects.order_by("code", "number")],
        }
        for name, offered in choices.items():
            question: Any = self.fields[name]
            question.choices = [("", question.empty), *offered]

    def asked(self) -> Mapping[str, str]:
        """What is asked; an answer that is none asks nothing."""
        told = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        return {name: told.get(name) or "" for name in self.base_fields}


def years(today: date) -> list[tuple[str, str]]:
    """This year and the one before: older requests are not kept."""
    return [(str(year), str(year)) for year in (today.year, today.year - 1)]
