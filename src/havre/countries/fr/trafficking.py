"""Lists about what was done: exploitation, means, recruitment, those who did it, status."""

from types import MappingProxyType

from havre.countries.codes import code_list

_HTCDS = "HTCDS 2.0, IOM"

EXPLOITATION = code_list(
    "exploitation",
    {
        "SexualExploitation": ("Exploitation sexuelle", "Sexual exploitation"),
        "ForcedLabour": ("Travail forcé", "Forced labour"),
        "DomesticServitude": ("Servitude domestique", "Domestic servitude"),
        "Servitude": ("Réduction en servitude", "Servitude"),
        "ForcedCriminality": ("Contrainte à commettre des délits", "Forced criminality"),
        "ForcedBegging": ("Mendicité forcée", "Forced begging"),
        "ForcedMarriage": ("Mariage forcé", "Forced marriage"),
        "ChildLabour": ("Travail d’enfants", "Child labour"),
        "OrganRemoval": ("Prélèvement d’organes", "Organ removal"),
        "Surrogacy": ("Gestation pour autrui forcée", "Surrogacy"),
        "ForcedAdoption": ("Adoption forcée", "Forced adoption"),
        "IllegalAdoption": ("Adoption illégale", "Illegal adoption"),
        "ForcedMilitaryByNonStateActors": (
            "Enrôlement forcé dans un groupe armé",
            "Forced military service by non-state actors",
        ),
        "Other": ("Autre", "Other"),
    },
    source=_HTCDS + "; ForcedCriminality, DomesticServitude, IllegalAdoption added (Directive 2024/1712)",
    mark="S",
)

REPORTING_PURPOSES = code_list(
    "reporting_purposes",
    {
        "sexual": ("Exploitation sexuelle", "Sexual exploitation"),
        "labour": ("Exploitation par le travail, domestique compris", "Labour exploitation, domestic included"),
        "begging": ("Mendicité forcée", "Forced begging"),
        "crime": ("Contrainte à commettre des crimes ou délits", "Forced crime or offence"),
        "other": ("Autre", "Other"),
    },
    source="Miprof, contrelatraite.org 2024",
    mark="S",
)

_PURPOSE_OF = MappingProxyType(
    {
        "SexualExploitation": "sexual",
        "ForcedLabour": "labour",
        "Servitude": "labour",
        "DomesticServitude": "labour",
        "ForcedBegging": "begging",
        "ForcedCriminality": "crime",
    }
)


def reporting_purpose(exploitation: str) -> str:
    """The purpose under which the national mission counts a type of exploitation; all it does not name is ``other``."""
    return _PURPOSE_OF.get(exploitation, "other")


SEXUAL_EXPLOITATION = code_list(
    "sexual_exploitation",
    {
        "Prostitution": ("Prostitution", "Prostitution"),
        "Pornography": ("Pornographie", "Pornography"),
        "RemoteInteractiveServices": ("Services à distance (écran, téléphone)", "Remote interactive services"),
        "PrivateSexualServices": ("Services sexuels privés", "Private sexual services"),
    },
    source=_HTCDS,
    mark="S",
)

CONTROL = code_list(
    "control",
    {
        "PhysicalThreats": ("Menaces de violences", "Physical threats"),
        "ThreatsLawEnforcement": ("Menace de dénoncer à la police", "Threats of law enforcement"),
        "ThreatensChildrenFamily": ("Menaces contre les enfants ou la famille", "Threats to children or family"),
        "DebtBondage": ("Dette", "Debt bondage"),
        "FalsePromises": ("Fausses promesses", "False promises"),
        "PhysicalAbuse": ("Violences physiques", "Physical abuse"),
        "SexualAbuse": ("Violences sexuelles", "Sexual abuse"),
        "PsychologicalAbuse": ("Violences psychologiques", "Psychological abuse"),
        "TakesEarnings": ("Gains confisqués", "Takes earnings"),
        "RestrictsFinancialAccess": ("Accès à l’argent restreint", "Restricts financial access"),
        "RestrictsMedicalCare": ("Accès aux soins restreint", "Restricts medical care"),
        "RestrictsMovement": ("Déplacements restreints, enfermement", "Restricts movement"),
        "WithholdsNecessities": ("Privation de nourriture, d’eau, de sommeil", "Withholds necessities"),
        "WithholdsDocuments": ("Papiers confisqués", "Withholds documents"),
        "PsychoactiveSubstance": ("Alcool, drogues ou médicaments", "Psychoactive substances"),
        "ExcessiveWorkingHours": ("Horaires excessifs", "Excessive working hours"),
        "UsesChildren": ("Chantage aux enfants", "Uses children"),
        "SpiritualOath": ("Serment rituel (juju)", "Spiritual oath (juju)"),
        "Other": ("Autre", "Other"),
    },
    source=_HTCDS + "; RestrictsMovement and UsesChildren from its definitions; SpiritualOath added",
    mark="S",
)

