"""Requirements and credentials as pages show them: sentences in the language of the visit, states as words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from app.accreditation.domain.life import CredentialState
from app.accreditation.domain.renewal import RenewalWindow
from app.accreditation.domain.requirements import Judged, Judgement
from app.accreditation.domain.scheme import Scheme
from app.accreditation.queries import CredentialRecord
from app.foundation.words import N_
from app.web.locales import gettext_for, isolated
from app.web.visit import Visit

EXPIRES_SOON = 90
KINDS = {
    "knowledge": N_("Knowledge certificate"),
    "competence": N_("Certificate of competence"),
    "attendance": N_("Certificate of attendance"),
}
LEVELS = {
    "knowledge": N_("Shows knowledge in an examination; practical skill was not assessed."),
    "competence": N_("Shows knowledge and practical skill, both assessed."),
    "attendance": N_("Shows that training was attended; nothing was assessed."),
}
_ASKED = {
    "identity-confirmed": N_("Have identity and service confirmed by the own agency"),
    "code-of-conduct": N_("Accept the code of conduct"),
    "employer-statement": N_("Have the own agency state that the person does this work"),
    "red-lines-right": N_("Answer every red-line question of that examination right"),
}
"""What holders had to do, where the requirement itself speaks to the learner."""
_NOT_NEEDED = N_("You need not do this: another way is met.")
_ARRANGED = N_("Asked for on %(since)s, waiting: an assessor arranges it with you.")
_WAITS = {"employer-statement": N_("Asked for on %(since)s, waiting for your agency coordinator.")}
Titles = Mapping[str, str]
Asked = Mapping[tuple[str, str], date]
"""Kind and key of what somebody asked for → the day."""


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A requirement as the requirement list takes it: what, its evidence or why not, where to go, the state."""

    title: Markup
    href: str
    lines: tuple[Markup, ...]
    state: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """What was missing when something was refused: why, and the weak outcomes with their share and what is asked."""

    title: Markup
    reason: Markup
    areas: tuple[tuple[Markup, int, int], ...]


@dataclass(frozen=True, slots=True)
class SchemeRows:
    """A scheme with the requirements of one person.

    `until` is the last day on which these rules count for them; `waiting_since` while a case of theirs lies with staff.
    """

    key: str
    title: str
    met: bool
    met_count: int
    asked_count: int
    rows: tuple[RequirementRow, ...]
    begun: bool = True
    until: date | None = None
    waiting_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """A credential as its holder and the register's lists show it; `state` may be `expires-soon`. No name."""

    id: str
    number: str
    title: str
    state: str
    issued_on: date
    valid_until: date
    days_left: int
    specimen: bool
    imported: bool
    sha256: str | None
    verify_url: str
    renewal: RenewalWindow | None = None
    size: int | None = None
    badge_size: int | None = None

    @property
    def download(self) -> str:
        """Where the PDF is; asking for it waits for the worker if it is not made yet."""
        return f"/certificates/{self.number}.pdf"

    @property
    def badge(self) -> str:
        """Where the same is as data."""
        return f"/certificates/{self.number}.json"


def scheme_rows(
    visit: Visit,
    scheme: Scheme,
    judgement: Judgement,
    titles: Titles,
    until: date | None = None,
    waiting_since: datetime | None = None,
    asked: Asked = MappingProxyType({}),
) -> SchemeRows:
    """Return the requirement list of a judged scheme; `titles` are those of courses, by key."""
    rows, begun = requirement_rows(visit, judgement, titles, asked), is_open_to(judgement)
    return SchemeRows(scheme.key, scheme.title, judgement.met, judgement.met_count, judgement.asked_count, rows, begun,
                      until, waiting_since)  # fmt: skip


def requirement_rows(
    visit: Visit, judgement: Judgement, titles: Titles, asked: Asked = MappingProxyType({})
) -> tuple[RequirementRow, ...]:
    """Return the leaves of a judgement as rows. `asked` is what the person asked for and nobody answered yet."""
    say, day = _words(visit), _day(visit)
    leaves = (_for_reader(leaf, asked, spare=at in judgement.spare) for at, leaf in enumerate(judgement.leaves))
    return tuple(_row(leaf, say, _values(leaf.values, day, titles)) for leaf in leaves)


