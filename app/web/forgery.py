"""Forged requests are refused: the form's token and the browser's own word on where the request comes from."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import request

from app.foundation.errors import Refusal
from app.foundation.words import N_
from app.web.visit import Visit

FORM_COOKIE = "provost-form"


class FormExpired(Refusal):
    """The form's token is missing or belongs to another session."""

    code = "form_expired"
    message = N_(
        "This form is no longer current, perhaps because you signed in again. Go back, reload the page, retry."
    )
    status = 400


def check_origin_and_token(visit: Visit) -> None:
    """Raise `FormExpired` unless the request comes from our own page and carries its token."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise FormExpired
    origin = request.headers.get("Origin")
    if origin and origin != "null" and _host_of(origin) != request.host:
        raise FormExpired
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), visit.form_token.encode()):
        raise FormExpired


def _host_of(origin: str) -> str:
    """Return the host of an address; empty for what is none, which is never ours."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
