from __future__ import annotations

from django.urls import URLPattern, path

from havre.directory.views import accounts, confirmations, network, own, partners, partnerships, places, rota, shelters

app_name = "directory"
_SHELTER = "shelters/<uuid:shelter_id>/"
_PLACE = f"{_SHELTER}places/<uuid:place_id>/"
_PARTNER = "partners/<uuid:partner_id>/"
_PARTNERSHIP = "partnerships/<uuid:partnership_id>/"
_ACCOUNT = "accounts/<uuid:user_id>/"

urlpatterns: list[URLPattern] = [
    path("", network.network, name="list"),
    path("shelters/add/", network.add_shelter, name="add_shelter"),
    path("partners/add/", network.add_partner, name="add_partner"),
    path(_SHELTER, shelters.shelter, name="shelter"),
    path(f"{_SHELTER}change/", shelters.change, name="change"),
    path(f"{_SHELTER}pause/", shelters.pause, name="pause"),
    path(f"{_SHELTER}resume/", shelters.resume, name="resume"),
    path(f"{_SHELTER}agreement/", shelters.agreement, name="agreement"),
    path(f"{_SHELTER}open/<slug:section>/", shelters.open_section, name="open"),
    path(f"{_SHELTER}sealed/<slug:section>/", shelters.rewrite, name="rewrite"),
    path(f"{_SHELTER}places/add/", places.add, name="add_place"),
    path(_PLACE, places.edit, name="place"),
    path(f"{_PLACE}status/", places.status, name="place_status"),
    path(f"{_PLACE}free/", places.free, name="free"),
    path(f"{_PLACE}confirm/", places.confirm, name="confirm"),
    path(_PARTNER, partners.partner, name="partner"),
    path(f"{_PARTNER}change/", partners.change, name="change_partner"),
    path(f"{_PARTNER}agreement/", partners.agreement, name="partner_agreement"),
    path(f"{_PARTNER}open/", partners.open_contacts, name="open_partner"),
    path(f"{_PARTNER}sealed/", partners.rewrite, name="rewrite_partner"),
    path(f"{_PARTNERSHIP}exchange/", partnerships.exchange, name="exchange"),
    path(f"{_PARTNERSHIP}step/<slug:verb>/", partnerships.step, name="step"),
    path("places/", places.places, name="places"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/to-confirm/", confirmations.confirmations, name="confirmations"),
    path("accounts/to-confirm/<uuid:membership_id>/yes/", confirmations.confirm, name="confirm_role"),
    path("accounts/to-confirm/<uuid:membership_id>/no/", confirmations.refuse, name="refuse_role"),
    path("accounts/open/", accounts.open_account, name="open_account"),
    path(_ACCOUNT, accounts.one_account, name="one_account"),
    path(f"{_ACCOUNT}roles/<uuid:membership_id>/withdraw/", accounts.withdraw, name="withdraw_role"),
    path(f"{_ACCOUNT}close/", accounts.close, name="close_account"),
    path(f"{_ACCOUNT}password/", accounts.new_password, name="new_password"),
    path(f"{_ACCOUNT}test/", accounts.test_message, name="test_message"),
    path("account/test/", own.test_own, name="test_own"),
    path("rota/", rota.rota, name="rota"),
    path("rota/<uuid:shift_id>/clear/", rota.clear, name="clear_duty"),
    path("account/", own.own_account, name="account"),
]
