"""The browser's side of signing in: who is there and how far, the cookie, and the limit on guessing."""

from __future__ import annotations

from typing import cast

from flask import request

from app.foundation.crypto import Keyring
from app.foundation.errors import TooOften
from app.identity import passwords
from app.identity.account_queries import password_hash_of
from app.identity.services import signing_in, throttling
from app.identity.services.actor import acting
from app.identity.services.throttling import Bucket, Try
from app.identity.sessions import SignedInPerson
from app.web.visit import Visit


def visitor(visit: Visit) -> SignedInPerson | None:
    """Return who is there, perhaps before the second factor: look at `stage`."""
    return cast("SignedInPerson | None", visit.person)


def myself(visit: Visit) -> SignedInPerson:
    """Return the signed-in person of a view under `@requires`."""
    return cast(SignedInPerson, visit.person)


def keyring_of(visit: Visit) -> Keyring:
    """Return the keys of this instance."""
    return cast(Keyring, visit.parts["keyring"])


def give_cookie(visit: Visit, token: str) -> None:
    """Set the session cookie; it ends with the browser."""
    visit.cookies[visit.parts["session_cookie"]] = (token, None)


def take_cookie(visit: Visit) -> None:
    """Erase the session cookie and forget who was there for the rest of this answer."""
    visit.cookies[visit.parts["session_cookie"]] = ("", 0)
    visit.person = None


def device() -> str:
    """Return what the browser calls itself."""
    return request.headers.get("User-Agent", "")


def counted(visit: Visit, bucket: Bucket) -> Try:
    """Count a try on `bucket` and on the network before it is judged. Raises `TooOften` when a limit is reached."""
    network = throttling.network_bucket(keyring_of(visit), visit.network)
    tried = visit.write(lambda unit: throttling.count_try(unit, bucket, network))
    if tried.seconds:
        raise TooOften(seconds=tried.seconds)
    return tried


def counted_network(visit: Visit) -> Try:
    """Count a try on the network alone: where no account is named, or where nobody may make its owner wait."""
    network = throttling.network_bucket(keyring_of(visit), visit.network)
    tried = visit.write(lambda unit: throttling.count_try(unit, network))
    if tried.seconds:
        raise TooOften(seconds=tried.seconds)
    return tried


def gave_password_again(visit: Visit, password: str) -> bool:
    """Whether someone signed in gave their password where it is asked for again; counted like a sign-in (S8)."""
    me = myself(visit)
    tried = counted(visit, throttling.account_bucket(keyring_of(visit), me.id))
    right = passwords.is_right(password_hash_of(visit.read, me.id), password)
    if right:
        visit.write(lambda unit: throttling.forgive(unit, tried))
    else:
        visit.write(lambda unit: signing_in.note_wrong_again(unit, acting(me)))
    return right
