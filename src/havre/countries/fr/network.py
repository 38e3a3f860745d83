"""Lists about the network: organisations, services, agreements, reasons, ways out."""

from types import MappingProxyType

from havre.countries.codes import code_list
from havre.countries.fr.people import LANGUAGES, OFTEN_SPOKEN

_HTCDS = "HTCDS 2.0, IOM"

ORGANISATIONS = code_list(
    "organisations",
    {
        "NGO": ("Association", "NGO"),
        "Shelter": ("Lieu d’accueil", "Shelter"),
        "SIAO": ("SIAO, 115", "SIAO (entry to shelters)"),
        "LawEnforcement": ("Police ou gendarmerie", "Law enforcement"),
        "Prosecution": ("Parquet ou tribunal", "Prosecution or court"),
        "HealthServiceOrganisation": ("Santé", "Health service"),
        "LegalService": ("Avocat ou aide juridique", "Legal service"),
        "LabourInspection": ("Inspection du travail", "Labour inspection"),
        "Prison": ("Prison", "Prison"),
        "AsylumBody": ("Asile (OFPRA, CNDA)", "Asylum body"),
        "ImmigrationService": ("Immigration (OFII, préfecture)", "Immigration service"),
        "CentralGovernmentOrganisation": ("État", "Central government"),
        "LocalGovernmentOrganisation": ("Commune, département ou région", "Local government"),
        "InternationalOrganisation": ("Organisation internationale", "International organisation"),
        "SchoolOrCollege": ("École ou université", "School or college"),
        "CorporateBusiness": ("Entreprise", "Business"),
    },
    source=_HTCDS + "; Shelter, SIAO, Prosecution, LabourInspection, Prison, AsylumBody,"
    " InternationalOrganisation added",
    mark="P",
)

REFERRERS = code_list(
    "referrers",
    {
        "association": ("Associations", "Associations"),
        "police_justice": ("Police, justice, prison", "Police, courts, prison"),
        "health": ("Santé", "Health"),
        "social": ("Communes, départements, hébergement, école", "Local authorities, housing, schools"),
        "state": ("Asile, immigration, inspection du travail", "Asylum, immigration, labour inspection"),
        "other": ("Autres services", "Other services"),
        "unknown": ("Par téléphone, service sans compte", "By telephone, service without an account"),
    },
    source="Groups of the kinds of organisation, wide enough that none names a service",
    mark="P",
)

_REFERRER_OF = MappingProxyType(
    {
        "NGO": "association",
        "LegalService": "association",
        "LawEnforcement": "police_justice",
        "Prosecution": "police_justice",
        "Prison": "police_justice",
        "HealthServiceOrganisation": "health",
        "LocalGovernmentOrganisation": "social",
        "SchoolOrCollege": "social",
        "Shelter": "social",
        "SIAO": "social",
        "AsylumBody": "state",
        "ImmigrationService": "state",
        "LabourInspection": "state",
        "CentralGovernmentOrganisation": "state",
    }
)


def referrer_group(organisation_kind: str) -> str:
    """The group under which a kind of organisation is counted when it refers; all that is not named is ``other``."""
    return _REFERRER_OF.get(organisation_kind, "other")


OBSTACLES = code_list(
    "obstacles",
    {
        "free": ("Aucune place libre à temps", "No place free in time"),
        "distance": ("Rien d’assez loin", "Nothing far enough"),
        "household": ("Place trop petite, foyer non accueilli", "Place too small, household not accepted"),
        "care": ("Accès ou présence de nuit", "Access or night staff"),
        "none": ("Des places convenaient, sans accord", "Places fitted, without agreement"),
        "several": ("Plusieurs obstacles à la fois", "Several obstacles at once"),
    },
    source="Groups of the hard rules of the search",
    mark="P",
)

