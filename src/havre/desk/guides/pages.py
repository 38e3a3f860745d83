"""Which section of which guide helps on which page: what ``?`` opens there."""

from __future__ import annotations

_BY_SECTION: dict[str, tuple[str, ...]] = {
    "coordinator#today": (
        "desk:today", "desk:find", "desk:recent", "desk:since", "journey:list", "journey:detail", "people:find", "people:profile",
        "people:apart", "people:take_over", "people:hand_over",
    ),
    "coordinator#call": ("intake:new", "intake:note", "intake:list", "intake:call", "referrals:call"),
    "coordinator#asked": ("intake:asked", "intake:enquiry"),
    "coordinator#advice": (
        "resources:list", "resources:new", "resources:note", "resources:detail", "resources:send_link", "resources:articles",
        "resources:article", "resources:review", "library:desk", "library:write", "library:one", "library:from_answer",
    ),
    "coordinator#referral": ("referrals:read", "referrals:answer", "referrals:hand_over", "referrals:opinions"),
    "coordinator#assessment": (
        "assessments:detail", "assessments:trafficking", "assessments:opinion", "assessments:danger",
        "assessments:fact", "assessments:risk", "assessments:decide", "assessments:reopen", "assessments:planted",
    ),
    "coordinator#agreements": ("people:agreements",),
    "coordinator#search": (
        "desk:waiting", "placements:search", "placements:search_compare", "placements:joint", "placements:overrides",
        "placements:override", "placements:override_ask",
    ),
    "coordinator#offers": (
        "placements:round", "placements:offers", "placements:offer", "placements:interview",
    ),
    "coordinator#travel": ("placements:transfer", "placements:travel_board"),
    "coordinator#stay": ("placements:stay", "journey:close"),
    "coordinator#alarm": (
        "placements:alarm", "desk:watch", "desk:watch_sheet", "desk:handover", "desk:absence", "directory:rota",
    ),
    "network#network": (
        "directory:list", "directory:exchange", "desk:lacks", "directory:shelter", "directory:partner", "directory:add_shelter", "directory:add_partner",
        "directory:agreement", "directory:partner_agreement", "directory:change_partner", "directory:rewrite",
        "directory:rewrite_partner",
    ),
    "network#life": (
        "network:topics", "network:told", "network:write", "network:new", "network:asked", "network:letters",
        "network:letter_new", "network:write_letter", "network:letter", "network:announcements", "network:day_new", "network:day",
    ),
    "everyone#life": (
        "network:mine", "network:topic", "network:read_letter", "network:tell_new", "network:tell", "network:work", "network:work_new",
        "network:note_work", "network:calendar", "network:make_key",
    ),
    "shelter#offer": ("placements:shelter_home", "placements:shelter_offer"),
    "shelter#tomorrow": ("placements:first_days_awaited",),
    "shelter#arrival": ("placements:arrival",),
    "shelter#stay": ("placements:residents", "placements:resident", "placements:first_days_stay"),
    "shelter#places": (
        "directory:places", "directory:place", "directory:place_status", "directory:add_place", "directory:free",
        "directory:change", "directory:pause",
    ),
    "referrer#report": ("referrals:new", "referrals:step", "referrals:check", "referrals:route"),
    "referrer#follow": (
        "referrals:mine", "referrals:follow", "referrals:receipt", "referrals:tonight", "referrals:end",
        "referrals:feedback",
    ),
    "referrer#interview": ("placements:referrer_interview",),
    "referrer#write": ("referrals:guide", "referrals:never_write"),
    "everyone#advice": (
        "resources:mine", "resources:ask_new", "resources:ask", "resources:own", "library:home", "library:page",
        "library:edition", "library:printed", "library:document", "library:new", "library:theme", "library:copy",
        "library:searches", "library:new_search", "library:search",
    ),
    "everyone#account": ("directory:account", "account_logout"),
    "everyone#sealed": ("people:sealed", "people:readers"),
    "everyone#kept": ("desk:drafts", "desk:kept"),
    "everyone#downloads": ("desk:downloads", "desk:download_ask"),
    "everyone#papers": ("people:papers", "people:paper"),
    "everyone#escort": ("placements:escort_home", "placements:transfer_postpone"),
    "everyone#accounts": (
        "directory:accounts", "directory:one_account", "directory:open_account", "directory:confirmations",
    ),
    "everyone#record": ("record:list",),
    "network#surveys": (
        "surveys:list", "surveys:start", "surveys:detail", "surveys:cover", "surveys:add_section", "surveys:section",
        "surveys:add_question", "surveys:question", "surveys:preview", "surveys:paper", "surveys:plan",
        "surveys:sending", "surveys:type_paper", "surveys:type_named", "surveys:results", "surveys:compare",
    ),
    "network#training": (
        "training:list", "training:new", "training:plan", "training:detail", "training:change", "training:register",
        "training:import", "training:attendance", "training:sheet", "training:type_sheet", "training:programmes",
        "training:new_programme", "training:programme", "training:trainers", "training:report", "training:report_paper", "training:reach",
        "training:questionnaires", "training:results", "training:objectives", "training:materials",
    ),
    "network#seminars": (
        "training:seminar_programme", "training:slot", "training:notes", "training:seminar_call", "training:minutes",
        "training:follow_up", "training:decision", "training:decide", "training:travel", "training:for_travel",
    ),
    "everyone#training": (
        "training:mine", "training:join", "training:own", "training:own_objectives", "training:today", "training:seat", "training:call", "training:propose",
        "training:propose_new", "training:support", "training:own_travel", "training:own_notes",
    ),
    "everyone#surveys": ("surveys:mine", "surveys:answer", "surveys:answer_link", "surveys:thanks", "surveys:take_link", "surveys:reminded"),
    "everyone#numbers": ("evaluation:latest", "evaluation:year"),
}  # fmt: skip
_SECTIONS = {name: section for section, names in _BY_SECTION.items() for name in names}


def section_of(view_name: str) -> tuple[str, str]:
    """(guide, section) for a page; two empty words where the table of contents is what helps."""
    guide, _mark, section = _SECTIONS.get(view_name, "").partition("#")
    return guide, section
