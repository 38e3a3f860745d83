"""The closed list of what may be done in Havre. Roles are lists of these; nothing else grants anything."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One right. Its key is what is stored and tested."""

    # Situations
    READ_SITUATIONS = "read_situations"
    """Lists and working profiles of situations."""
    COORDINATE = "coordinate"
    """Take up, assess, search, offer, plan a journey: the coordination's work."""
    DECIDE_ALONE_AT_NIGHT = "decide_alone_at_night"
    """While on duty: override the distance alone, reviewed the next working day."""
    APPROVE_OVERRIDE = "approve_override"
    """Be the second person of an override."""
    OPEN_IDENTITY = "open_identity"
    """Open names, contacts and narratives of one's own case or on duty."""
    OPEN_PLACE = "open_place"
    """Learn where someone is or will be."""
    ARRANGE_PLACE = "arrange_place"
    """Ask for a place, hold it, meet, travel, begin and end a stay: of one's own case or on duty."""
    REVIEW = "review"
    """Review overrides and refusals that went to the head of service."""
    NOTE_CALLS = "note_calls"
    """Note calls, ring back those left to anybody, say what is said when somebody asks about a person."""
    # Advice
    ASK_ADVICE = "ask_advice"
    """Ask the advice desk, read one's own answers, say whether they helped."""
    GIVE_ADVICE = "give_advice"
    """Read what professionals ask, answer, cite the law and keep its articles."""
    KEEP_LIBRARY = "keep_library"
    """Write pages of the library, read those of a colleague and publish them, withdraw, keep documents."""
    READ_PARTNER_PAGES = "read_partner_pages"
    """Read the pages of the library that are for the network's partners alone."""
    # What partners carry together
    TAKE_PART = "take_part"
    """Tell difficulties in the name of one's organisation, read topics and letters, note local work."""
    # Directory
    READ_DIRECTORY = "read_directory"
    KEEP_DIRECTORY = "keep_directory"
    OPEN_SHELTER_CONTACTS = "open_shelter_contacts"
    # Shelters
    ANSWER_OFFERS = "answer_offers"
    KEEP_PLACES = "keep_places"
    SEE_RESIDENTS = "see_residents"
    CONFIRM_ARRIVAL = "confirm_arrival"
    # Referrers, escorts
    REFER = "refer"
    ESCORT = "escort"
    # Numbers
    READ_NUMBERS = "read_numbers"
    """The numbers of every year, the running one too, from five people on."""
    READ_PUBLIC_NUMBERS = "read_public_numbers"
    """The numbers of years that are over, from eleven people on."""
    # Questionnaires
    KEEP_SURVEYS = "keep_surveys"
    """Write questionnaires, send them, type what came back on paper, read named answers."""
    READ_SURVEY_RESULTS = "read_survey_results"
    """How questionnaires were answered: numbers, and texts that nobody signed."""
    # Training
    KEEP_TRAINING = "keep_training"
    """Plan sessions and seminars, read who comes, note attendance, write programmes."""
    TRAIN = "train"
    """Give sessions: read their names and note attendance, on their days."""
    ATTEND_TRAINING = "attend_training"
    """Register oneself for sessions."""
    SETTLE_TRAVEL = "settle_travel"
    """Open travel claims of seminars, accept, return and pay them. They tell a town."""
    # The house itself
    KEEP_ACCOUNTS = "keep_accounts"
    KEEP_ROTA = "keep_rota"
    CONFIRM_ROLES = "confirm_roles"
    """Be the second person of a role that reads about persons."""
    READ_RECORD = "read_record"
