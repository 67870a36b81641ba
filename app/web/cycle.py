"""The way of a request: make the visit, refuse what is forged or unreadable, answer, protect, log, give back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import Flask, Request, g, request
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
from app.web.security_headers import Answer, HttpsAnswer
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
    app.response_class = HttpsAnswer if house.https else Answer

    @app.before_request
    def begin() -> None:
        asked: Request = request._get_current_object()  # type: ignore[attr-defined] # each look through it costs
        visit = g.visit = _visit(house, asked)
        if not visit.path.startswith("/static/"):
            _recognise(visit, house, asked)
        if asked.method not in _SAFE:
            check_origin_and_token(visit)
        _refuse_forbidden_bytes(asked)

    @app.after_request
    def finish(response: Response) -> Response:
        visit: Visit = g.visit
        _set_cookies(response, visit, https=house.https)
        for work in visit.after:
            response.call_on_close(work)
        return response

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        visit = g.get("visit")
        if visit:
            visit.close()

    house.log.install(app)


def _visit(house: House, asked: Request) -> Visit:
    cookies = asked.cookies
    return Visit(
        database=house.database,
        parts=house.parts,
        now=house.database.clock(),
        request_id=secrets.token_hex(6),
        locale=_preferred(cookies.get(LANGUAGE_COOKIE), _header(asked, "HTTP_ACCEPT_LANGUAGE")[:200], house.locales),
        path=asked.path,
        network=asked.remote_addr or "",
        low_data=cookies.get(DATA_COOKIE) == LATER,
    )


@lru_cache(maxsize=256)
def _preferred(wanted: str | None, header: str, locales: tuple[str, ...]) -> str:
    return chosen(wanted, [part.split(";")[0].strip() for part in header.split(",")], locales)


def _header(asked: Request, name: str) -> str:
    """Return a header by its name in WSGI: the mapping of headers raises and catches where there is none."""
    return str(asked.environ.get(name, ""))


def _recognise(visit: Visit, house: House, asked: Request) -> None:
    cookies = asked.cookies
    token = cookies.get(house.session_cookie, "")
    if token:
        visit.person = house.load_person(visit.read, token, visit.now)
    if visit.person:
        g._login_user = visit.person
        visit.session_token = token
        visit.form_token = house.keyring.request_token(token)
        if visit.person.low_data:
            visit.low_data = cookies.get(DATA_COOKIE) != AT_ONCE
        if LANGUAGE_COOKIE not in cookies:
            visit.locale = chosen(visit.person.locale, [], house.locales)
        return
    form_cookie = cookies.get(FORM_COOKIE, "")
    if len(form_cookie) != 32:
        form_cookie = secrets.token_hex(16)
        if asked.method == "GET" and visit.path in {"/sign-in", "/verify", "/language", "/let-in", "/data-use"}:
            visit.cookies[FORM_COOKIE] = (form_cookie, None)
    visit.form_token = house.keyring.request_token(form_cookie)


def _set_cookies(response: Response, visit: Visit, *, https: bool) -> None:
    for name, (value, seconds) in visit.cookies.items():
        response.set_cookie(name, value, max_age=seconds, path="/", secure=https, httponly=True, samesite="Lax")


def _sent(asked: Request) -> Iterator[MultiDict[str, str]]:
    """Give what was sent; nothing is parsed that is not there."""
    if _header(asked, "QUERY_STRING"):
        try:
            yield asked.args
        except UnicodeDecodeError as error:  # raw bytes behind the question mark
            raise BadInput from error
    if asked.method not in _SAFE and not _header(asked, "CONTENT_TYPE").startswith("application/json"):
        yield asked.form


def _refuse_forbidden_bytes(asked: Request) -> None:
    for values in _sent(asked):
        for key, value in values.items(multi=True):
            if "\0" in value or "\0" in key:
                raise BadInput
    if _FORBIDDEN.search(asked.path):
        raise BadInput
