"""What anyone may fetch to check a badge without asking about it: status lists, and the issuer's keys as a DID."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from app.accreditation.domain.open_badge import issuer_id
from app.accreditation.domain.status_list import Purpose
from app.accreditation.issuer import Issuer
from app.accreditation.offline_verifier import offline_verifier
from app.accreditation.proof_queries import PublishedList, newest_list, newest_lists
from app.accreditation.published_keys import did_document, published_keys
from app.foundation.errors import NotFound
from app.web.access import public
from app.web.visit import Visit

proof_pages = Blueprint("proof", __name__)
_SHORT = "public, max-age=300"
_LAST_LIST = 9_999  # far more than a thousand million credentials need


@proof_pages.get("/.well-known/provost/keys.json")
@public
def keys(visit: Visit) -> Response:
    """The public keys, with the time in which each may sign."""
    return _cached(jsonify(published_keys(visit.parts["keys"], demo=visit.parts["issuer"].demo)))


@proof_pages.get("/.well-known/did.json")
@public
def issuer_document(visit: Visit) -> Response:
    """The issuer as badge software finds it (W3C did:web)."""
    issuer = visit.parts["issuer"]
    return _cached(jsonify(did_document(visit.parts["keys"], issuer_id(issuer.base_url), demo=issuer.demo)))


@proof_pages.get("/verify/offline")
@public
def offline_file(visit: Visit) -> Response:
    """The verifier for a USB stick, with the keys and the status lists of today in it."""
    answer = Response(offline_text(visit), mimetype="text/html")
    answer.headers["Content-Disposition"] = 'attachment; filename="verify-offline.html"'
    return _cached(answer)


def offline_text(visit: Visit) -> str:
    """Return the verifier as it would be handed out now."""
    issuer: Issuer = visit.parts["issuer"]
    published = published_keys(visit.parts["keys"], demo=issuer.demo)
    lists = newest_lists(visit.read)
    return offline_verifier(published, lists, issuer=issuer.name, demo=issuer.demo, now=visit.now)


@proof_pages.get("/status/<int:status_list>/<purpose>")
@public
def published_list(visit: Visit, status_list: int, purpose: str) -> Response:
    """A status list as it was signed last; whoever has it already is told so and gets nothing."""
    found = _newest(visit, status_list, purpose)
    if found is None:
        raise NotFound
    answer = Response(found.content, mimetype="application/vc+ld+json")
    answer.last_modified = found.made_at
    answer.set_etag(found.sha256)
    return _cached(answer.make_conditional(request.environ))


def _newest(visit: Visit, status_list: int, purpose: str) -> PublishedList | None:
    if purpose not in set(Purpose) or status_list > _LAST_LIST:
        return None
    return newest_list(visit.read, status_list, Purpose(purpose))


def _cached(answer: Response) -> Response:
    answer.headers["Cache-Control"] = _SHORT
    return answer
