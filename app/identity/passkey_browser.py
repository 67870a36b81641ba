"""The browser's side of passkeys: what a page asks it, and the check of what it sent."""

from __future__ import annotations

from flask import request

from app.foundation.words import N_
from app.identity import passkeys
from app.identity.browser import keyring_of
from app.identity.challenges import is_current, new_challenge
from app.identity.passkey_queries import known_key, own_passkeys
from app.identity.passkeys import KnownKey, Site
from app.identity.services.passkeys import NewPasskey, UsedKey
from app.identity.sessions import SignedInPerson
from app.web.visit import Visit

ADD, SIGN_IN, AGAIN = "add", "sign-in", "again"
NO_SITE = N_("Browsers make no passkeys at this address: it needs https and a name. Staff would be locked out.")
NOT_TAKEN = N_(
    "This passkey could not be used: it was removed, is for another site, or the page was open too long. Try again."
)


def site_here(visit: Visit) -> Site | None:
    """Return what passkeys are bound to: the instance's address, in a demonstration the one it was opened at."""
    return passkeys.site_of(request.host_url if visit.parts["demo"] else visit.parts["base_url"])


def why_passkeys_cannot_be_needed(visit: Visit, day: str) -> str:
    """Return why no day can be set from which staff need a passkey, or an empty text."""
    return NO_SITE if day and site_here(visit) is None else ""


def to_sign_in(visit: Visit) -> str:
    """Return what the browser is asked on the sign-in page; empty where no passkeys can be."""
    return _asked(visit, SIGN_IN, visit.form_token)


def to_prove_again(visit: Visit, person: SignedInPerson) -> str:
    """Return what the browser is asked where somebody proves again who they are; empty for who has no passkey."""
    allowed = tuple(one.credential_id for one in own_passkeys(visit.read, person.id))
    return _asked(visit, AGAIN, person.session_hash, allowed) if allowed else ""


def to_add(visit: Visit, person: SignedInPerson, sign_in_name: str) -> str:
    """Return what the browser is asked when a passkey is added; empty where no passkeys can be."""
    site, keyring = site_here(visit), keyring_of(visit)
    if site is None:
        return ""
    user = bytes.fromhex(keyring.lasting_hash(f"passkey.user {person.id}"))
    present = tuple(one.credential_id for one in own_passkeys(visit.read, person.id))
    challenge = new_challenge(keyring, ADD, person.session_hash, visit.now)
    return passkeys.making(site, challenge, user, sign_in_name, present)


def _asked(visit: Visit, purpose: str, bound_to: str, allowed: tuple[bytes, ...] = ()) -> str:
    site = site_here(visit)
    if site is None:
        return ""
    return passkeys.asking(site, new_challenge(keyring_of(visit), purpose, bound_to, visit.now), allowed)


def added(visit: Visit, person: SignedInPerson, name: str) -> NewPasskey | None:
    """Return the passkey that the browser sent, called `name`, or None when anything is wrong."""
    site, answer = site_here(visit), passkeys.read_answer(request.form.get("answer", ""))
    if site is None or answer is None:
        return None
    challenge = passkeys.challenge_in(answer)
    if not is_current(keyring_of(visit), challenge, ADD, person.session_hash, visit.now):
        return None
    key = passkeys.made_key(site, answer, challenge)
    return NewPasskey(key, name, challenge) if key else None


def used(visit: Visit, purpose: str, bound_to: str) -> tuple[UsedKey | None, KnownKey | None]:
    """Return the passkey that was used, where its answer holds; and the one it says it is of, for the log."""
    site, answer = site_here(visit), passkeys.read_answer(request.form.get("answer", ""))
    if site is None or answer is None:
        return None, None
    challenge, key = passkeys.challenge_in(answer), known_key(visit.read, passkeys.credential_id_in(answer))
    if key is None or not is_current(keyring_of(visit), challenge, purpose, bound_to, visit.now):
        return None, key
    count = passkeys.new_count(site, answer, challenge, key)
    return (None if count is None else UsedKey(key, count, challenge)), key
