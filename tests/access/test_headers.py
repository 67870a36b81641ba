"""What every answer says to the browser: policy, caching, cookies (S7, X14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.cli.demo import sign_ins
from app.factory import create_app, make_works
from app.foundation.transaction import Unit
from app.identity.services.browser_sessions import open_session
from app.web.access import public
from tests.access.test_matrix import TABLE
from tests.access.world import World
from tests.plugins.instances import settings_for

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
LESSON, FIGURE = "/courses/<course>/<module>/<slug>", "/media/<digest>.<ending>"
FOR_ALL = {
    "/static/<name>": "public, max-age=31536000, immutable",
    "/.well-known/did.json": "public, max-age=300",
    "/.well-known/provost/keys.json": "public, max-age=300",
    "/verify/offline": "public, max-age=300",
    "/status/<int:status_list>/<purpose>": "public, max-age=300",
}
OWN_DEVICE = {LESSON: "private, no-cache", FIGURE: "private, max-age=31536000, immutable"}


def check_policy(answer: TestResponse, where: str, *, https: bool = False) -> None:
    """Hold an answer to the headers that stand on every one, each exactly once."""
    for name, value in ALWAYS.items():
        assert answer.headers.getlist(name) == [value], f"{where}: {name}"
    given = answer.headers.getlist("Content-Security-Policy")
    assert len(given) == 1, f"{where}: one policy"
    said = dict(part.strip().split(" ", 1) for part in given[0].split(";"))
    assert {key: said.get(key) for key in POLICY} == POLICY, where
    assert "unsafe" not in given[0], where
    assert "nonce" not in given[0], where
    assert "http:" not in given[0], where
    hsts = answer.headers.get("Strict-Transport-Security", "")
    assert ("max-age=31536000" in hsts) is https, f"{where}: {hsts}"
    if answer.mimetype == "text/html":
        assert "charset=utf-8" in answer.content_type, where


def test_every_answer_carries_the_policy(world: World) -> None:
    """S7, X14: 100 % of the routes, refusals included."""
    for line in TABLE.firsts:
        for actor in {"anon", "mate", "own" if line.by == "-" else line.by}:
            check_policy(world.ask(line, actor), f"{line.title} as {actor}")


def test_only_lessons_and_figures_are_kept_by_a_persons_own_browser(world: World) -> None:
    """S7, O6: everything else that needs a sign-in is not stored; on a shared computer nothing is."""
    for line in TABLE.lines:
        if line.method == "GET" and line.by != "-" and line.cells[line.by] == "200":
            told = world.ask(line, line.by).headers["Cache-Control"]
            kept = (
                OWN_DEVICE.get(line.rule, "no-store") if line.thing not in {"practice", "exam", "closed-exam"} else ""
            )
            assert told in {kept or "no-store", "private, no-store"}, f"{line.title}: {told}"


def test_on_a_shared_computer_no_page_is_kept(world: World) -> None:
    """S7, O6: neither lesson nor figure, nor by asking whether a kept copy still holds."""

    def shared(unit: Unit) -> str:
        return open_session(unit, world.people["own"], role="officer", stage="full", shared=True, device="")

    token = world.instance.works.database.write(shared)
    client = world.instance.app.test_client(use_cookies=False)
    for line in TABLE.lines:
        if line.method == "GET" and line.rule not in FOR_ALL and line.cells["own"] == "200":
            for headers in ({}, {"If-None-Match": "*"}):
                answer = client.get(world.address(line), headers={"Cookie": f"provost={token}", **headers})
                assert "no-store" in answer.headers["Cache-Control"], line.title
                assert answer.status_code == 200, line.title
    world.heal()


def test_a_copy_of_a_lesson_is_good_for_its_own_session_alone(world: World) -> None:
    """S7: the tag that one person's browser keeps is worth nothing in another's, nor after signing out."""
    path = "/courses/{course}/{module}/{slug}".format(**world.objects["lesson"])
    tag = world.send("GET", path, "own").headers["ETag"]
    assert world.send("GET", path, "own", headers={"If-None-Match": tag}).status_code == 304
    assert world.send("GET", path, "mate", headers={"If-None-Match": tag}).status_code == 200
    assert world.send("GET", path, "own", "ended", headers={"If-None-Match": tag}).status_code == 303
    assert world.send("GET", path, "new", headers={"If-None-Match": tag}).status_code == 403


def test_public_files_may_be_kept_by_all(world: World) -> None:
    """S7: static files for ever under their hashed names, public keys for minutes; other public pages not."""
    for line in TABLE.lines:
        if line.method == "GET" and line.by == "-" and line.cells["anon"] == "200":
            told = world.ask(line, "anon").headers["Cache-Control"]
            assert told == FOR_ALL.get(line.rule, "no-store"), line.title


FAILURES = {
    "unknown address": ("GET", "/no/such/page", {}, 404),
    "wrong method": ("DELETE", "/help", {"headers": {"X-CSRF-Token": "token"}}, 405),
    "no token": ("POST", "/sign-in", {"data": {"name": "x"}}, 400),
    "too much": ("POST", "/sign-in", {"data": b"x" * (9 * 1024 * 1024)}, 413),
    "NUL byte": ("GET", "/verify?number=%00", {}, 400),
    "a bug": ("GET", "/help", {}, 500),
}


@pytest.mark.parametrize("name", FAILURES)
def test_error_pages_carry_the_policy_too(world: World, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """S7: refusals and failures before, in and after a view."""
    method, path, more, status = FAILURES[name]
    if name == "a bug":
        monkeypatch.setitem(world.instance.app.view_functions, "web.help_page", public(lambda _visit: 1 / 0))
    if name == "wrong method":
        more = {"headers": {"X-CSRF-Token": world.instance.works.keyring.request_token("a" * 32),
                            "Cookie": "provost-form=" + "a" * 32}}  # fmt: skip
    answer = world.instance.app.test_client(use_cookies=False).open(path, method=method, **more)
    assert answer.status_code == status
    check_policy(answer, name)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/html"


@pytest.fixture
def safe_app(tmp_path: Path, sqlite_url: str) -> Iterator[Flask]:
    """An instance whose address is https, as in production."""
    settings = replace(settings_for(tmp_path, sqlite_url), base_url="https://training.example.org", demo=False)
    works = make_works(settings)
    yield create_app(works=works)
    works.database.engine.dispose()


def cookies_of(answer: TestResponse) -> SimpleCookie:
    """Return the cookies that an answer sets."""
    jar = SimpleCookie()
    for line in answer.headers.getlist("Set-Cookie"):
        jar.load(line)
    return jar


def test_over_https_the_browser_is_bound_to_it(safe_app: Flask) -> None:
    """S7, X14: strict transport for a year, the session cookie bound to this host; the guide of parts is not there."""
    client = safe_app.test_client(use_cookies=False)
    for path in ("/", "/sign-in", "/verify", "/no-such-page", "/static/no-such.css", "/healthz"):
        check_policy(client.get(path), path, https=True)
    assert client.get("/styleguide").status_code == 404
    jar = cookies_of(client.post("/sign-out", headers=form_of(safe_app)))
    assert "__Host-provost" in jar
    assert jar["__Host-provost"]["secure"]


def form_of(app: Flask) -> dict[str, str]:
    """Return headers with which a visitor who is not signed in may send a form."""
    works = app.extensions["provost"]
    return {"Cookie": "provost-form=" + "b" * 32, "X-CSRF-Token": works.keyring.request_token("b" * 32)}


def test_no_cookie_is_readable_by_script_or_sent_from_elsewhere(world: World, safe_app: Flask) -> None:
    """S7, X14: HttpOnly, SameSite=Lax, this path, no domain, and secure where the address is https."""
    person = next(one for one in sign_ins(world.instance.works) if one["name"] == "amara")
    plain = [
        world.instance.app.test_client(use_cookies=False).get("/sign-in"),
        world.instance.app.test_client(use_cookies=False).get("/verify"),
        world.send("POST", "/language", "anon", form={"language": "en"}),
        world.send("POST", "/sign-in", "anon", form={"name": "amara", "password": person["password"]}),
        world.send("POST", "/sign-out", "own"),
    ]
    world.heal()
    secure = [safe_app.test_client(use_cookies=False).get("/sign-in")]
    for answer in plain + secure:
        jar = cookies_of(answer)
        assert jar, answer.request.path
        for name, cookie in jar.items():
            assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/"), name
            assert not cookie["domain"], name
            assert bool(cookie["secure"]) is (answer in secure), name
    session = cookies_of(plain[3])["provost"]
    assert len(session.value) >= 43, "256 random bits"
    assert not session["max-age"], "it ends with the browser"
