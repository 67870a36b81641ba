"""Makes the application from its settings: database, parts, request cycle, blueprints. Nothing is decided here."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from flask import Flask, g
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from werkzeug.middleware.proxy_fix import ProxyFix

from app import wiring
from app.accreditation.issuer import Issuer
from app.audit.answers import AnswerCounter
from app.foundation.clock import Clock, system_clock
from app.foundation.crypto import Keyring, install
from app.foundation.data_keys import WRITES, data_keys_in
from app.foundation.db import Base, make_engine
from app.foundation.logs import configure_logs
from app.foundation.mail import FolderMailBox, MailBox
from app.foundation.smtp import SmtpMailBox
from app.foundation.storage import Storage
from app.foundation.texting import TextProgram
from app.foundation.transaction import Database
from app.identity.policy import ROLE_LABELS
from app.identity.seen import keep_seen
from app.identity.sessions import person_of
from app.jobs.reactions import queue_again
from app.jobs.worker import Workshop
from app.web.access import check_every_route
from app.web.access_log import AccessLog
from app.web.application import Application
from app.web.assets import AssetShelf
from app.web.cycle import House, install_cycle
from app.web.errors import install_errors
from app.web.locales import offered
from app.web.readiness import readiness_checks
from app.web.rendering import Renderer
from app.web.shell import shell_maker
from config import Settings

APP = Path(__file__).parent
ISSUER = "International Alliance for Cybercrime Training"
BIGGEST_REQUEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Works:
    """What web, worker and commands share."""

    settings: Settings
    database: Database
    keyring: Keyring
    parts: dict[str, Any]

    def workshop(self) -> Workshop:
        """Return what a worker works with."""
        return Workshop(
            database=self.database,
            jobs=wiring.JOBS,
            schedule=wiring.SCHEDULE,
            storage=self.parts["storage"],
            parts=MappingProxyType(self.parts),
            on_failed=wiring.note_failed_job,
        )

    def ready(self) -> None:
        """Do once, before the web server forks, what each of its workers would do for its first answers."""
        self.database.ready()
        self.parts["renderer"].ready(wiring.FIRST_PAGES)


class OurDatabase(SQLAlchemy):
    """Flask-SQLAlchemy over the one engine of the house; `db.session` is there for shells and extensions."""

    def __init__(self, engine: sa.Engine) -> None:
        self._ours = engine
        super().__init__(metadata=Base.metadata)

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> sa.Engine:
        return self._ours

    def _teardown_session(self, exc: BaseException | None) -> None:
        if self.session.registry.has():
            super()._teardown_session(exc)


def make_works(settings: Settings, clock: Clock = system_clock) -> Works:
    """Make database, keys, storage and what the parts need of them."""
    configure_logs()
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    keyring = _keyring(settings)
    install(keyring)
    database = Database(settings.database_url, clock, make_engine(settings.database_url))
    shelf = AssetShelf(APP / "web" / "static")
    locales = offered(demo=settings.demo)
    shell = shell_maker(wiring.NAVIGATION, ROLE_LABELS, locales, demo=settings.demo)
    folders = [APP / "web" / "templates", *sorted(APP.glob("*/templates"))]
    parts: dict[str, Any] = {
        "renderer": Renderer(folders, shelf, shell),
        "shelf": shelf,
        "locales": locales,
        "demo": settings.demo,
        "session_cookie": "__Host-provost" if settings.https else "provost",
        "https": settings.https,
        "keyring": keyring,
        "storage": Storage(settings.storage_url, keyring),
        "mailbox": _mailbox(settings),
        "texts": TextProgram(Path(settings.sms_command)) if settings.sms_command else None,
        "hands_on_mail": settings.mail_url.startswith("smtp"),
        "issuer": Issuer(ISSUER, settings.base_url, settings.demo),
        "keys": settings.keys,
        "data_key_folder": settings.data_key_folder,
        "timestamp_url": settings.timestamp_url,
        "instance": settings.instance,
        "base_url": settings.base_url,
        "prove_again": wiring.PROVE_AGAIN,
        "own_records": wiring.OWN_RECORDS,
        "homes": wiring.HOMES,
        "home_panels": wiring.HOME_PANELS,
        **wiring.FOR_PAGES,
        **wiring.FOR_AUTHORS,
        **wiring.FOR_COORDINATORS,
        **wiring.FOR_OPERATORS,
        "build": _build(shelf),
        "reactions": {},
    }
    parts["readiness"] = readiness_checks(database, parts["storage"])
    parts["reactions"] = database.reactions = wiring.reactions(parts)
    database.on_failed_reaction = queue_again
    return Works(settings, database, keyring, parts)


def _mailbox(settings: Settings) -> MailBox:
    if settings.mail_url.startswith(("smtp://", "smtps://")):
        return SmtpMailBox(settings.mail_url, settings.mail_from)
    return FolderMailBox(Path(settings.mail_url), settings.mail_from or "provost@localhost.invalid")


def _keyring(settings: Settings) -> Keyring:
    """Return the data keys: one of the environment for good, those of the folder as they change."""
    folder = settings.data_key_folder
    if folder is None or not (folder / WRITES).exists():
        return Keyring(settings.data_key)
    reread = partial(data_keys_in, folder)
    return Keyring(reread(), reread)


def create_app(settings: Settings | None = None, works: Works | None = None) -> Flask:
    """Return the web application; settings come from the environment where none are given."""
    works = works or make_works(settings or Settings.from_env())
    app = Application("provost", root_path=str(APP), static_folder=None)
    app.config.update(
        SECRET_KEY=works.settings.secret_key,
        MAX_CONTENT_LENGTH=BIGGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SQLALCHEMY_DATABASE_URI=works.settings.database_url,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    _install_libraries(app, works.database)
    house = House(
        database=works.database,
        parts=MappingProxyType(works.parts),
        keyring=works.keyring,
        load_person=person_of,
        locales=works.parts["locales"],
        https=works.settings.https,
        log=AccessLog(_log_descriptor(works.settings.access_log)),
    )
    install_cycle(app, house)
    app.after_request(keep_seen)
    app.after_request(AnswerCounter().count)
    install_errors(app)
    _install_routes(app)
    if works.settings.trusted_proxies:
        hops = works.settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.extensions["provost"] = works
    return app


def _install_routes(app: Flask) -> None:
    for blueprint in wiring.BLUEPRINTS:
        app.register_blueprint(blueprint)
    check_every_route(app)


def _install_libraries(app: Flask, database: Database) -> None:
    OurDatabase(database.engine).init_app(app)
    login = app.login_manager = LoginManager()  # type: ignore[attr-defined] # without its cookies and its hooks
    login.session_protection = None  # our own session table: rotation at each factor, ended rows refused at once

    @login.request_loader
    def signed_in(_request: object) -> Any:
        return g.visit.person if "visit" in g else None


def _log_descriptor(target: str) -> int | None:
    if not target:
        return None
    return os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600) if target != "-" else 1


def _build(shelf: AssetShelf) -> str:
    """Name what pages are made with: stylesheet and templates; a kept page is fetched anew after an upgrade."""
    digest = hashlib.sha256(shelf.url("provost.css").encode())
    for path in sorted(APP.glob("*/templates/**/*.html")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
