"""The page client: visits pages as a browser without scripts would, and checks every page that it is given."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import get_ident
from typing import Any

import pyotp
import sqlalchemy as sa
from flask import Flask
from lxml import html
from sqlalchemy import event
from werkzeug.test import TestResponse

MOST_STATEMENTS = 12
MOST_BYTES = 30_000
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
_LABELLED = re.compile(r"TLP:(AMBER|RED)")
_BUDGETS = {
    re.compile(r"/courses/[^/]+/[^/]+/[^/]+"): (3, 14_000),
    re.compile(r"/"): (4, 8_000),
    re.compile(r"/verify(/.*)?"): (4, 6_000),
    re.compile(r"/status"): (15, 20_000),
}
"""Statements and compressed bytes of HTML allowed on a GET page (ux.md 0.2 and 4); elsewhere the general limits. The
status page asks one thing of each part that can fail, and is an operator's alone."""


class Page:
    """One answer, already checked; `tree` is its HTML."""

    def __init__(self, response: TestResponse, statements: list[str], path: str) -> None:
        self.response = response
        self.status = response.status_code
        self.path = path
        self.statements = statements
        self.raw = response.data
        body = gzip.decompress(self.raw) if response.headers.get("Content-Encoding") == "gzip" else self.raw
        self.body = body
        self.text = body.decode("utf-8", "replace")
        self.is_html = response.mimetype == "text/html"
        self.tree = html.fromstring(self.text) if self.is_html and self.text.strip() else None
        if self.tree is not None:
            check_page(self)

    @property
    def h1(self) -> str:
        """The heading of the page."""
        return " ".join(self.tree.xpath("string(//h1)").split())

    def sees(self, text: str) -> bool:
        """Whether `text` stands on the page, white space aside."""
        return " ".join(text.split()) in " ".join(self.tree.text_content().split())

    def link(self, text: str) -> str:
        """Return where the first link with `text` in it goes."""
        for anchor in self.tree.xpath("//a[@href]"):
            if text in " ".join(anchor.text_content().split()):
                return str(anchor.get("href"))
        raise AssertionError(f"no link {text!r} on {self.path}; h1 is {self.h1!r}")

    def form(self, action: str = "") -> dict[str, list[str]]:
        """Return the values that the form with `action` in its address would send, hidden fields included."""
        found = [form for form in self.tree.forms if form.method == "POST" and action in (form.action or "")]
        assert found, f"no form for {action!r} on {self.path}"
        values: dict[str, list[str]] = {}
        areas = {area.get("name") for area in found[-1].iter("textarea")}
        for name, value in found[-1].form_values():
            # The line feed right after the tag is not part of the text (HTML Standard, textarea).
            values.setdefault(name, []).append(value.removeprefix("\n") if name in areas else value)
        return values