NEEDS = code_list(
    "needs",
    {
        "accessible": ("Une place accessible en fauteuil", "A place accessible by wheelchair"),
        "night_staff": ("Quelqu’un la nuit", "Somebody at night"),
        "children": ("Un lieu qui accueille des enfants", "A house that takes in children"),
        "pregnant": ("Un lieu qui accueille une grossesse", "A house that takes in a pregnancy"),
        "animals": ("Un lieu qui accueille un animal", "A house that takes in an animal"),
        "men": ("Un lieu qui accueille des hommes", "A house that takes in men"),
        "large": ("Une place pour quatre ou plus", "A place for four or more"),
    }
    | {f"speaks_{code}": (LANGUAGES.label(code, "fr"), LANGUAGES.label(code, "en")) for code in OFTEN_SPOKEN[1:]}
    | {"speaks_other": ("une autre langue", "another language")},
    source="What a household needs of a place, wide enough that none names anybody",
    mark="P",
)

SERVICES = code_list(
    "services",
    {
        "psychology": ("soutien psychologique", "psychological support"),
        "legal": ("aide juridique", "legal aid"),
        "health": ("santé", "health care"),
        "addiction": ("addictologie", "addiction care"),
        "training": ("formation et emploi", "training and work"),
        "french_lessons": ("cours de français", "French lessons"),
        "childcare": ("garde d’enfants", "childcare"),
        "interpreters": ("interprètes", "interpreters"),
    },
    source="Services a shelter may offer",
    mark="P",
)

EXCHANGES = code_list(
    "exchanges",
    {
        "support_call": ("appel de soutien", "support call"),
        "visit": ("visite", "visit"),
        "seminar": ("séminaire ou formation", "seminar or training"),
        "other": ("autre échange", "other exchange"),
    },
    source="Ways in which the coordination keeps in touch with its partners",
    mark="P",
)

EXCHANGE_TOPICS = code_list(
    "exchange_topics",
    {
        "rights": ("séjour et droits", "residence and rights"),
        "justice": ("plainte et procès", "complaint and trial"),
        "trauma": ("psychotraumatisme", "trauma"),
        "health": ("santé, addictions", "health, addiction"),
        "safety": ("sécurité, anonymat", "safety, anonymity"),
        "recognise": ("reconnaître la traite", "recognising trafficking"),
        "children": ("enfants et parentalité", "children and parenting"),
        "languages": ("interprètes", "interpreters"),
        "work": ("formation, emploi", "training, work"),
        "housing": ("sortie vers le logement", "moving on to housing"),
        "team": ("soutien à l’équipe", "support for the team"),
        "money": ("financement", "funding"),
    },
    source="What partners ask the resource centre about",
    mark="P",
)

SUPPORT = code_list(
    "support",
    {
        "SafeHousing": ("Logement sûr", "Safe housing"),
        "Health": ("Santé", "Health"),
        "Psychological": ("Soutien psychologique", "Psychological support"),
        "Legal": ("Droits", "Legal"),
        "ResidenceStatus": ("Séjour", "Residence status"),
        "JusticeProcedure": ("Justice", "Justice procedure"),
        "Financial": ("Ressources", "Financial"),
        "SocialCare": ("Accompagnement social", "Social care"),
        "FamilyChildren": ("Famille et enfants", "Family and children"),
        "Language": ("Langue", "Language"),
        "Education": ("École et études", "Education"),
        "Livelihood": ("Emploi", "Livelihood"),
        "RightsBasedTraining": ("Connaître ses droits", "Rights-based training"),
        "SocialLife": ("Vie sociale", "Social life"),
        "DigitalSafety": ("Sécurité numérique", "Digital safety"),
        "SexualExploitationRehabilitation": (
            "Se reconstruire après l’exploitation sexuelle",
            "Rebuilding after sexual exploitation",
        ),
        "LabourExploitationRehabilitation": (
            "Se reconstruire après l’exploitation par le travail",
            "Rebuilding after labour exploitation",
        ),
        "ReturnReintegration": ("Retour préparé", "Return and reintegration"),
    },
    source=_HTCDS + "; SafeHousing, Psychological, ResidenceStatus, JusticeProcedure, FamilyChildren, Language,"
    " SocialLife, DigitalSafety, ReturnReintegration added",
    mark="P",
)

