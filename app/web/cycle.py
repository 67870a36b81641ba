"""The way of a request: make the visit, refuse what is forged or unreadable, answer, protect, log, give back."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import Flask, g, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.foundation.crypto import Keyring
from app.foundation.errors import BadInput
from app.foundation.transaction import Database
from app.web.access_log import AccessLog
from app.web.forgery import FORM_COOKIE, check_origin_and_token
from app.web.locales import chosen
from app.web.low_data import AT_ONCE, LATER
from app.web.low_data import COOKIE as DATA_COOKIE
from app.web.security_headers import protect
from app.web.visit import SignedIn, Visit

LANGUAGE_COOKIE = "provost-language"
_FORBIDDEN = re.compile("[\0\ud800-\udfff]")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
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
        if request.method not in _SAFE:
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
        locale=_preferred(request.cookies.get(LANGUAGE_COOKIE), _header("HTTP_ACCEPT_LANGUAGE")[:200], house.locales),
        path=request.path,
        network=request.remote_addr or "",
        low_data=request.cookies.get(DATA_COOKIE) == LATER,
    )


@lru_cache(maxsize=256)
def _preferred(wanted: str | None, header: str, locales: tuple[str, ...]) -> str:
    return chosen(wanted, [part.split(";")[0].strip() for part in header.split(",")], locales)


def _header(name: str) -> str:
    """Return a header by its name in WSGI: the mapping of headers raises and catches where there is none."""
    return str(request.environ.get(name, ""))


def _recognise(visit: Visit, house: House) -> None:
    token = request.cookies.get(house.session_cookie, "")
    if token:
        visit.person = house.load_person(visit.read, token, visit.now)
    if visit.person:
        g._login_user = visit.person
        visit.session_token = token
        visit.form_token = house.keyring.request_token(token)
        if visit.person.low_data:
            visit.low_data = request.cookies.get(DATA_COOKIE) != AT_ONCE
        if LANGUAGE_COOKIE not in request.cookies:
            visit.locale = chosen(visit.person.locale, [], house.locales)
        return
    form_cookie = request.cookies.get(FORM_COOKIE, "")
    if len(form_cookie) != 32:
        form_cookie = secrets.token_hex(16)
        if request.method == "GET" and request.path in {"/sign-in", "/verify", "/language", "/let-in", "/data-use"}:
            visit.cookies[FORM_COOKIE] = (form_cookie, None)
    visit.form_token = house.keyring.request_token(form_cookie)


def _set_cookies(response: Response, visit: Visit, *, https: bool) -> None:
    for name, (value, seconds) in visit.cookies.items():
        response.set_cookie(name, value, max_age=seconds, path="/", secure=https, httponly=True, samesite="Lax")


def _sent() -> Iterator[MultiDict[str, str]]:
    """Give what was sent; nothing is parsed that is not there."""
    if _header("QUERY_STRING"):
        try:
            yield request.args
        except UnicodeDecodeError as error:  # raw bytes behind the question mark
            raise BadInput from error
    if request.method not in _SAFE:
        yield request.form


def _refuse_forbidden_bytes() -> None:
    for values in _sent():
        for key, value in values.items(multi=True):
            if "\0" in value or "\0" in key:
                raise BadInput
    if _FORBIDDEN.search(request.path):
        raise BadInput
