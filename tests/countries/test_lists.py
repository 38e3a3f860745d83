"""The lists of France: complete in two languages, and of valid codes."""

import pytest

from havre.countries import world
from havre.countries.codes import CodeList
from havre.countries.fr import network, people, policy, safety, trafficking

LISTS = [
    value
    for module in (people, trafficking, network, policy)
    for value in vars(module).values()
    if isinstance(value, CodeList)
]


@pytest.mark.parametrize("codes", LISTS, ids=lambda codes: codes.name)
def test_every_code_has_two_labels_and_its_list_a_source(codes):
    assert len(codes) > 0
    assert codes.source
    assert codes.mark in "SKVP"
    for lang in ("fr", "en"):
        labels = [label for _, label in codes.choices(lang)]
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_languages_offered_are_valid_codes():
    assert set(people.LANGUAGES) <= world.language_codes()
    assert "pcm" in people.LANGUAGES
    assert people.language_name("pcm", "en") == "Nigerian Pidgin"
    assert people.language_name("zza") == "zza"


@pytest.mark.parametrize("code", ["fr", "en", "pcm", "bin", "cmn", "ary", "fsl"])
def test_a_language_is_named_by_its_two_letters_or_by_three_where_it_has_none(code):
    assert code in world.language_codes()


@pytest.mark.parametrize("code", ["eng", "fra", "zho", "und", "mul", "mis", "zxx", "qaa", "xx", "", "FR", "bat"])
def test_doubles_groups_and_special_codes_are_no_languages(code):
    assert code not in world.language_codes()


def test_countries_have_names_and_languages():
    nigeria = world.countries()["NG"]

    assert (nigeria.label("fr"), nigeria.label("en"), nigeria.in_eu) == ("Nigéria", "Nigeria", False)
    assert "en" in nigeria.languages
    assert sum(country.in_eu for country in world.countries().values()) == 27
    assert next(name for code, name in world.country_choices("fr")).startswith("Afgh")


def test_levels_are_proposed_from_severity_and_likelihood():
    proposed = {policy.risk_level(s, p) for s in range(1, 5) for p in range(1, 5)}

    assert proposed == set(policy.RISK)
    assert policy.risk_level(3, 1) == "low"
    assert policy.risk_level(2, 3) == "medium"
    assert policy.risk_level(3, 3) == "high"
    assert policy.risk_level(3, 4) == "very_high"


def test_distances_never_fall_as_risk_grows():
    km = [policy.MIN_KM[level].value for level in policy.RISK]

    assert km == sorted(km) == [50, 100, 200, 300]


def test_the_national_mission_counts_every_type_somewhere():
    purposes = {trafficking.reporting_purpose(code) for code in trafficking.EXPLOITATION}

    assert purposes == set(trafficking.REPORTING_PURPOSES)
    assert trafficking.reporting_purpose("DomesticServitude") == "labour"


def test_emergency_numbers_and_the_way_of_a_child_are_said_in_both_languages():
    assert [number.number for number in safety.EMERGENCY_NUMBERS] == ["17", "112", "114", "115", "119"]
    for lang in ("fr", "en"):
        assert all(number.label(lang) for number in safety.EMERGENCY_NUMBERS)
        assert any("119" in step.text(lang) for step in safety.CHILD_PROTECTION_ROUTE)
