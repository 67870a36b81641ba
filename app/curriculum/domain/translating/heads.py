"""What course.yml says to its readers, beside its translation."""

from __future__ import annotations

from collections.abc import Mapping

from app.curriculum.domain.course_file import CourseHead, read_course_file
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.translating.front import ORDER, read_front
from app.curriculum.domain.translating.lessons import TITLE
from app.curriculum.domain.translating.parts import Group, Part, typed
from app.curriculum.domain.yaml_blocks import with_block, yaml_value
from app.foundation.words import N_

SUMMARY, OUTCOME, MODULE = N_("Summary"), N_("What officers will be able to do"), N_("Module")


def head_groups(head: CourseHead, target: str, old: str | None, *, stale: bool) -> tuple[Group, ...]:
    """Return title, summary, outcomes and titles of modules beside their translations."""
    front = read_front(target)
    before = set(_said(read_course_file(old, Findings())).values()) if old is not None else set()
    outcomes, modules = front.maps.get("outcomes", {}), front.maps.get("modules", {})
    parts = [
        Part("title", TITLE, head.title, front.title),
        Part("summary", SUMMARY, head.summary, front.texts.get("summary", "")),
        *(Part(f"o-{key}", OUTCOME, text, outcomes.get(key, "")) for key, text in head.outcomes.items()),
        *(Part(f"m-{one.folder}", MODULE, one.title, modules.get(one.folder, "")) for one in head.modules),
    ]
    return tuple(Group(part.name, part.label, (part,), stale and part.source not in before) for part in parts)


def with_head_words(text: str, head: CourseHead, fields: Mapping[str, str]) -> str:
    """Return the file with summary, outcomes and modules as they were typed; empty ones are left out."""
    summary = " ".join(typed(fields, "summary").split())
    blocks = {
        "summary": [f"summary: {yaml_value(summary)}"] if summary else [],
        "outcomes": _map("outcomes", {key: fields.get(f"o-{key}", "") for key in head.outcomes}),
        "modules": _map("modules", {one.folder: fields.get(f"m-{one.folder}", "") for one in head.modules}),
    }
    for name, lines in blocks.items():
        text = with_block(text, name, lines, ORDER[: ORDER.index(name)])
    return text


def _map(name: str, texts: Mapping[str, str]) -> list[str]:
    lines = [f"  {key}: {yaml_value(text)}" for key, text in texts.items() if text.strip()]
    return [f"{name}:", *lines] if lines else []


def _said(head: CourseHead | None) -> dict[str, str]:
    if head is None:
        return {}
    modules = {one.folder: one.title for one in head.modules}
    return {"title": head.title, "summary": head.summary, **head.outcomes, **modules}