AGREEMENTS = code_list(
    "agreements",
    {
        "refer": ("Être orientée vers la coordination", "To be referred to the coordination"),
        "join": (
            "Rejoindre le réseau : distance, règles, rupture avec le milieu",
            "To join the network: distance, rules, break with the milieu",
        ),
        "place": ("Aller dans ce lieu d’accueil", "To go to this shelter"),
        "share": ("Transmettre à un partenaire", "To share with a partner"),
        "danger_from_justice": (
            "Reprendre un fait de danger connu de la justice",
            "To copy in a fact of danger known from justice",
        ),
    },
    source="Law 5 of the house; one agreement per sharing: who, what, why, until when",
    mark="P",
)

NOT_ADMITTED = code_list(
    "not_admitted",
    {
        "minor": ("Mineure ou mineur", "Minor"),
        "not_trafficking": ("Pas de traite", "Not trafficking"),
        "danger_not_local": ("Le danger n’est pas local", "Danger is not local"),
        "declined": ("La personne ne le souhaite pas", "The person declines"),
        "no_place_in_time": ("Aucune place adaptée à temps", "No suitable place in time"),
        "care_beyond_shelter": ("Soins au-delà d’un lieu d’accueil", "Care beyond what a shelter can give"),
        "exclusion_zone": ("Zones à éviter incompatibles", "Conflict with the zones to avoid"),
        "duplicate": ("Situation déjà connue", "Duplicate"),
        "lost_contact": ("Contact perdu", "Lost contact"),
        "handled_elsewhere": ("Suivie ailleurs", "Handled elsewhere"),
    },
    source="None is published",
    mark="P",
)

SHELTER_REFUSALS = code_list(
    "shelter_refusals",
    {
        "no_place": ("Plus de place", "No place left"),
        "place_too_small": ("Place trop petite", "Place too small"),
        "not_ready": ("Place pas prête à temps", "Place not ready in time"),
        "household_not_accepted": ("Ce foyer n’est pas accueilli ici", "This household is not accepted here"),
        "care_beyond_shelter": ("Soins au-delà de nos moyens", "Care beyond our means"),
        "team_overloaded": ("Équipe trop chargée", "Team overloaded"),
        "local_danger": ("Danger près d’ici", "Danger near here"),
        "group_balance": ("Équilibre du groupe accueilli", "Balance of the group housed"),
        "other": ("Autre raison", "Other reason"),
    },
    source="None is published; nationality, papers, complaint and missing money are no reasons (R35)",
    mark="P",
)

REFUSALS_TO_HEAD = code_list(
    "refusals_to_head",
    {
        "nationality": ("La nationalité", "Nationality"),
        "papers": ("Les papiers", "Papers"),
        "complaint": ("Pas de plainte, ou une plainte", "No complaint, or a complaint"),
        "money": ("Pas de ressources", "No money"),
    },
    source="R35: a shelter does not refuse for these; such a refusal goes to the head of service",
    mark="S",
)

EXITS = code_list(
    "exits",
    {
        "social_housing": ("Hébergement ou logement social", "Ordinary shelter or social housing"),
        "private_housing": ("Logement privé", "Private housing"),
        "family_or_friends": ("Famille ou amis, jugés sûrs", "Family or friends, assessed safe"),
        "asylum_accommodation": ("Hébergement pour demandeurs d’asile", "Asylum accommodation"),
        "specialised_shelter": ("Lieu d’accueil spécialisé", "Specialised shelter"),
        "assisted_return": ("Retour accompagné", "Assisted return"),
        "other_country": ("Autre pays", "Other country"),
        "left_without_notice": ("Départ sans prévenir", "Left without notice"),
        "returned_to_exploitation": ("Retour supposé dans l’exploitation", "Returned to exploitation (suspected)"),
        "excluded": ("Exclusion", "Excluded"),
        "prison": ("Prison", "Prison"),
        "hospital": ("Hôpital", "Hospital"),
        "deceased": ("Décès", "Deceased"),
        "child_protection": ("Minorité établie : protection de l’enfance", "Found to be a minor: child protection"),
    },
    source="Exit categories",
    mark="P",
)
