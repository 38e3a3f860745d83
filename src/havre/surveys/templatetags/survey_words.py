"""Texts of a questionnaire in the language of the page: ``{{ question.label|said }}``."""

from __future__ import annotations

from django import template

from havre.surveys.content import Words, say

register = template.Library()


@register.filter
def said(words: Words | None) -> str:
    return say(words or {})
