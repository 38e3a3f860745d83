"""The first 72 hours in a house: what to prepare and do, hour by hour, what not to ask, and why.

``only`` names what must be true of the household for a step to be shown; the words are those of
``havre.placements.first_days``.
"""

from __future__ import annotations

from dataclasses import dataclass

from havre.countries.advice import Advice
from havre.countries.codes import Mark, code_list
from havre.countries.fr.policy import ONE_OFF_AID, Figure

FIRST_DAYS = Figure(72, "hours", "product choice", "P")

PHASES = code_list(
    "first_days",
    {
        "before": ("Avant son arrivée", "Before she arrives"),
        "first_hour": ("La première heure", "The first hour"),
        "first_night": ("Le premier soir", "The first evening"),
        "second_day": ("Le lendemain", "The next day"),
        "third_day": ("Le troisième jour", "The third day"),
    },
    source="product choice",
    mark="P",
)


@dataclass(frozen=True, slots=True)
class HouseStep:
    """Something the house prepares or does; ``text_*`` may hold ``{languages}`` and ``{euros}``."""

    key: str
    phase: str
    text_fr: str
    text_en: str
    source: str
    mark: Mark
    only: str = ""

    def text(self, lang: str = "fr") -> str:
        return self.text_en if lang.startswith("en") else self.text_fr


_OURS = "product choice"

STEPS = (
    HouseStep("bed", "before", "Un lit fait, du linge, de quoi se laver", "A made bed, linen, things to wash with", _OURS, "P"),
    HouseStep("child_bed", "before", "Un lit d’enfant, un siège pour le trajet, un jouet", "A child’s bed, a child seat for the ride, a toy", _OURS, "P", "children"),
    HouseStep("accessible", "before", "Un chemin sans marche jusqu’à la chambre", "A way without steps to the room", _OURS, "P", "accessible"),
    HouseStep("animal", "before", "Une place pour l’animal", "A place for the animal", _OURS, "P", "animals"),
    HouseStep("interpreter", "before", "Un interprète par téléphone : {languages}. Ni nom ni lieu dits", "An interpreter by telephone: {languages}. No name, no place said", "P25", "P", "foreign"),
    HouseStep("words", "before", "Sa page d’accueil, imprimée", "Her welcome page, printed", "P20", "P"),
    HouseStep("team", "before", "L’équipe de nuit sait qu’elle vient, pas pourquoi", "The night team knows that she comes, not why", "P9", "S"),
    HouseStep("greet", "first_hour", "Une seule personne l’accueille et dit son prénom", "One person greets her and says her own first name", _OURS, "P"),
    HouseStep("confirm", "first_hour", "Son arrivée confirmée dans Havre ou par téléphone", "Her arrival confirmed in Havre or by telephone", "ARRIVE", "P"),
    HouseStep("eat", "first_hour", "À manger, à boire, une douche, le repos d’abord", "Food, drink, a shower, rest first", _OURS, "P"),
    HouseStep("room", "first_hour", "Sa chambre, et où appeler la nuit", "Her room, and whom to call at night", _OURS, "P"),
    HouseStep("page", "first_night", "La page d’accueil lue avec elle", "The welcome page read with her", "P20", "P"),
    HouseStep("telephone", "first_night", "Son téléphone : localisation coupée, comptes partagés fermés", "Her phone: location off, shared accounts closed", _OURS, "P"),
    HouseStep("night", "first_night", "Quelqu’un veille, et elle sait qui", "Somebody watches at night, and she knows who", _OURS, "P", "night_staff"),
    HouseStep("aid", "second_day", "L’aide d’arrivée, {euros} €, remise contre reçu", "The arrival aid, {euros} €, handed over against a receipt", ONE_OFF_AID.source, ONE_OFF_AID.mark),
    HouseStep("health", "second_day", "Un médecin si elle le veut", "A doctor if she wants one", _OURS, "P"),
    HouseStep("pregnancy", "second_day", "Une sage-femme, le suivi de grossesse", "A midwife, care of the pregnancy", _OURS, "P", "pregnant"),
    HouseStep("talk", "second_day", "Un premier échange : comment ça va, de quoi elle a besoin", "A first talk: how she is, what she needs", "R27", "S"),
    HouseStep("rules", "third_day", "Les règles lues dans sa langue ; le contrat de séjour vient sous 15 jours", "The rules read in her language; the stay contract comes within 15 days", "STAY", "S"),
    HouseStep("school", "third_day", "L’école ou la crèche : d’abord parler du nom inscrit", "School or nursery: talk first about the name that is written", _OURS, "P", "children"),
    HouseStep("safety", "third_day", "Un plan de sécurité fait avec elle, gardé par vous", "A safety plan made with her, kept by you", "R25, R27", "S"),
    HouseStep("call", "third_day", "Un appel à la coordination : comment elle va", "A call to the coordination: how she is", "R28", "S"),
)  # fmt: skip

NOT_TO_ASK = (
    Advice("origin", "D’où elle vient, par où elle est passée", "Where she comes from, which way she came",
             "Moins de gens le savent, moins il peut être dit.", "The fewer know, the less can be said.", "R14", "S"),
    Advice("story", "Ce qu’elle a vécu", "What she lived through",
             "Raconter fait mal. Elle en parlera si elle le veut, quand elle le veut.",
             "Telling hurts. She will talk if she wants to, when she wants to.", "P8", "S"),
    Advice("complaint", "Si elle a porté plainte, si elle le fera", "Whether she filed a complaint, or will",
             "L’aide n’en dépend jamais.", "The help never depends on it.", "R6, R35", "S"),
    Advice("names", "Le nom de qui lui a fait du mal", "The name of whoever harmed her",
             "Ce nom ne s’écrit pas ici et ne sert pas à l’accueillir.",
             "That name is not written here and is not needed to receive her.", "P24", "P"),
    Advice("phone", "De montrer son téléphone ou une photo d’elle", "To show her phone or a picture of herself",
             "On l’a déjà surveillée. Pas de photo, pas de copie de papiers sans son accord.",
             "She has been watched before. No picture, no copy of papers without her agreement.", "P7", "S"),
)  # fmt: skip
