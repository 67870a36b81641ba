"""The browser's side of signing in: who is there and how far, the cookie, and the limit on guessing."""

from __future__ import annotations

from typing import cast

from flask import request

from app.foundation.crypto import Keyring
from app.foundation.errors import TooOften
from app.identity import known_device, passwords
from app.identity.account_queries import password_hash_of
from app.identity.services import signing_in, throttling
from app.identity.services.actor import acting
from app.identity.services.throttling import Bucket, Try
from app.identity.sessions import SignedInPerson, hash_of
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


def cookie_hash(visit: Visit) -> str:
    """Return the key of the session whose cookie the browser holds, open or not."""
    return hash_of(request.cookies.get(visit.parts["session_cookie"], ""))


def device() -> str:
    """Return what the browser calls itself."""
    return request.headers.get("User-Agent", "")


def counted(visit: Visit, *buckets: Bucket) -> Try:
    """Count a try on `buckets` and on the network before it is judged. Raises `TooOften` when a limit is reached."""
    network = throttling.network_bucket(keyring_of(visit), visit.network)
    tried = visit.write(lambda unit: throttling.count_try(unit, *buckets, network))
    if tried.seconds:
        raise TooOften(seconds=tried.seconds)
    return tried


def counted_network(visit: Visit) -> Try:
    """Count a try on the network alone: where no account is named, or where nobody may make its owner wait."""
    return counted(visit)


def counted_password(visit: Visit, person_id: str | None, typed: str) -> Try:
    """Count a password: where the account's owner signed in with this browser before, apart from what others try."""
    keyring, account = keyring_of(visit), person_id or typed
    mark = request.cookies.get(known_device.COOKIE, "")
    letters = known_device.letters_of(keyring, mark, person_id) if person_id else ""
    if letters:
        return counted(visit, throttling.device_bucket(keyring, letters))
    here = throttling.account_here_bucket(keyring, account, visit.network)
    return counted(visit, throttling.account_bucket(keyring, account), here)


def remember_device(visit: Visit, person_id: str, *, shared: bool) -> None:
    """Mark a browser of the person's own; a shared computer keeps no mark, not even an earlier one."""
    if not shared:
        mark = known_device.new_mark(keyring_of(visit), person_id)
        visit.cookies[known_device.COOKIE] = (mark, known_device.KEPT_SECONDS)
    elif known_device.COOKIE in request.cookies:
        visit.cookies[known_device.COOKIE] = ("", 0)


def gave_password_again(visit: Visit, password: str) -> bool:
    """Whether someone signed in gave their password where it is asked for again; counted like a sign-in (S8)."""
    me = myself(visit)
    tried = counted(visit, throttling.again_bucket(keyring_of(visit), me.id))
    right = passwords.is_right(password_hash_of(visit.read, me.id), password)
    if right:
        visit.write(lambda unit: throttling.forgive(unit, tried))
    else:
        visit.write(lambda unit: signing_in.note_wrong_again(unit, acting(me)))
    return right
