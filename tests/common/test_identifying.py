"""What a text seems to say of somebody: seen where it stands, and nothing seen where nobody is named."""

from __future__ import annotations

import pytest

from havre.common.identifying import BIRTH, FILE, MAIL, MOST, NAME, PHONE, STREET, Kind, find

TELLS: list[tuple[str, str, Kind]] = [
    ("Mme Diallo vit chez un tiers.", "Mme Diallo", NAME),
    ("Bonjour, M. OSEI travaille de nuit.", "M. OSEI", NAME),
    ("Elle s’appelle Blessing et elle a peur.", "s’appelle Blessing", NAME),
    ("C’est Fatou Diallo qui demande.", "Fatou Diallo", NAME),
    ("Her name is Joy, she is 20.", "Her name is Joy", NAME),
    ("Mrs Okafor came today.", "Mrs Okafor", NAME),
    ("née le 12/03/1999 à Lagos", "12/03/1999", BIRTH),
    ("née le 3 mars 1999", "3 mars 1999", BIRTH),
    ("born on March 3, 1999", "March 3, 1999", BIRTH),
    ("joignable au 06 12 34 56 78", "06 12 34 56 78", PHONE),
    ("ring +33 6 12 34 56 78", "+33 6 12 34 56 78", PHONE),
    ("écrire à joy.b@mail.example", "joy.b@mail.example", MAIL),
    ("dossier OFPRA n° 24-08123", "OFPRA n° 24-08123", FILE),
    ("AGDREF 9912345678", "AGDREF 9912345678", FILE),
    ("elle loge 12 rue des Lilas", "12 rue des Lilas", STREET),
    ("she lives at 12 Baker Street", "12 Baker Street", STREET),
]
TELLS_NOTHING = [
    "Une femme de 20 à 25 ans, du Nigeria, sans papiers. Que faire ?",
    "La préfecture de Seine-Saint-Denis refuse le récépissé. Quel recours devant le Tribunal administratif ?",
    "Le Code pénal, article 225-4-1, et le CESEDA L. 425-1 s’appliquent-ils en Côte d’Ivoire ?",
    "Délai de 30 jours, puis 1 an : depuis 2021 ? Le 3 mars, elle a rendez-vous.",
    "A woman of 20 to 25 from Sierra Leone. Can she stay? What does the Home Office say?",
    "Le Conseil d’État et la Cour nationale du droit d’asile ont-ils répondu ? Elle a 24 ans.",
]


@pytest.mark.parametrize(("text", "words", "kind"), TELLS)
def test_what_says_who_somebody_is_is_shown_as_it_stands_with_another_way_to_say_it(
    text: str, words: str, kind: Kind
) -> None:
    found = find(text)

    assert (words, kind) in [(one.words, one.kind) for one in found]
    assert str(kind.instead)


@pytest.mark.parametrize("text", TELLS_NOTHING)
def test_a_question_about_the_law_or_about_somebody_unnamed_is_left_alone(text: str) -> None:
    assert [one.words for one in find(text)] == []


def test_a_text_full_of_names_shows_the_first_of_them_and_takes_no_time() -> None:
    text = "Mme Diallo et M. Osei. " * 200 + "a" * 3000 + "1" * 3000

    assert len(find(text)) == MOST
