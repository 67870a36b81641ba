"""Flask as this house uses it: views are plain functions, and there is no session of Flask's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import NullSession, SessionInterface, SessionMixin

_NONE = NullSession()


class _NoSession(SessionInterface):
    """The signed-in browser is a row of our own table; Flask's signed cookie would be opened for nothing."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        """Return a session that is empty and cannot be written to."""
        return _NONE

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep nothing."""


class Application(Flask):
    """Answers requests; what it leaves out of Flask's way costs a tenth of a page (request-cost.md section 7)."""

    session_interface = _NoSession()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return `func` as it is: nothing here is a coroutine."""
        return func
