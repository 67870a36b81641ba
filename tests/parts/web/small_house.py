"""The shell with its own pages and the operator's, over a fresh SQLite database: no other part is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Flask
from flask.testing import FlaskClient

from app.audit.models import AuditAnchor, AuditEvent, WebAnswers
from app.audit.routes import BLUEPRINTS as AUDIT
from app.audit.triggers import statements
from app.foundation.crypto import Keyring
from app.foundation.db import Base
from app.foundation.errors import Busy, Refusal, TooOften
from app.foundation.transaction import Database
from app.identity.policy import ROLE_LABELS, permissions_of
from app.jobs.models import Outbox
from app.web.access import check_every_route, public, requires
from app.web.access_log import AccessLog
from app.web.assets import AssetShelf
from app.web.cycle import House, install_cycle
from app.web.errors import install_errors
from app.web.pages import pages as shell_pages
from app.web.permissions import Permission
from app.web.rendering import Renderer, render
from app.web.shell import shell_maker
from app.web.visit import Visit

APP = Path(__file__).parents[3] / "app"
NAVIGATION = {"operator": (("/status", "Status"), ("/audit", "Audit")), "officer": (("/courses", "Courses"),)}
LOCALES = ("en", "ar-XB")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A signed-in person, as the shell asks for one."""

    role: str
    roles: tuple[str, ...]
    stage: str = "full"
    id: str = "p1"
    name: str = "A. Person"
    acting_for: str = ""
    agency_id: str = "a1"
    agency_path: str = "/a1/"
    locale: str = "en"
    identity_confirmed_at: datetime | None = None
    shared_computer: bool = False
    low_data: bool = False
    session_hash: str = "s1"
    proven_at: datetime = datetime(2126, 1, 1, tzinfo=UTC)

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.role, self.stage)


class NotInTime(Refusal):
    """A refusal that carries a time."""

    code = "not_in_time"
    message = "It opens on %(opens)s for %(who)s."


@dataclass(slots=True)
class SmallHouse:
    """The application, its database, and browsers for it."""

    app: Flask
    database: Database
    parts: dict[str, Any]
    keyring: Keyring
    people: dict[str, Somebody] = field(default_factory=dict)

    def browser(self, role: str = "", *more_roles: str, stage: str = "full", locale: str = "en") -> FlaskClient:
        """Return a client signed in with `role`, or signed out without one."""
        client = self.app.test_client()
        client.set_cookie("provost-language", locale)
        if role:
            token = f"token-{len(self.people)}"
            self.people[token] = Somebody(role, (role, *more_roles), stage)
            client.set_cookie("provost", token)
        return client

    def token_of(self, client: FlaskClient) -> str:
        """Return the form token of a signed-in client."""
        cookie = client.get_cookie("provost")
        assert cookie
        return self.keyring.request_token(cookie.value)


def make_house(folder: Path, clock: Callable[[], datetime]) -> SmallHouse:
    """Return a house over a new SQLite file in `folder`."""
    database = Database(f"sqlite:///{folder / 'provost.sqlite3'}", clock)
    _make_tables(database)
    keyring = Keyring(bytes(32))
    shelf = AssetShelf()
    folders = [APP / "web" / "templates", APP / "audit" / "templates"]
    parts: dict[str, Any] = {
        "renderer": Renderer(folders, shelf, shell_maker(NAVIGATION, ROLE_LABELS, LOCALES, demo=True)),
        "shelf": shelf,
        "locales": LOCALES,
        "demo": True,
        "readiness": {"database": lambda: "ok", "queue": lambda: "ok"},
        "instance": folder,
        "keys": folder / "keys",
        "people": lambda _connection, _people: {},
        "status_lines": (),
        "texts": None,
        "hands_on_mail": False,
        "setting_checks": {},
        "keyring": keyring,
        "data_key_folder": None,
        "signing_keys": lambda _folder, _demo: [],
    }
    app = Flask("small-house", static_folder=None)
    house = SmallHouse(app, database, parts, keyring)
    install_cycle(app, House(
        database=database, parts=MappingProxyType(parts), keyring=keyring, locales=LOCALES, https=False,
        load_person=lambda _connection, token, _now: house.people.get(token), log=AccessLog(None),
    ))  # fmt: skip
    install_errors(app)
    for blueprint in (shell_pages, *AUDIT, _trials()):
        app.register_blueprint(blueprint)
    check_every_route(app)
    return house


def _make_tables(database: Database) -> None:
    with database.engine.begin() as connection:
        Base.metadata.create_all(
            connection, tables=[one.__table__ for one in (AuditEvent, AuditAnchor, WebAnswers, Outbox)]
        )
        for statement in statements("sqlite"):
            connection.exec_driver_sql(statement)


def _trials() -> Blueprint:
    """The landing page, and addresses that refuse or fail."""
    trials = Blueprint("trials", __name__)
    trials.get("/", endpoint="landing")(public(lambda visit: render("pages/landing.html")))
    for permission in Permission:
        name = permission.name.lower()
        trials.get(f"/needs/{permission.value}", endpoint=name)(requires(permission)(lambda visit: "open"))
    failures: dict[str, Exception] = {
        "often": TooOften(seconds=300),
        "busy": Busy(),
        "late": NotInTime(opens=datetime(2026, 12, 1, 9, 30, tzinfo=UTC), who="<b>you</b>"),
        "bug": RuntimeError("a bug"),
    }
    for name, failure in failures.items():
        trials.get(f"/fails/{name}", endpoint=name)(public(_raising(failure)))
    return trials


def _raising(failure: Exception) -> Callable[[Visit], None]:
    def view(visit: Visit) -> None:
        raise failure

    return view


@dataclass
class Page(HTMLParser):
    """What a test asks of a page: headings, title, inline code, words that no catalogue was asked for."""

    html: str

    def __post_init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.title = ""
        self.inline: list[str] = []
        self.bare: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._depth = 0
        self.feed(self.html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.inline += [f"{tag}[{name}]" for name in given if name == "style" or name.startswith("on")]
        if tag == "h1":
            self.headings.append("")
        if tag not in {"meta", "link", "input", "br", "hr", "img", "path", "rect"}:
            own_words = (
                {"code", "log", "brand"} & set((given.get("class") or "").split()) or tag == "bdi" or "lang" in given
            )
            self._open.append((tag, bool(own_words) and tag != "html"))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "h1" in tags:
            self.headings[-1] += data
        if "title" in tags:
            self.title += data
        if "script" in tags or "style" in tags:
            self.inline.append(data)
        exempt = any(own for _, own in self._open)
        for letter in data:
            self._depth += (letter == "⟦") - (letter == "⟧")
            if letter.isalpha() and not self._depth and not exempt and "title" not in tags:
                self.bare.append(data.strip())
                break
