"""Headers on every answer (security.md S7): no inline script, no third party, nothing cached unless a page says so."""

from __future__ import annotations

from werkzeug.wrappers import Response

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
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def protect(response: Response, *, https: bool) -> Response:
    """Add the headers; an answer that says nothing of caching is `no-store`, of its own policy the policy of pages."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.extend(HEADERS)
    if https:
        headers.add(*STRICT_TRANSPORT)
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response
