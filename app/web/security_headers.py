"""Headers on every answer (security.md S7): no inline script, no third party, nothing cached unless a page says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"),
    ("X-Frame-Options", "DENY"),
)
DEFAULTS = (("Content-Security-Policy", POLICY), ("Cache-Control", "no-store"))
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
Fields = list[tuple[str, str]]


class Answer(Response):
    """An answer that is protected as it goes out: what is the same on each need not pass through its own headers."""

    def get_wsgi_response(self, environ: dict[str, Any]) -> tuple[Iterable[bytes], str, Fields]:
        """Return body, status and headers for the server."""
        body, status, fields = super().get_wsgi_response(environ)
        return body, status, protected(fields)


class HttpsAnswer(Answer):
    """The same where the address is https."""

    def get_wsgi_response(self, environ: dict[str, Any]) -> tuple[Iterable[bytes], str, Fields]:
        """Return body, status and headers for the server."""
        body, status, fields = super().get_wsgi_response(environ)
        return body, status, [*fields, STRICT_TRANSPORT]


def protected(fields: Fields) -> Fields:
    """Add the headers; an answer that says nothing of caching is `no-store`, of its own policy the policy of pages."""
    own = {name.lower() for name, _ in fields}
    missing = [(name, value) for name, value in DEFAULTS if name.lower() not in own]
    return [*fields, *HEADERS, *missing]