def is_open_to(judgement: Judgement) -> bool:
    """Whether somebody can go for it now: the accreditations that it rests on are held, or something of it is begun."""
    lacking = any(leaf.kind == "credential" and not leaf.met for leaf in judgement.leaves)
    begun = any(leaf.kind in {"course-completed", "practical"} and leaf.state != "not-met" for leaf in judgement.leaves)
    return begun or not lacking


def asked_of_holders(visit: Visit, judgement: Judgement, titles: Titles) -> tuple[Markup, ...]:
    """Return what the scheme asks, one sentence for each requirement, with nothing of a person in it."""
    say, day = _words(visit), _day(visit)
    return tuple(
        say(_ASKED.get(leaf.kind, leaf.title), **_values(leaf.values, day, titles)) for leaf in judgement.leaves
    )


def gap_rows(visit: Visit, gaps: Iterable[Mapping[str, Any]]) -> tuple[GapRow, ...]:
    """Return the gaps that were frozen with a refusal, in the language of the visit; of the days, the written ones."""
    say = _words(visit)
    return tuple(
        GapRow(say(gap["title"], **values), say(gap["reason"], **values),
               tuple((isolated(outcome), share, asked) for outcome, share, asked in gap["areas"]))
        for gap in gaps
        if isinstance(gap, Mapping)
        for values in ({name: isolated(value) for name, value in gap["values"].items()},)
    )  # fmt: skip


def credential_row(
    credential: CredentialRecord, today: date, verify_url: str, renewal: RenewalWindow | None = None
) -> CredentialRow:
    """Return a credential with its state on `today`, and its renewal where it has one."""
    state, left = credential.state(today), credential.days_left(today)
    soon = state is CredentialState.VALID and left <= EXPIRES_SOON
    return CredentialRow(
        id=credential.id,
        number=credential.number,
        title=credential.title,
        state="expires-soon" if soon else state.value,
        issued_on=credential.issued_on,
        valid_until=credential.valid_until,
        days_left=left,
        specimen=credential.specimen,
        imported=credential.origin == "imported",
        sha256=credential.sha256,
        verify_url=verify_url,
        renewal=renewal,
        size=credential.size,
        badge_size=credential.badge_size,
    )


def _for_reader(leaf: Judged, asked: Asked, *, spare: bool) -> Judged:
    """Return the leaf as its list shows it: not needed beside a way that is met, waiting once it was asked for."""
    if spare:
        return replace(leaf, state="not-needed", reason=_NOT_NEEDED)
    since = asked.get((leaf.kind, str(leaf.values.get("sheet", "agency"))))
    if since is None or leaf.state not in {"not-met", "expired"}:
        return leaf
    return replace(
        leaf, state="waiting", reason=_WAITS.get(leaf.kind, _ARRANGED), values={**leaf.values, "since": since}
    )


def _row(leaf: Judged, say: Callable[..., Markup], values: Mapping[str, Markup]) -> RequirementRow:
    return RequirementRow(say(leaf.title, **values), leaf.href, (say(leaf.reason, **values),), leaf.state)


def _values(values: Mapping[str, object], day: Callable[[date], Markup], titles: Titles) -> dict[str, Markup]:
    shown = {name: day(one) if isinstance(one, date) else isolated(one) for name, one in values.items()}
    named = {name: titles.get(str(values.get(name, ""))) for name in ("course", "paper", "sheet", "scheme")}
    return shown | {name: isolated(title) for name, title in named.items() if title}


def _words(visit: Visit) -> Callable[..., Any]:
    return gettext_for(visit.locale)[0]


def _day(visit: Visit) -> Callable[[date], Markup]:
    filters: Mapping[str, Callable[[date], Markup]] = visit.parts["renderer"].environment(visit.locale).filters
    return filters["day"]
