"""Chromium for tests: a served demonstration, windows before it, and what no page may do collected on the way."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from app.cli.demo import sign_ins
from app.identity import known_device
from app.web.cycle import LANGUAGE_COOKIE
from tests.plugins.instances import Instance, instance_at
from tests.plugins.ports import free_port

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))), None
)
"""The headless build of the same Chromium, without the frame of windows, takes a third less time; any will do."""
_SHORT_LIVED = "--js-flags=--no-opt --no-maglev --single-threaded"
"""A page of a test is gone before the scripts that Chromium optimises for it have paid: a sixth of its time."""
WIDTHS = (360, 1280)
HEIGHT = 740
MIRRORED = "ar-XB"
PATIENCE = 20_000
"""Milliseconds that a window waits for what must appear."""


@dataclass(slots=True)
class Served:
    """An instance on a port of this machine; it can be stopped and started again at the same address."""

    instance: Instance
    port: int = 0
    server: BaseWSGIServer | None = None
    thread: threading.Thread | None = None
    sessions: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Served:
        """Answer requests."""
        self.port = self.port or free_port()
        self.server = make_server("127.0.0.1", self.port, self.instance.app, threaded=True)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def stop(self) -> None:
        """Answer nothing any more."""
        if self.server and self.thread:
            self.server.shutdown()
            self.thread.join()
            self.server.server_close()
            self.server = None

    def work(self) -> None:
        """Run every job that is due, in a thread of its own, as signing needs one without Chromium's event loop."""
        thread = threading.Thread(target=self.instance.work)
        thread.start()
        thread.join()

    def sign_in_of(self, name: str) -> dict[str, str]:
        """Return how the demo person `name` signs in."""
        return next(one for one in sign_ins(self.instance.works) if one["name"] == name)

    def session_of(self, name: str, fresh: bool = False) -> dict[str, Any]:
        """Return the cookies of the demo person `name`, who signs in without a browser: that with one has own tests.

        The second time they are those of the first, unless a `fresh` session is wanted.
        """
        if fresh or name not in self.sessions:
            client = self.instance.signed_in(name).client
            names = (self.instance.works.parts["session_cookie"], known_device.COOKIE)
            found = [cookie for cookie in map(client.get_cookie, names) if cookie]
            rules = {"domain": "127.0.0.1", "path": "/", "expires": -1}
            rules |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
            session = {"cookies": [{"name": one.key, "value": one.value, **rules} for one in found], "origins": []}
            if fresh:
                return session
            self.sessions[name] = session
        return self.sessions[name]


@pytest.fixture
def served(demo: Instance) -> Iterator[Served]:
    """The demonstration, served to Chromium, for this test alone."""
    house = Served(demo).start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def shared(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration served to all tests of a module, which must not stand in each other's way."""
    folder = tmp_path_factory.mktemp("shared") / "instance"
    shutil.copytree(demo_folder, folder)
    instance = instance_at(folder, f"sqlite:///{folder / 'provost.sqlite3'}")
    house = Served(instance).start()
    yield house
    house.stop()
    instance.works.database.engine.dispose()


@pytest.fixture(scope="session")
def launched() -> Iterator[tuple[Any, asyncio.AbstractEventLoop]]:
    """One Chromium for the process, and the event loop that it is driven by."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--in-process-gpu", "--disable-site-isolation-trials", _SHORT_LIVED],
            ignore_default_args=["--disable-back-forward-cache"],  # what Back shows is part of what is tested
        )
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield browser, loop
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture
def chromium(launched: tuple[Any, asyncio.AbstractEventLoop]) -> Iterator[Any]:
    """Chromium for this test: this thread has an event loop meanwhile, which signing in other tests would not bear."""
    browser, loop = launched
    asyncio._set_running_loop(loop)
    yield browser
    asyncio._set_running_loop(None)


@dataclass(slots=True)
class Screen:
    """A browser window with one person before it; `problems` collects what no page may do."""

    page: Any
    context: Any
    served: Served
    problems: list[str]
    excused: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a page of the instance."""
        self.page.goto(self.served.address + path)

    @property
    def path(self) -> str:
        """Where the window is."""
        return str(self.page.url.removeprefix(self.served.address))

    @property
    def h1(self) -> str:
        """The heading of the page."""
        return str(self.page.inner_text("h1")).replace("⟦", "").replace("⟧", "").strip("\u200f\u2066\u2069 ")

    def press(self, label: str) -> None:
        """Press the button or follow the link that says `label`, in English or mirrored, and wait for the next page."""
        words = json.dumps(label, ensure_ascii=False)
        with self.page.expect_navigation():
            self.page.locator(f"main button:visible:has-text({words}), main a:visible:has-text({words})").first.click()

    def sees(self, text: str) -> bool:
        """Whether `text` can be read on the page."""
        return text in str(self.page.inner_text("main"))

    def excuse(self, words: str) -> None:
        """Let console messages with `words` pass: this test brings them about on purpose."""
        self.excused.append(words)

    def check(self) -> None:
        """Hold everything that happened in this window to the rules."""
        left = [one for one in self.problems if not any(words in one for words in self.excused)]
        assert left == [], left


Opened = Callable[..., Screen]


@pytest.fixture
def window(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Opened]:
    """Return the function that opens windows: each alone with its cookies, closed and judged when the test ends.

    `name` is a demo person who has signed in (a second time with the cookies of the first). X13, X14: an error in the
    console, a report of the content policy or a request to another host fails the test.
    """
    for house in {"served", "house"} & set(request.fixturenames):
        request.getfixturevalue(house)  # it outlives the windows: what one has just asked for would be refused
    opened: list[Screen] = []

    def open_window(served: Served, name: str = "", **wishes: Any) -> Screen:
        screen = _screen(chromium, served, name, **wishes)
        opened.append(screen)
        return screen

    yield open_window
    for screen in opened:
        screen.context.close()
    for screen in opened:
        screen.check()


def _screen(
    chromium: Any,
    served: Served,
    name: str,
    width: int = 360,
    scripts: bool = True,
    locale: str = "en",
    bare: bool = False,
    fresh: bool = False,
) -> Screen:
    context = chromium.new_context(
        viewport={"width": width, "height": HEIGHT},
        java_script_enabled=scripts,
        locale="en-GB",
        storage_state=served.session_of(name, fresh) if name else None,
    )
    context.set_default_timeout(PATIENCE)
    if locale != "en":
        context.add_cookies([{"name": LANGUAGE_COOKIE, "value": locale, "url": served.address}])
    if bare:
        context.route("**/*.css", lambda route: route.abort())
    problems: list[str] = []
    context.on("request", lambda request: _note_request(request.url, served.address, problems))
    context.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    screen = Screen(context.new_page(), context, served, problems)
    if bare:
        screen.excuse("net::ERR_FAILED")
    return screen


def _note_request(address: str, own: str, problems: list[str]) -> None:
    if not address.startswith((own + "/", "data:", "blob:")):
        problems.append(f"request to {address}")
