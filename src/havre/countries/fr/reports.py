"""What a referrer never writes in a report, and what to write instead: all of it is assumed to reach the defence (P22)."""

from __future__ import annotations

from havre.countries.advice import Advice

NEVER_WRITE = (
    Advice("place", "Où elle va, où elle est", "Where she goes, where she is",
           "Ni ville, ni département, ni nom de lieu, ni « loin d’ici, au nord ».",
           "No town, no département, no name of a house, not even “far away, in the north”.", "P1, P22", "P"),
    Advice("journey", "Quand et comment elle part", "When and how she leaves",
           "Ni jour, ni heure, ni train, ni qui l’accompagne.",
           "No day, no hour, no train, not who goes with her.", "P2, P22", "P"),
    Advice("interview", "L’entretien : son heure, son lien, qui y était", "The interview: its hour, its link, who was there",
           "Il relie un moment à un lieu.", "It ties a moment to a place.", "P2, P22", "P"),
    Advice("numbers", "Un numéro de téléphone : le sien, celui d’un lieu, celui d’une collègue",
           "A telephone number: hers, that of a house, that of a colleague",
           "Un numéro se suit, ou se rappelle.", "A number can be followed, or rung.", "P4, P22", "P"),
    Advice("references", "Une autre référence que celle de votre reçu", "Any reference but that of your receipt",
           "Deux papiers ne doivent jamais se rejoindre.", "Two papers must never be joined.", "P23", "P"),
    Advice("family", "Le nom de ses enfants, leur école, sa famille restée au pays", "The names of her children, their school, her family at home",
           "C’est souvent par là qu’on la menace.", "This is often how she is threatened.", "P16, P22", "P"),
    Advice("contacts", "Qu’elle aurait repris contact avec eux", "That she may be in touch with them again",
           "Cela peut lui faire perdre le délai de réflexion ou sa carte. Parlez-en d’abord à une juriste.",
           "It can cost her the reflection period or her card. Talk to a lawyer first.", "R21", "S"),
    Advice("health", "Sa santé, ce qu’elle a confié", "Her health, what she confided",
           "Ce sont des secrets à elle. Il faut son accord, ou une obligation écrite de la loi.",
           "These are her secrets. It takes her agreement, or a written duty of the law.", "P8, P9", "S"),
    Advice("opinion", "Votre avis sur elle", "Your opinion of her",
           "Des faits, courts. Un avis se retourne contre elle.", "Facts, short. An opinion turns against her.", "P8", "S"),
)  # fmt: skip

INSTEAD_FR = "Une orientation vers un service spécialisé a été faite le (jour), référence (celle du reçu)."
INSTEAD_EN = "A referral to a specialised service was made on (day), reference (that of the receipt)."


def instead(lang: str = "fr") -> str:
    """The one sentence that a report may hold."""
    return INSTEAD_EN if lang.startswith("en") else INSTEAD_FR