class Browser:
    """A visitor with a cookie jar; every answer becomes a checked `Page`."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.engines: tuple[sa.Engine, ...] = app.extensions["provost"].database.engines

    def get(self, path: str, follow: bool = True, **headers: str) -> Page:
        """Open a page, following redirects; `headers` with underscores for hyphens."""
        return self._send("GET", path, follow, headers=_headers(headers))

    def post(self, path: str, data: Mapping[str, Any] | None = None, follow: bool = True, **more: Any) -> Page:
        """Send a form; the token is added where it is not given."""
        values = dict(data or {})
        if "csrf_token" not in values and "json" not in more:
            values["csrf_token"] = self.token()
        return self._send("POST", path, follow, data=values if "json" not in more else None, **more)

    def json(self, path: str, body: Any, token: str | None = None) -> Page:
        """Send JSON as the page's script does."""
        headers = {"X-CSRF-Token": token or self.token()}
        return self._send("POST", path, False, json=body, headers=headers)

    def token(self) -> str:
        """Return the token that a form of this visitor carries now."""
        with self._quiet():
            answer = self.client.get("/language", headers={"Accept-Encoding": "identity"})
        found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', answer.get_data(as_text=True))
        assert found, "no form token on /language"
        return found.group(1)

    def sign_in(self, name: str, password: str, totp_secret: str = "") -> Page:
        """Sign in with every factor that the person has."""
        page = self.post("/sign-in", {"name": name, "password": password})
        if totp_secret:
            page = self.post("/sign-in", {"code": pyotp.TOTP(totp_secret).now()})
        assert page.status == 200, page.text[:500]
        return page

    def _send(self, method: str, path: str, follow: bool, **more: Any) -> Page:
        headers = {"Accept-Encoding": "gzip", **more.pop("headers", {})}
        statements: list[str] = []
        for _hop in range(6):
            with self._counted(statements):
                response = self.client.open(path, method=method, headers=headers, **more)
            if not (follow and response.status_code in {301, 302, 303, 307}):
                break
            method, path, more, statements = "GET", response.headers["Location"], {}, []
        if method == "GET" and response.status_code == 200 and len(statements) > _budget(path)[0]:
            # What never changes is kept in the process: the budget is that of a process which has read it.
            statements = []
            with self._counted(statements):
                self.client.open(path, method=method, headers=headers, **more)
        return Page(response, statements, path)

    @contextmanager
    def _counted(self, statements: list[str]) -> Iterator[None]:
        """Note the statements of this thread: a browser beside it may be loading pictures from the same house."""
        me = get_ident()

        def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
            if get_ident() == me:
                statements.append(statement)

        for engine in self.engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            for engine in self.engines:
                event.remove(engine, "before_cursor_execute", note)

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        yield


def check_page(page: Page) -> None:
    """Hold a page to the rules of every page; raises AssertionError naming the page."""
    tree, where = page.tree, f"{page.path} ({page.status})"
    assert page.status < 500 or page.status == 503, f"{where}: a failure of ours\n{page.text[:2000]}"
    assert "default-src 'none'" in page.response.headers["Content-Security-Policy"], where
    assert page.response.headers["X-Content-Type-Options"] == "nosniff", where
    assert len(tree.xpath("//h1")) == 1, f"{where}: one h1"
    assert " – Provost" in tree.xpath("string(//title)"), f"{where}: title"
    assert tree.get("lang"), f"{where}: language"
    assert tree.get("dir") in {"ltr", "rtl"}, f"{where}: direction"
    assert not _INLINE.search(page.text), f"{where}: inline script or style"
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids)), f"{where}: ids twice: {sorted(one for one in ids if ids.count(one) > 1)}"
    _check_labels(tree, where)
    _check_forms(tree, where)
    assert "@@KB@@" not in page.text, where
    if page.response.request.method == "GET":
        _check_budget(page, where)


def _check_labels(tree: Any, where: str) -> None:
    for control in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        named = control.get("aria-label") or control.get("aria-labelledby") or control.xpath("ancestor::label")
        by_id = control.get("id") and tree.xpath("//label[@for=$id]", id=control.get("id"))
        assert named or by_id or control.get("type") == "submit", f"{where}: no label for {control.get('name')}"


def _check_forms(tree: Any, where: str) -> None:
    for form in tree.xpath("//form[translate(@method,'POST','post')='post']"):
        assert form.xpath(".//input[@name='csrf_token']/@value"), f"{where}: a form without its token"
        assert (form.get("action") or "/").startswith("/"), f"{where}: a form to another host"


def _check_budget(page: Page, where: str) -> None:
    most, size = _budget(page.path) if page.status == 200 else (MOST_STATEMENTS, MOST_BYTES)
    most += bool(_LABELLED.search(page.text))  # above GREEN the vetting is read anew for each page (X16)
    listed = "\n".join(page.statements)
    assert len(page.statements) <= most, f"{where}: {len(page.statements)} statements, {most} allowed\n{listed}"
    assert len(page.raw) <= size, f"{where}: {len(page.raw)} bytes, {size} allowed"


def _budget(address: str) -> tuple[int, int]:
    path = address.split("?")[0].split("#")[0]
    return next((limit for rule, limit in _BUDGETS.items() if rule.fullmatch(path)), (MOST_STATEMENTS, MOST_BYTES))


def _headers(named: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in named.items()}
