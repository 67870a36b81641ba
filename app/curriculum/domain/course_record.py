"""What course.yml says about the course as a whole, as its form shows it; written back key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.curriculum.domain.course_file import CourseHead
from app.curriculum.domain.yaml_blocks import block_lines, with_block, yaml_list, yaml_value

ORDER = (
    "format",
    "id",
    "title",
    "summary",
    "languages",
    "level",
    "duration",
    "contact-hours",
    "tags",
    "prerequisites",
    "authors",
    "licence",
    "partner",
    "tlp",
    "reviewed",
    "review-by",
    "outcomes",
)
"""The keys of course.yml in the order in which a new one is put in."""
_ELSEWHERE = frozenset({"format", "id", "duration", "authors", "reviewed"})
"""Keys that the form does not show."""


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """The fields of the form, as text. `outcomes` are key and sentence; lists are as typed, with commas.

    The first of the `languages` is that of the source: the form changes it while it is the only one.
    """

    title: str
    summary: str
    level: str
    licence: str
    partner: str
    tlp: str
    review_by: str
    contact_hours: str
    prerequisites: tuple[str, ...]
    tags: tuple[str, ...]
    outcomes: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]


def record_of(head: CourseHead) -> CourseRecord:
    """Return the form's values of what was read."""
    hours = head.contact_hours
    return CourseRecord(
        title=head.title,
        summary=head.summary,
        level=head.level,
        licence=head.licence,
        partner=head.partner,
        tlp=head.tlp,
        review_by=head.review_by.isoformat() if head.review_by else "",
        contact_hours="" if hours is None else f"{float(hours):g}",
        prerequisites=head.prerequisites,
        tags=head.tags,
        outcomes=tuple(head.outcomes.items()),
        languages=head.languages,
    )


def write_record(text: str, old: CourseRecord, new: CourseRecord) -> str:
    """Return course.yml with the fields that differ; the others keep their lines."""
    for key, lines in _blocks(new).items():
        if lines != _blocks(old)[key]:
            text = with_block(text, key, lines, ORDER[: ORDER.index(key)])
    return text


def record_lines(text: str) -> str:
    """Return the lines of course.yml that the form shows."""
    return "\n".join(line for key in ORDER if key not in _ELSEWHERE for line in block_lines(text, key) or ())


def _blocks(record: CourseRecord) -> Mapping[str, list[str]]:
    outcomes = [f"  {key}: {yaml_value(sentence)}" for key, sentence in record.outcomes]
    return {
        "title": _line("title", yaml_value(record.title)),
        "summary": _line("summary", yaml_value(record.summary)),
        "languages": _line("languages", yaml_list(record.languages)),
        "level": _line("level", record.level),
        "licence": _line("licence", yaml_value(record.licence) if record.licence else ""),
        "partner": _line("partner", record.partner),
        "tlp": _line("tlp", "" if record.tlp == "CLEAR" else record.tlp),
        "review-by": _line("review-by", record.review_by),
        "contact-hours": _line("contact-hours", record.contact_hours),
        "prerequisites": _line("prerequisites", yaml_list(record.prerequisites) if record.prerequisites else ""),
        "tags": _line("tags", yaml_list(record.tags) if record.tags else ""),
        "outcomes": ["outcomes:", *outcomes] if outcomes else [],
    }


def _line(key: str, value: str) -> list[str]:
    return [f"{key}: {value}"] if value else []
