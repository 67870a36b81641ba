"""A form on a page that a stranger reaches by a QR code: its token needs a cookie that no earlier page has set."""

from __future__ import annotations

import secrets

from flask import request

from app.web.forgery import FORM_COOKIE
from app.web.visit import Visit

_LETTERS = 32


def open_form(visit: Visit) -> None:
    """Give the visitor the cookie that the token of the page's forms is made from, unless they have one."""
    if visit.person or FORM_COOKIE in visit.cookies or len(request.cookies.get(FORM_COOKIE, "")) == _LETTERS:
        return
    value = secrets.token_hex(_LETTERS // 2)
    visit.cookies[FORM_COOKIE] = (value, None)
    visit.form_token = visit.parts["keyring"].request_token(value)
