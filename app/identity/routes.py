"""The routes of identity."""

from __future__ import annotations

from app.identity.account_routes import pages as account_pages
from app.identity.again_routes import pages as again_pages
from app.identity.agency_routes import pages as agency_pages
from app.identity.cover_routes import pages as cover_pages
from app.identity.leaving_routes import pages as leaving_pages
from app.identity.let_in_routes import pages as let_in_pages
from app.identity.mail_address_routes import pages as mail_address_pages
from app.identity.mandate_routes import pages as mandate_pages
from app.identity.message_routes import pages as message_pages
from app.identity.own_copy_routes import pages as own_copy_pages
from app.identity.passkey_routes import pages as passkey_pages
from app.identity.people_routes import pages as people_pages
from app.identity.pin_routes import pages as pin_pages
from app.identity.role_routes import pages as role_pages
from app.identity.second_factor_routes import pages as second_factor_pages
from app.identity.sign_in_routes import pages as sign_in_pages
from app.identity.text_number_routes import pages as text_number_pages
from app.identity.user_routes import pages as user_pages
from app.identity.vetting_routes import pages as vetting_pages

BLUEPRINTS = (
    sign_in_pages,
    account_pages,
    mail_address_pages,
    own_copy_pages,
    second_factor_pages,
    passkey_pages,
    again_pages,
    pin_pages,
    let_in_pages,
    people_pages,
    message_pages,
    text_number_pages,
    leaving_pages,
    user_pages,
    role_pages,
    mandate_pages,
    vetting_pages,
    agency_pages,
    cover_pages,
)
