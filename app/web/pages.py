"""The shell's own pages: help, privacy, accessibility, language, pictures and films, health, static files."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, request
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.web.access import public
from app.web.cycle import LANGUAGE_COOKIE
from app.web.low_data import AT_ONCE, COOKIE, LATER
from app.web.rendering import render
from app.web.safe_address import own_address
from app.web.visit import Visit

pages = Blueprint("web", __name__)
_YEAR = 31_536_000


@pages.get("/static/<name>")
@public
def static_file(visit: Visit, name: str) -> Response:
    """A stylesheet, script or mark under its hashed name; may be kept for ever."""
    found = visit.parts["shelf"].get(name, request.headers.get("Accept-Encoding", ""))
    if found is None:
        raise NotFound
    body, media_type, encoding = found
    response = Response(body, mimetype=media_type)
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


@pages.get("/favicon.ico")
@public
def icon(visit: Visit) -> Response:
    """Old browsers ask for this address."""
    return redirect(visit.parts["shelf"].url("favicon.svg"), 302)


@pages.get("/help")
@public
def help_page(visit: Visit) -> Response:
    """How to do the main things, and whom to ask."""
    return render("pages/help.html")


@pages.get("/privacy")
@public
def privacy(visit: Visit) -> Response:
    """What is stored, why, for how long, who sees it."""
    return render("pages/privacy.html")


@pages.get("/accessibility")
@public
def accessibility(visit: Visit) -> Response:
    """The accessibility statement (EU Directive 2016/2102)."""
    return render("pages/accessibility.html")


@pages.get("/language")
@public
def language(visit: Visit) -> Response:
    """Choose the language of the pages."""
    return render("pages/language.html", back=own_address(request.args.get("back")))


@pages.post("/language")
@public
def choose_language(visit: Visit) -> Response:
    """Keep the choice on this device for a year."""
    code = request.form.get("language", "")
    if code not in visit.parts["locales"]:
        raise NotFound
    visit.cookies[LANGUAGE_COOKIE] = (code, _YEAR)
    return redirect(own_address(request.form.get("back")), 303)


@pages.get("/data-use")
@public
def data_use(visit: Visit) -> Response:
    """Choose whether pictures and films come with a page or wait until asked for (O23)."""
    back = own_address(request.args.get("back"))
    return render("pages/data_use.html", back=back, chosen=request.cookies.get(COOKIE) in (LATER, AT_ONCE))


@pages.post("/data-use")
@public
def choose_data_use(visit: Visit) -> Response:
    """Keep the choice on this device for a year."""
    choice = request.form.get("data", "")
    if choice not in (LATER, AT_ONCE):
        raise NotFound
    visit.cookies[COOKIE] = (choice, _YEAR)
    return redirect(own_address(request.form.get("back")), 303)


@pages.get("/healthz")
@public
def health(visit: Visit) -> Response:
    """The process answers."""
    return jsonify(status="ok")


@pages.get("/readyz")
@public
def ready(visit: Visit) -> Response:
    """Database, storage, queue and clock work; 503 names what does not."""
    checks = {name: check() for name, check in visit.parts["readiness"].items()}
    answer = jsonify(checks)
    answer.status_code = 200 if all(state == "ok" for state in checks.values()) else 503
    return answer


@pages.get("/styleguide")
@public
def styleguide(visit: Visit) -> Response:
    """Each component in every state; on demonstration instances only."""
    if not visit.parts["demo"]:
        raise NotFound
    return render("styleguide.html")
