"""Lists about the person: gender, status of migration, family, languages."""

from havre.countries.codes import code_list

_HTCDS = "HTCDS 2.0, IOM"

GENDERS = code_list(
    "genders",
    {
        "Feminine": ("Femme", "Woman"),
        "Masculine": ("Homme", "Man"),
        "TransgenderFeminine": ("Femme transgenre", "Transgender woman"),
        "TransgenderMasculine": ("Homme transgenre", "Transgender man"),
        "NonConforming": ("Non binaire", "Non-conforming"),
        "NonSpecifiedUnknown": ("Non précisé ou inconnu", "Not specified or unknown"),
    },
    source=_HTCDS,
    mark="S",
)

MARITAL_STATUS = code_list(
    "marital_status",
    {
        "Single": ("Célibataire", "Single"),
        "Married": ("Mariage", "Married"),
        "Widowed": ("Veuvage", "Widowed"),
        "Divorced": ("Divorce", "Divorced"),
        "Separated": ("Séparation", "Separated"),
        "RegisteredPartnership": ("Partenariat enregistré (Pacs)", "Registered partnership"),
    },
    source=_HTCDS,
    mark="S",
)

MIGRATION_STATUS = code_list(
    "migration_status",
    {
        "FrenchCitizen": ("Nationalité française", "French citizen"),
        "EUCitizen": ("Nationalité d’un pays de l’Union européenne", "EU citizen"),
        "LabourMigrant": ("Séjour pour travailler", "Labour migrant"),
        "StudentMigrant": ("Séjour pour étudier", "Student migrant"),
        "FamilyMigrant": ("Séjour familial", "Family migrant"),
        "Visitor": ("Visite", "Visitor"),
        "IrregularMigrant": ("Sans titre de séjour", "Irregular migrant"),
        "AsylumSeeker": ("Demande d’asile en cours", "Asylum seeker"),
        "Refugee": ("Statut de réfugié", "Refugee"),
        "ComplementaryProtection": ("Protection subsidiaire", "Complementary protection"),
        "Stateless": ("Apatridie", "Stateless"),
        "StrandedMigrant": ("Sans pouvoir repartir ni rester", "Stranded migrant"),
        "ForcedMigrant": ("Migration forcée", "Forced migrant"),
        "Deportee": ("Après une expulsion", "Deportee"),
        "Returnee": ("De retour dans son pays", "Returnee"),
        "InternallyDisplaced": ("Déplacement dans son propre pays", "Internally displaced"),
        "UnaccompaniedOrSeparatedChild": ("Mineur non accompagné ou séparé", "Unaccompanied or separated child"),
    },
    source="HTCDS 2.0 guidance, IOM; EUCitizen and FrenchCitizen added",
    mark="S",
)

LANGUAGES = code_list(
    "languages",
    {
        "fr": ("français", "French"),
        "en": ("anglais", "English"),
        "pcm": ("pidgin nigérian", "Nigerian Pidgin"),
        "bin": ("edo (bini)", "Edo (Bini)"),
        "yo": ("yoruba", "Yoruba"),
        "ig": ("igbo", "Igbo"),
        "ha": ("haoussa", "Hausa"),
        "ish": ("esan", "Esan"),
        "es": ("espagnol", "Spanish"),
        "pt": ("portugais", "Portuguese"),
        "ro": ("roumain", "Romanian"),
        "bg": ("bulgare", "Bulgarian"),
        "hu": ("hongrois", "Hungarian"),
        "sq": ("albanais", "Albanian"),
        "sr": ("serbe", "Serbian"),
        "hr": ("croate", "Croatian"),
        "bs": ("bosnien", "Bosnian"),
        "mk": ("macédonien", "Macedonian"),
        "rmy": ("romani vlax", "Vlax Romani"),
        "ru": ("russe", "Russian"),
        "uk": ("ukrainien", "Ukrainian"),
        "pl": ("polonais", "Polish"),
        "cs": ("tchèque", "Czech"),
        "sk": ("slovaque", "Slovak"),
        "it": ("italien", "Italian"),
        "de": ("allemand", "German"),
        "nl": ("néerlandais", "Dutch"),
        "el": ("grec", "Greek"),
        "tr": ("turc", "Turkish"),
        "ar": ("arabe", "Arabic"),
        "ary": ("arabe marocain", "Moroccan Arabic"),
        "arq": ("arabe algérien", "Algerian Arabic"),
        "kab": ("kabyle", "Kabyle"),
        "fa": ("persan", "Persian"),
        "prs": ("dari", "Dari"),
        "ps": ("pachto", "Pashto"),
        "ku": ("kurde", "Kurdish"),
        "ur": ("ourdou", "Urdu"),
        "pa": ("pendjabi", "Punjabi"),
        "hi": ("hindi", "Hindi"),
        "bn": ("bengali", "Bengali"),
        "ta": ("tamoul", "Tamil"),
        "si": ("cinghalais", "Sinhala"),
        "ne": ("népalais", "Nepali"),
        "zh": ("chinois", "Chinese"),
        "cmn": ("mandarin", "Mandarin"),
        "vi": ("vietnamien", "Vietnamese"),
        "th": ("thaï", "Thai"),
        "lo": ("lao", "Lao"),
        "km": ("khmer", "Khmer"),
        "tl": ("tagalog", "Tagalog"),
        "id": ("indonésien", "Indonesian"),
        "mn": ("mongol", "Mongolian"),
        "ka": ("géorgien", "Georgian"),
        "hy": ("arménien", "Armenian"),
        "wo": ("wolof", "Wolof"),
        "bm": ("bambara", "Bambara"),
        "ff": ("peul", "Fula"),
        "snk": ("soninké", "Soninke"),
        "dyu": ("dioula", "Dyula"),
        "sus": ("soussou", "Susu"),
        "tw": ("twi", "Twi"),
        "ee": ("éwé", "Ewe"),
        "kri": ("krio", "Krio"),
        "ln": ("lingala", "Lingala"),
        "kg": ("kikongo", "Kongo"),
        "sw": ("swahili", "Swahili"),
        "rw": ("kinyarwanda", "Kinyarwanda"),
        "am": ("amharique", "Amharic"),
        "ti": ("tigrigna", "Tigrinya"),
        "om": ("oromo", "Oromo"),
        "so": ("somali", "Somali"),
        "mg": ("malgache", "Malagasy"),
        "ht": ("créole haïtien", "Haitian Creole"),
        "gcf": ("créole antillais", "Antillean Creole"),
        "gn": ("guarani", "Guarani"),
        "qu": ("quechua", "Quechua"),
        "fsl": ("langue des signes française", "French Sign Language"),
    },
    source="Languages offered in forms; codes of ISO 639, any other valid code is accepted",
    mark="P",
)

OFTEN_SPOKEN = (
    "fr", "en", "pcm", "bin", "yo", "es", "pt", "ro", "bg", "sq", "ru", "uk", "ar", "ary", "zh", "it",
)  # fmt: skip
"""Those that a house is asked about first, and the only ones that a fact may name: a rarer one would point to somebody."""


def language_name(code: str, lang: str = "fr") -> str:
    """The name of a language, or its code where it is none of those offered."""
    return LANGUAGES.label(code, lang) if code in LANGUAGES else code
