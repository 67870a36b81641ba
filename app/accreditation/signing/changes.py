"""Says what was done to a signed PDF since: by revision, in words for who compares papers and not bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from app.accreditation.signing.covering import Covered, begins_later, covered
from app.accreditation.signing.fingerprints import Patience
from app.accreditation.signing.parts import Field, Page, Parts, parts_of
from app.accreditation.signing.verdict import Change
from app.foundation.words import N_

BEFORE = Change(N_("Something stands before the beginning of the file"))
CUT = Change(N_("The end of the file is missing"))
MOVED = Change(N_("The file was written anew: what was signed does not lie where the signature says"))
DIFFERS = Change(N_("Something within the signed part is another: this is not what was signed"))
BEHIND = Change(N_("Something was written behind the end of the file"))
AROUND = Change(N_("The place of the signature holds something that nobody signed"))
UNCLEAR = Change(N_("Something was added that cannot be read"))
FURTHER = Change(N_("More was changed than is told here"))
MOST_TOLD = 40
MOST = 60_000
"""Steps of patience with all states of a file; a certificate of ours takes some 2,000 for each."""

CONTENT = N_("The content of page %(page)s was replaced")
LOOKS = N_("Size, fonts or pictures of page %(page)s were changed")
LAID = N_("Something was laid over page %(page)s: a note, a stamp or a link")
TAKEN_OFF = N_("A note, a stamp or a link was taken off page %(page)s")
PAGE_ADDED = N_("A page was added: page %(page)s")
PAGE_REMOVED = N_("Page %(page)s was removed")
SIGNED_AGAIN = N_("Another signature was added")
SIGNATURE_REMOVED = N_("The signature was taken out of the form")
FIELD_ADDED = N_("A form field was added")
FIELD_CHANGED = N_("A form field was changed")
FIELD_REMOVED = N_("A form field was removed")
ATTACHED = N_("An attachment was added")
REPLACED = N_("An attachment was replaced")
RENAMED = N_("An attachment was renamed or described in another way")
DETACHED = N_("An attachment was removed")
DESCRIPTION = N_("The title or another word of the file's description was changed")
ACTIONS = N_("Something was added that a program may carry out when it opens the file")
STORE = N_("A store of certificates was added, as programs do that keep signatures for a long time")
ELSE = N_("Something else in the file was changed")


def changes_of(pdf: bytes) -> tuple[Change, ...]:
    """Return what was done to a file since it was signed, as far as it can be told; empty where nothing was.

    Revision 0 is the signed part; those of 1 and up are the first and each later revision behind it. Never raises.
    """
    if begins_later(pdf):
        return (BEFORE,)
    found = covered(pdf)
    signed = tuple(_of_signed_part(pdf, found))
    if found and found.end == len(pdf):
        return signed
    return (*signed, *_of_later(pdf, found))


def _of_signed_part(pdf: bytes, found: Covered | None) -> Iterator[Change]:
    if found and not found.placed:
        yield MOVED
    elif found and found.end > len(pdf):
        yield CUT
    elif found and found.holds is False:
        yield DIFFERS
    elif found and found.holds is None:
        yield AROUND


def _of_later(pdf: bytes, found: Covered | None) -> list[Change]:
    """Return what later revisions did, as far as they can be read; of a file with many, the first ones."""
    more, said = found is not None and found.end < len(pdf), list[Change]()
    try:
        for one in _by_revision(PdfFileReader(BytesIO(pdf))):
            if len(said) == MOST_TOLD:
                return [*said, FURTHER]
            said.append(one)
    except Exception:  # a hostile file makes parsers fail in every way there is
        return [*said, UNCLEAR] if more else said
    return said or ([BEHIND] if more else [])


def _by_revision(reader: PdfFileReader) -> Iterator[Change]:
    """Compare each revision with the one before it, from the first one that holds a signature."""
    patience, before, number = Patience(MOST), None, 0
    for place in range(reader.total_revisions):
        state = parts_of(reader.get_historical_resolver(place), patience)
        if before is not None:
            number += 1
            said = list(differences(before, state)) or [Change(ELSE)]
            yield from (replace(one, revision=number) for one in said)
        if before is not None or state.signed:
            before = state


def differences(before: Parts, after: Parts) -> Iterator[Change]:
    """Say what differs between two states of a file."""
    yield from _pages(before.pages, after.pages)
    yield from _fields(before.fields, after.fields)
    yield from map(Change, _entries(before.attachments, after.attachments, ATTACHED, DETACHED, _of_attachment))
    alike = ((DESCRIPTION, "description"), (ACTIONS, "actions"), (STORE, "store"), (ELSE, "rest"))
    yield from (Change(said) for said, name in alike if getattr(before, name) != getattr(after, name))


def _pages(before: Mapping[str, Page], after: Mapping[str, Page]) -> Iterator[Change]:
    for number, (key, was) in enumerate(before.items(), 1):
        said = _of_page(was, after[key]) if key in after else (PAGE_REMOVED,)
        yield from (Change(one, page=number) for one in said)
    yield from (Change(PAGE_ADDED, page=number) for number, key in enumerate(after, 1) if key not in before)


def _of_page(was: Page, now: Page) -> Iterator[str]:
    if was.content != now.content:
        yield CONTENT
    if was.looks != now.looks:
        yield LOOKS
    if now.laid - was.laid:
        yield LAID
    elif was.laid - now.laid:
        yield TAKEN_OFF


def _fields(before: Mapping[str, Field], after: Mapping[str, Field]) -> Iterator[Change]:
    signed = {key for key, field in before.items() if field.signed}
    again = {key for key, field in after.items() if field.signed}
    yield from (Change(SIGNED_AGAIN) for _ in again - signed)
    yield from (Change(SIGNATURE_REMOVED) for _ in signed - again)
    others = [{key: field for key, field in fields.items() if key not in signed ^ again} for fields in (before, after)]
    yield from map(Change, _entries(others[0], others[1], FIELD_ADDED, FIELD_REMOVED, lambda *_: [FIELD_CHANGED]))


def _of_attachment(was: Any, now: Any) -> Iterator[str]:
    if was.content != now.content:
        yield REPLACED
    if was.name != now.name:
        yield RENAMED


def _entries(
    before: Mapping[str, Any], after: Mapping[str, Any], added: str, removed: str,
    changed: Callable[[Any, Any], Any],
) -> Iterator[str]:  # fmt: skip
    yield from (added for key in after if key not in before)
    for key, was in before.items():
        if key not in after:
            yield removed
        elif was != after[key]:
            yield from changed(was, after[key])
