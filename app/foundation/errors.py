"""Refusals: what the domain says no to, each with a stable code and a sentence that says what to do."""

from __future__ import annotations

from app.foundation.words import N_


class Refusal(Exception):
    """A rule says no. `code` is stable, `message` is shown translated with `values`, `status` is the HTTP answer."""

    code = "refused"
    message = N_("This cannot be done.")
    status = 409

    def __init__(self, **values: object) -> None:
        super().__init__(self.code)
        self.values = values


class NotFound(Refusal):
    """There is no such thing, or it is not yours to see: the two look alike on purpose."""

    code = "not_found"
    message = N_("There is no such page.")
    status = 404


class NotPermitted(Refusal):
    """The active role does not hold the permission that the page asks."""

    code = "not_permitted"
    message = N_("This page is for another role.")
    status = 403


class TooOften(Refusal):
    """A limit was reached; `seconds` says how long to wait."""

    code = "too_often"
    message = N_("Too many tries. Wait %(seconds)s seconds and try again.")
    status = 429


class Busy(Refusal):
    """The database stayed busy through every retry; nothing was changed."""

    code = "busy"
    message = N_("The system is busy. Nothing was changed; try again in a few seconds.")
    status = 503


class NotMigrated(Refusal):
    """The database lacks a table or column that the program knows; nothing was changed."""

    code = "not_migrated"
    message = N_("This system is being updated, and the update is not finished. Nothing was changed. Tell an operator.")
    status = 503


class DiskFull(Refusal):
    """There is no room left to write; nothing was changed, and what was kept before stays."""

    code = "disk_full"
    message = N_(
        "The disk of this system is full. Nothing was changed, and what was saved before is kept. Tell an operator; "
        "reading still works."
    )
    status = 503


class AgainstTheRecords(Refusal):
    """A rule that stands in the database refuses what the program let through; a failure of ours, but nothing broke."""

    code = "against_the_records"
    message = N_("The records refuse this, since it would break one of their rules. Nothing was changed.")


class BadInput(Refusal):
    """The request cannot be read: wrong shape, forbidden bytes, a number that is no number."""

    code = "bad_input"
    message = N_("This request could not be read. Go back, check what you entered and send it again.")
    status = 400
