"""The way of a request: make the visit, refuse what is forged or unreadable, answer, protect, log, give back."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask, g, request
from werkzeug.wrappers import Response

from app.foundation.crypto import Keyring
from app.foundation.errors import BadInput
from app.foundation.transaction import Database
from app.web.access_log import AccessLog
from app.web.forgery import FORM_COOKIE, check_origin_and_token
from app.web.locales import chosen
from app.web.security_headers import protect
from app.web.visit import SignedIn, Visit

LANGUAGE_COOKIE = "provost-language"
LoadPerson = Callable[[sa.Connection, str, Any], SignedIn | None]


@dataclass(frozen=True, slots=True)
class House:
    """What the request cycle needs, made by the factory."""

    database: Database
    parts: Mapping[str, Any]
    keyring: Keyring
    load_person: LoadPerson
    locales: tuple[str, ...]
    https: bool
    log: AccessLog

    @property
    def session_cookie(self) -> str:
        """The session cookie's name; `__Host-` binds it to this host where the address is https."""
        return "__Host-provost" if self.https else "provost"


def install_cycle(app: Flask, house: House) -> None:
    """Put the cycle around every request of `app`."""

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        visit = g.visit = _visit(house)
        if not request.path.startswith("/static/"):
            _recognise(visit, house)
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            check_origin_and_token(visit)
        _refuse_forbidden_bytes()

    @app.after_request
    def finish(response: Response) -> Response:
        visit: Visit = g.visit
        _set_cookies(response, visit, https=house.https)
        for work in visit.after:
            response.call_on_close(work)
        return protect(response, https=house.https)

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if "visit" in g:
            g.visit.close()

    house.log.install(app)


def _visit(house: House) -> Visit:
    return Visit(
        database=house.database,
        parts=house.parts,
        now=house.database.clock(),
        request_id=secrets.token_hex(6),
        locale=chosen(request.cookies.get(LANGUAGE_COOKIE), _accepted(), house.locales),
        path=request.path,
        network=request.remote_addr or "",
    )


def _accepted() -> list[str]:
    header = request.headers.get("Accept-Language", "")[:200]
    return [part.split(";")[0].strip() for part in header.split(",")]


def _recognise(visit: Visit, house: House) -> None:
    token = request.cookies.get(house.session_cookie, "")
    if token:
        visit.person = house.load_person(visit.read, token, visit.now)
    if visit.person:
        g._login_user = visit.person
        visit.session_token = token
        visit.form_token = house.keyring.request_token(token)
        if LANGUAGE_COOKIE not in request.cookies:
            visit.locale = chosen(visit.person.locale, [], house.locales)
        return
    form_cookie = request.cookies.get(FORM_COOKIE, "")
    if len(form_cookie) != 32:
        form_cookie = secrets.token_hex(16)
        if request.method == "GET" and request.path in {"/sign-in", "/verify", "/language", "/let-in"}:
            visit.cookies[FORM_COOKIE] = (form_cookie, None)
    visit.form_token = house.keyring.request_token(form_cookie)


def _set_cookies(response: Response, visit: Visit, *, https: bool) -> None:
    for name, (value, seconds) in visit.cookies.items():
        response.set_cookie(name, value, max_age=seconds, path="/", secure=https, httponly=True, samesite="Lax")


def _refuse_forbidden_bytes() -> None:
    try:
        arguments = request.args
    except UnicodeDecodeError as error:  # raw bytes behind the question mark
        raise BadInput from error
    for values in (arguments, request.form):
        for key, value in values.items(multi=True):
            if "\0" in value or "\0" in key:
                raise BadInput
    if "\0" in request.path or any("\ud800" <= letter <= "\udfff" for letter in request.path):
        raise BadInput
