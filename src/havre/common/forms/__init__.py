"""Forms that ask plain questions: one idea each, who reads the answer, errors that say what to do and what was kept."""

from __future__ import annotations

from havre.common.forms.careful import CarefulForm
from havre.common.forms.choices import CHOOSE, ChoiceField, ChoicesField, SelectField, YesField
from havre.common.forms.days import DayField, MomentField
from havre.common.forms.phone import clean_phone
from havre.common.forms.question import Option, PlainForm, Question, QuestionField, VersionForm
from havre.common.forms.text import LongTextField, MailField, NumberField, PhoneField, TextField, refuse_unseen

__all__ = [
    "CHOOSE",
    "CarefulForm",
    "ChoiceField",
    "ChoicesField",
    "DayField",
    "LongTextField",
    "MailField",
    "MomentField",
    "NumberField",
    "Option",
    "PhoneField",
    "PlainForm",
    "Question",
    "QuestionField",
    "SelectField",
    "TextField",
    "VersionForm",
    "YesField",
    "clean_phone",
    "refuse_unseen",
]
