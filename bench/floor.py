"""The floor: the barest page of this stack. Flask, Jinja, one primary-key query; no sign-in, no compression, no log."""

from __future__ import annotations

import os
from functools import cache

import sqlalchemy as sa
from flask import Flask, abort, render_template
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response

PAGES = 40
_WORDS = (
    "officer", "device", "record", "evidence", "network", "witness", "seal", "clock",
    "phone", "court", "scene", "order", "note", "time", "place", "photo",
)  # fmt: skip


class _Base(DeclarativeBase):
    """The floor's own tables."""


class FloorPage(_Base):
    """A page of about 13 KB."""

    __tablename__ = "floor_page"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(80))
    body: Mapped[str] = mapped_column(sa.Text)


def fill(engine: sa.Engine) -> None:
    """Make the floor's table in the database of the run."""
    _Base.metadata.create_all(engine)
    rows = [{"id": number, "title": f"Page {number}", "body": _body(number)} for number in range(1, PAGES + 1)]
    with engine.begin() as connection:
        connection.execute(sa.insert(FloorPage), rows)


def _body(number: int) -> str:
    lines = []
    for line in range(90):
        words = (_WORDS[(number * 7 + line * 5 + word * (3 + line % 4)) % len(_WORDS)] for word in range(20))
        lines.append(f"<p>{' '.join(words)}.</p>")
    return "\n".join(lines)


@cache
def make_app() -> Flask:
    """Return the application over the database named by BENCH_DATABASE_URL."""
    app = Flask("bench")
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BENCH_DATABASE_URL"]
    database = SQLAlchemy(app, model_class=_Base)

    @app.get("/")
    @app.get("/<int:number>")
    def page(number: int = 1) -> str | Response:
        found = database.session.get(FloorPage, number)
        return render_template("floor.html", page=found) if found else abort(404)

    return app


def __getattr__(name: str) -> Flask:
    """Make `app` when the web server asks for it: filling the table needs none."""
    if name == "app":
        return make_app()
    raise AttributeError(name)
