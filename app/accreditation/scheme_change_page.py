"""What a change of a scheme shows: the lines that differ, what it would do, who proposed and answered it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.accreditation.domain.scheme import Scheme, read_scheme
from app.accreditation.domain.scheme_change import decider_of, differences
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.scheme_change_queries import Change, StoredVersion, granted_in, stored_version
from app.accreditation.scheme_words import DECIDERS, NAMES, sentences
from app.accreditation.services.foreseeing import Impact, impact_of
from app.foundation.words import N_
from app.identity.queries import person_cards
from app.web.locales import gettext_for
from app.web.visit import Visit

_Line = tuple[Markup | str, str, object, object]
_DECIDES = N_("Who decides")
_SAMPLE = N_("Of a hundred cases, staff look at so many first")


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Plain values for the pages of a change. `lines` are (requirement or nothing, what, before, after)."""

    scheme: Scheme
    before: Scheme
    lines: tuple[_Line, ...]
    impact: Impact | None
    granted: int
    names: Mapping[str, str]


def foreseen(visit: Visit, base: StoredVersion, document: Mapping[str, Any], found: SchemeInForce) -> ChangePage:
    """Return what a change would do to the version in force."""
    changed = read_scheme(document)
    impact = impact_of(visit.read, found, changed, visit.parts["issuer"], visit.now)
    return ChangePage(changed, base.read, _lines(visit, base, document, changed), impact,
                      granted_in(visit.read, base.scheme), {})  # fmt: skip


def change_page(visit: Visit, change: Change) -> ChangePage:
    """Return what the page of a change shows; its effect is counted while it may still come into force."""
    base, changed = stored_version(visit.read, change.based_on), read_scheme(change.document)
    newest = next(one for one in schemes_in_force(visit.read) if one.scheme.key == change.scheme)
    open_to = change.answer is None and newest.version_id == base.id
    people = {one for one in (change.proposed_by, change.answered_by) if one}
    names = {key: card.name for key, card in person_cards(visit.read, people).items()}
    impact = impact_of(visit.read, newest, changed, visit.parts["issuer"], visit.now) if open_to else None
    lines = _lines(visit, base, change.document, changed)
    return ChangePage(changed, base.read, lines, impact, granted_in(visit.read, change.scheme) if open_to else 0, names)


def _lines(visit: Visit, base: StoredVersion, document: Mapping[str, Any], changed: Scheme) -> tuple[_Line, ...]:
    before, say = base.read, gettext_for(visit.locale)[0]
    said = {"requirements": sentences(visit, base.id, before, before.requirements)}
    if before.renewal:
        said["renewal"] = sentences(visit, base.id, before, before.renewal.requirements)
    numbers: list[_Line] = [
        ("" if old.leaf is None else said[old.tree][old.leaf], say(NAMES[old.name]), old.value, new.value)
        for old, new in differences(base.document, document)
    ]
    who = decider_of(before.decision), decider_of(changed.decision)
    decides: list[_Line] = []
    if who[0] != who[1]:
        decides.append(("", say(_DECIDES), say(DECIDERS[who[0]]), say(DECIDERS[who[1]])))
    drawn = before.decision.sample, changed.decision.sample
    if drawn[0] != drawn[1]:
        decides.append(("", say(_SAMPLE), *drawn))
    return (*decides, *numbers)
