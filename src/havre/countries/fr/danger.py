"""Lists about the danger: who threatens, whom, by what. Roles only, never names (P24)."""

from havre.countries.codes import code_list

THREATENING = code_list(
    "threatening",
    {
        "trafficker": ("Qui l’a exploitée", "The trafficker"),
        "network": ("Le réseau", "The network"),
        "family": ("Sa famille", "Her family"),
        "debt_holder": ("Qui réclame la dette", "The debt holder"),
        "spouse": ("Conjoint ou ancien conjoint", "Spouse or former spouse"),
        "client": ("Client", "Client"),
    },
    source="R25, threat actors",
    mark="P",
)

THREATENED = code_list(
    "threatened",
    {
        "person": ("elle-même", "herself"),
        "children": ("ses enfants", "her children"),
        "family_at_home": ("sa famille au pays", "her family at home"),
        "staff": ("les équipes", "the staff"),
        "shelter": ("le lieu d’accueil", "the shelter"),
    },
    source="R25, targets",
    mark="P",
)

THREATS = code_list(
    "threats",
    {
        "knows_new_place": ("sait où elle sera ou est à présent", "knows the new place"),
        "threats_since_leaving": ("menaces depuis son départ", "threats since leaving"),
        "contact_with_network": ("contact repris avec le milieu", "contact with the network"),
        "knows_phone": ("connaît son téléphone ou ses comptes", "knows phone, accounts or its location"),
        "knows_appearance": ("a sa photo, la reconnaîtrait", "knows appearance, photo or plate"),
        "family_threatened": ("proches menacés", "family threatened"),
        "debt_or_oath": ("dette ou serment", "debt or oath"),
        "testimony": ("témoignage fait ou à venir", "testimony given or due"),
        "author_free": ("auteur libre", "author free"),
        "author_wanted": ("auteur recherché", "author wanted"),
        "network_reach": ("réseau présent dans plusieurs régions", "network reaches several regions"),
        "self_harm": ("idées suicidaires, mise en danger", "suicide or self-harm"),
        "addiction": ("dépendance qui rapproche du milieu", "addiction"),
        "custody_claim": ("garde des enfants disputée", "child custody claim"),
        "author_detained": ("auteur détenu", "author detained"),
        "police_protection": ("protection policière", "police protection"),
    },
    source="R25, items",
    mark="P",
)

WITHOUT_EFFECT = frozenset({"author_detained", "police_protection"})
"""Written down, never counted: nothing may lower the level proposed (laws 1 and 6)."""

LEAKS = frozenset({"knows_new_place"})
"""A place that is known is very high until somebody clears it (DOMAIN, risk)."""

JUSTICE_FACTS = code_list(
    "justice_facts",
    {
        "testimony": ("Témoignage ou audience à venir", "Testimony or hearing due"),
        "release": ("Sortie de prison d’un auteur", "Release of an author"),
        "threat": ("Menace connue de l’enquête", "Threat known to the inquiry"),
    },
    source="Law 1: copied with her agreement, may raise protection only",
    mark="P",
)
