"""Messages: everything that somebody was told, to read, to print, and whether a weekly letter is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.identity.browser import myself
from app.identity.domain.messages import KINDS, href_of
from app.identity.message_queries import PAGE, ToldMessage, messages_of, wants_digest
from app.identity.services.actor import acting
from app.identity.services.messaging import mark_read, want_digest
from app.identity.services.unreachable import try_again
from app.identity.text_number_queries import own_number
from app.identity.unreachable_queries import unreachable_since
from app.web.access import requires
from app.web.locales import gettext_for, isolated
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("messages", __name__)
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in the language of the visit."""

    text: str
    href: str
    link: str
    at: datetime
    new: bool


@pages.get("/messages")
@requires(Permission.ACCOUNT_KEEP)
def messages(visit: Visit) -> Response:
    """The person's messages, newest first, fifty a page."""
    before = request.args.get("before", "")
    found = messages_of(visit.read, visit.me.id, before if _ID.fullmatch(before) else "")
    return render(
        "identity/messages.html",
        rows=[_row(visit, one) for one in found[:PAGE]],
        later=f"/messages?before={found[PAGE - 1].id}" if found[PAGE:] else None,
        earlier=bool(before),
        unreachable=unreachable_since(visit.read, visit.me.id),
        texts=visit.parts["texts"] is not None or own_number(visit.read, visit.me.id) is not None,
        digest=wants_digest(visit.read, visit.me.id),
    )


@pages.post("/messages/read")
@requires(Permission.ACCOUNT_KEEP)
def read(visit: Visit) -> Response:
    """Mark everything as read."""
    actor = acting(myself(visit))
    visit.write(lambda unit: mark_read(unit, actor))
    return redirect("/messages", 303)


@pages.post("/messages/letters-again")
@requires(Permission.ACCOUNT_KEEP)
def letters_again(visit: Visit) -> Response:
    """Have letters go again to an address at which they did not arrive."""
    actor = acting(myself(visit))
    visit.write(lambda unit: try_again(unit, actor))
    return redirect("/messages", 303)


@pages.post("/messages/letter")
@requires(Permission.ACCOUNT_KEEP)
def letter(visit: Visit) -> Response:
    """Keep whether a weekly letter is wanted."""
    actor, wanted = acting(myself(visit)), request.form.get("digest") == "1"
    visit.write(lambda unit: want_digest(unit, actor, wanted))
    return redirect("/messages", 303)


def _row(visit: Visit, told: ToldMessage) -> MessageRow:
    kind, say = KINDS[told.kind], gettext_for(visit.locale)[0]
    words = {name: _said(visit, name, word) for name, word in told.words.items()}
    return MessageRow(say(kind.text, **words), href_of(kind, told.words), say(kind.link), told.at, told.read_at is None)


def _said(visit: Visit, name: str, word: str) -> Markup:
    """Return a word of a message; a day is written as the reader's language writes it."""
    if name != "day":
        return isolated(word)
    written: Markup = visit.parts["renderer"].environment(visit.locale).filters["day"](date.fromisoformat(word))
    return written
