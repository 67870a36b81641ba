"""What printing says no to. None of these is a visitor's error: they stop a job, and its message names the cause."""

from __future__ import annotations


class CannotPrint(Exception):
    """The document cannot be made; nothing was written."""


class MissingValue(CannotPrint):
    """The design needs a value that was not given, or was given one that it does not know."""


class Unprintable(CannotPrint):
    """A value holds letters that no font of the design has."""


class ForbiddenAddress(CannotPrint):
    """The document asked for something outside the folders of its design; nothing was fetched."""
