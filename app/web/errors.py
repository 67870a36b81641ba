"""Refusals and failures as pages that say what to do; the one place where they become answers."""

from __future__ import annotations

import structlog
from flask import Flask, jsonify, request
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.foundation.errors import AgainstTheRecords, BadInput, Busy, DiskFull, NotFound, NotMigrated, Refusal
from app.foundation.transaction import is_full, is_not_migrated, is_transient
from app.foundation.words import N_
from app.web.rendering import render
from app.web.visit import this_visit

_log = structlog.get_logger()
_PAGES = {403, 404, 429, 500, 503}


class TooLarge(Refusal):
    """More was sent than any form of the house takes; it was not read."""

    code = "too_large"
    message = N_("What was sent is too large and was not read. Send a smaller file, or its parts one after the other.")
    status = 413


def install_errors(app: Flask) -> None:
    """Answer every exception of `app` with a page."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(PoolTimeout, lambda _error: refused(Busy()))  # every connection is in use
    app.register_error_handler(Exception, _failed)


def refused(refusal: Refusal) -> Response:
    """Return the page (or JSON) of a refusal; nothing was changed."""
    if wants_json():
        answer: Response = jsonify(code=refusal.code)
        answer.status_code = refusal.status
    else:
        page = refusal.status if refusal.status in _PAGES else "refused"
        answer = render(
            f"errors/{page}.html",
            status=refusal.status,
            message=refusal.message,
            values=refusal.values,
            request_id=this_visit().request_id,
        )
    if refusal.status == 503:
        answer.headers["Retry-After"] = "5"
    if "seconds" in refusal.values:
        answer.headers["Retry-After"] = str(refusal.values["seconds"])
    return answer


def wants_json() -> bool:
    """Whether the caller is a program: it sent JSON or asks for JSON rather than HTML."""
    return (
        request.is_json or request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    )


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return Response(error.get_response().data, code, headers=error.get_headers())
    if code in {404, 405}:
        answer = refused(NotFound())
        answer.status_code = code
        return answer
    answer = refused(TooLarge() if code == TooLarge.status else BadInput())
    answer.status_code = code
    return answer


def _database(error: DBAPIError) -> Response:
    if isinstance(error, DataError):
        return refused(BadInput())
    if is_full(error):
        return refused(DiskFull())
    if is_not_migrated(error):
        _log.error("the database has another schema: run ./provost migrate", exc_info=error)
        return refused(NotMigrated())
    if isinstance(error, IntegrityError) and not is_transient(error):
        _log.error("a rule of the database refused", request=this_visit().request_id, exc_info=error)
        return refused(AgainstTheRecords())
    if is_transient(error):
        _log.warning("database unavailable", error=type(error).__name__)
        return refused(Busy())
    return _failed(error)


def _failed(error: Exception) -> Response:
    visit = this_visit()
    _log.error("request failed", request=visit.request_id, exc_info=error)
    if wants_json():
        return Response('{"code":"failed"}', 500, mimetype="application/json")
    return render("errors/500.html", status=500, request_id=visit.request_id)
