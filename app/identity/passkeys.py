"""Passkeys as the browser knows them (W3C Web Authentication): what it is asked, and the check of what it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException

MOST_BYTES = 20_000
"""Longer answers of a browser are not looked at; a true one has less than two thousand characters."""

_MILLISECONDS = 120_000
_ES256, _EDDSA, _RS256 = -7, -8, -257


@dataclass(frozen=True, slots=True)
class Site:
    """The address that passkeys are bound to: scheme, host and port, and the host alone."""

    origin: str
    host: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """A passkey just made: its id, its public half, its count of uses."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A passkey as it is stored."""

    id: str
    person_id: str
    public_key: bytes
    sign_count: int


def site_of(address: str) -> Site | None:
    """Return the site of a web address, or None where browsers make no passkeys: an address of numbers, or no https."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        secure = parts.scheme == "https" or host == "localhost"
        return Site(f"{parts.scheme}://{parts.netloc}", host) if secure and host else None
    return None


def making(site: Site, challenge: bytes, user: bytes, name: str, present: tuple[bytes, ...]) -> str:
    """Return what the browser is asked when a passkey is made, as JSON; keys in `present` are not made twice.

    The device must keep the key and check its owner (PIN, finger, face): one passkey is then both factors.
    """
    return json.dumps(
        {
            "challenge": bytes_to_base64url(challenge),
            "rp": {"id": site.host, "name": "Provost"},
            "user": {"id": bytes_to_base64url(user), "name": name, "displayName": name},
            "pubKeyCredParams": [{"type": "public-key", "alg": kind} for kind in (_ES256, _EDDSA, _RS256)],
            "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
            "excludeCredentials": [_named(one) for one in present],
            "attestation": "none",
            "timeout": _MILLISECONDS,
        }
    )


def asking(site: Site, challenge: bytes, allowed: tuple[bytes, ...] = ()) -> str:
    """Return what the browser is asked when a passkey is used, as JSON; without `allowed` the person chooses one."""
    return json.dumps(
        {
            "challenge": bytes_to_base64url(challenge),
            "rpId": site.host,
            "allowCredentials": [_named(one) for one in allowed],
            "userVerification": "required",
            "timeout": _MILLISECONDS,
        }
    )


def _named(credential_id: bytes) -> dict[str, str]:
    return {"type": "public-key", "id": bytes_to_base64url(credential_id)}


def read_answer(text: str) -> dict[str, Any] | None:
    """Return what a browser answered, or None for what is no such answer."""
    try:
        answer = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and isinstance(answer.get("response"), dict) else None


def challenge_in(answer: dict[str, Any]) -> bytes:
    """Return the challenge that the answer says it answers; empty where there is none."""
    try:
        said = json.loads(base64url_to_bytes(answer["response"]["clientDataJSON"]))["challenge"]
        return base64url_to_bytes(said)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return b""


def credential_id_in(answer: dict[str, Any]) -> bytes:
    """Return which passkey the answer says it is of."""
    try:
        return base64url_to_bytes(answer["rawId"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return b""


def made_key(site: Site, answer: dict[str, Any], challenge: bytes) -> NewKey | None:
    """Return the passkey that the answer brings, or None when anything of it is not as asked (section 7.1)."""
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count)


def new_count(site: Site, answer: dict[str, Any], challenge: bytes, key: KnownKey) -> int | None:
    """Return the passkey's new count of uses when its signature holds, else None (section 7.2)."""
    try:
        used = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return used.new_sign_count