RECRUITMENT = code_list(
    "recruitment",
    {
        "ThroughFamilyOrFamilyEvents": ("Par la famille", "Through family or family events"),
        "ThroughFriendsOrSocialEvents": ("Par des amis ou lors d’une rencontre", "Through friends or social events"),
        "ThroughOnlineSocialNetworks": ("Par un réseau social en ligne", "Through online social networks"),
        "ThroughAnOnlineAdvertisement": ("Par une annonce en ligne", "Through an online advertisement"),
        "ThroughATelevisionAdvert": ("Par une annonce à la télévision", "Through a television advert"),
        "ThroughANewspaperAdvert": ("Par une annonce dans un journal", "Through a newspaper advert"),
        "AtAPlaceOfBusiness": ("Dans un commerce", "At a place of business"),
        "AtAnEducationalInstitution": ("Dans une école", "At an educational institution"),
        "AtWork": ("Au travail", "At work"),
        "Other": ("Autre", "Other"),
    },
    source=_HTCDS,
    mark="S",
)

RELATIONSHIP_TO_TRAFFICKER = code_list(
    "relationship_to_trafficker",
    {
        "Familial": ("Quelqu’un de sa famille", "Family"),
        "Acquainted": ("Quelqu’un de sa connaissance", "Acquainted"),
        "Unaquainted": ("Une personne inconnue", "Not acquainted"),
    },
    source=_HTCDS + ", spelling of the standard",
    mark="S",
)

PERPETRATOR_ROLES = code_list(
    "perpetrator_roles",
    {
        "TravellingPartner": ("A voyagé avec elle", "Travelling partner"),
        "Transporter": ("A assuré le transport", "Transporter"),
        "RecruiterOrIntermediary": ("A recruté ou servi d’intermédiaire", "Recruiter or intermediary"),
        "BrokerTravelAgent": ("A organisé le voyage", "Broker or travel agent"),
        "TransferredIndividual": ("L’a transférée", "Transferred the individual"),
        "HarbouredIndividual": ("L’a hébergée", "Harboured the individual"),
        "SoldIndividual": ("L’a vendue", "Sold the individual"),
        "BoughtIndividual": ("L’a achetée", "Bought the individual"),
        "ReceivedIndividual": ("L’a reçue", "Received the individual"),
        "ControlledIndividual": ("L’a contrôlée", "Controlled the individual"),
        "Smuggler": ("Lui a fait passer une frontière", "Smuggler"),
        "Abuser": ("Violences", "Abuser"),
        "Kidnapper": ("Enlèvement", "Kidnapper"),
        "Exploiter": ("L’a exploitée", "Exploiter"),
        "Other": ("Autre", "Other"),
    },
    source=_HTCDS,
    mark="S",
)

TRAFFICKING_STATUS = code_list(
    "trafficking_status",
    {
        "PossibleVictimOfTrafficking": ("Victime présumée de traite", "Possible victim of trafficking"),
        "ActualVictimOfTrafficking": ("Victime de traite", "Victim of trafficking"),
        "NotAVictimOfTrafficking": ("Pas victime de traite", "Not a victim of trafficking"),
    },
    source=_HTCDS,
    mark="S",
)

DECISION_MAKERS = code_list(
    "decision_makers",
    {
        "Police": ("Police ou gendarmerie", "Police"),
        "NGO": ("Association", "NGO"),
        "CourtOrProsecution": ("Tribunal ou parquet", "Court or prosecution"),
        "NonPoliceGovernmentalOrganization": ("Autre administration", "Other public body"),
        "Other": ("Autre", "Other"),
    },
    source=_HTCDS,
    mark="S",
)

EVENTS = code_list(
    "events",
    {
        "Recruitment": ("Recrutement", "Recruitment"),
        "Transit": ("Transit", "Transit"),
        "Exploitation": ("Exploitation", "Exploitation"),
    },
    source=_HTCDS,
    mark="S",
)

MEANS_IN_LAW = code_list(
    "means_in_law",
    {
        "Coercion": (
            "Menace, contrainte, violence ou manœuvre dolosive",
            "Threat, constraint, violence or deceptive manoeuvre",
        ),
        "Authority": ("Ascendant ou autorité sur elle", "Ascendant or person in authority"),
        "AbuseOfVulnerability": (
            "Abus de vulnérabilité (âge, maladie, infirmité, déficience, grossesse)",
            "Abuse of vulnerability (age, illness, infirmity, deficiency, pregnancy)",
        ),
        "Advantage": ("Rémunération ou avantage", "Remuneration or advantage"),
    },
    source="Code pénal, art. 225-4-1; none is needed where the person is a minor",
    mark="S",
)
