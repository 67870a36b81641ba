"""Who may open a page: every view carries `@requires(...)` or `@public`, or the application does not start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import quote

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from app.foundation.errors import NotPermitted, Refusal
from app.foundation.words import N_
from app.web.permissions import Permission
from app.web.visit import Visit, this_visit

View = Callable[..., Any]
FRESH = timedelta(minutes=15)
"""How long after every factor was given a sensitive act is open (security.md 3)."""


def public(view: View) -> View:
    """Anyone may open this page, signed in or not."""

    @wraps(view)
    def open_to_all(**arguments: Any) -> Any:
        return view(this_visit(), **arguments)

    return _marked(open_to_all, "public")


def requires(permission: Permission, *, fresh: bool = False) -> Callable[[View], View]:
    """Only a person whose active role holds `permission`; others are asked to sign in or told which role is needed.

    `fresh`: a sensitive act. Who gave every factor more than 15 minutes ago gives them again first, and loses nothing
    of what they had entered (the house's part `prove_again` asks).
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            visit = this_visit()
            if visit.person is None:
                return _ask_to_sign_in(visit)
            if permission not in visit.person.permissions:
                raise NotPermitted(permission=permission.value, role=visit.person.role)
            if fresh and visit.now - visit.person.proven_at > FRESH:
                return visit.parts["prove_again"](visit)
            return view(visit, **arguments)

        guarded.fresh = fresh  # type: ignore[attr-defined]
        return _marked(guarded, permission.value)

    return guard


def _marked(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


class NotSignedIn(Refusal):
    """A form was sent by nobody: the sign-in has ended, or never was."""

    code = "not_signed_in"
    message = N_("You are not signed in, or your sign-in has ended. Sign in, then send this again.")
    status = 401


def _ask_to_sign_in(visit: Visit) -> Response:
    if request.method not in {"GET", "HEAD"} or request.is_json:
        raise NotSignedIn
    return redirect("/sign-in?next=" + quote(request.path), 303)


def check_every_route(app: Flask) -> None:
    """Refuse to start an application that has a view without declared access."""
    bare = [rule for rule, view in app.view_functions.items() if not hasattr(view, "access")]
    if bare:
        raise RuntimeError(f"views without declared access: {', '.join(sorted(bare))}")
