"""Chromium for tests: a served instance, pages at both widths, axe on each page looked at."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyotp
import pytest
from werkzeug.serving import make_server

from app.cli.demo import sign_ins
from tests.plugins.instances import Instance

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDTHS = (360, 1280)


@dataclass(slots=True)
class Served:
    """An instance on a port of this machine."""

    instance: Instance
    address: str


@pytest.fixture
def served(demo: Instance) -> Iterator[Served]:
    """The demonstration, served to Chromium."""
    server = make_server("127.0.0.1", 0, demo.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(demo, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for the whole run of a worker."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@dataclass(slots=True)
class Screen:
    """A browser window with one person before it; `problems` collects what no page may do."""

    page: Any
    address: str
    instance: Instance
    problems: list[str]

    def open(self, path: str) -> None:
        """Go to a page of the instance."""
        self.page.goto(self.address + path)

    def sign_in(self, name: str) -> None:
        """Sign in as a demo person with every factor."""
        person = next(one for one in sign_ins(self.instance.works) if one["name"] == name)
        self.open("/sign-in")
        self.page.fill("[name=name]", person["name"])
        self.page.fill("[name=password]", person["password"])
        self.page.click("main button")
        if person["totp_secret"]:
            self.page.fill("[name=code]", pyotp.TOTP(person["totp_secret"]).now())
            self.page.click("main button")


def screen(chromium: Any, served: Served, width: int = 360, scripts: bool = True, locale: str = "en") -> Screen:
    """Return a new window; console errors, failed requests and policy reports count as problems."""
    context = chromium.new_context(
        viewport={"width": width, "height": 740}, java_script_enabled=scripts, locale="en-GB", bypass_csp=False
    )
    if locale != "en":
        context.add_cookies([{"name": "provost-language", "value": locale, "url": served.address}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((served.address, "data:", "blob:"))
            else problems.append(f"request to {request.url}")
        ),
    )
    return Screen(page, served.address, served.instance, problems)
