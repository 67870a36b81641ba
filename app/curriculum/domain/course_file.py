"""Reads course.yml (identity, outcomes, order of modules) and sources.yml."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from app.curriculum.domain.course import Author, Review, SourceEntry
from app.curriculum.domain.fields import ID, LANGUAGE, Fields
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.labels import LABELS
from app.curriculum.domain.translation_status import review_of
from app.curriculum.domain.yaml_nodes import Node, read_yaml

MODULE_FOLDER = re.compile(r"\d{2,3}-([a-z][a-z0-9-]{1,39})")
_SOURCE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
LEVELS = ("introductory", "intermediate", "advanced")


@dataclass(frozen=True, slots=True)
class ListedModule:
    """A module as course.yml lists it; `review_by` is a day such as 2027-01-31, or nothing.

    `after` is the key of the earlier module that must be finished before this one opens, or nothing.
    """

    folder: str
    key: str
    title: str
    minutes: int
    place: Place
    owner: str = ""
    review_by: str = ""
    tlp: str = "CLEAR"
    after: str = ""


@dataclass(frozen=True, slots=True)
class CourseHead:
    """What course.yml says; `outcome_places` tells where each outcome stands.

    `file_labels` are the TLP labels of single files by their paths, `label_places` where each stands.
    """

    id: str = ""
    title: str = ""
    summary: str = ""
    languages: tuple[str, ...] = ()
    level: str = "introductory"
    duration_minutes: int | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    licence: str = ""
    partner: str = ""
    reviewed: Review | None = None
    review_by: date | None = None
    contact_hours: Fraction | None = None
    tlp: str = "CLEAR"
    file_labels: dict[str, str] = field(default_factory=dict)
    label_places: dict[str, Place] = field(default_factory=dict)
    prerequisites: tuple[str, ...] = ()
    prerequisites_place: Place = field(default_factory=lambda: Place("course.yml"))
    outcomes: dict[str, str] = field(default_factory=dict)
    outcome_places: dict[str, Place] = field(default_factory=dict)
    modules: tuple[ListedModule, ...] = ()
    duration_place: Place = field(default_factory=lambda: Place("course.yml"))


def read_course_file(text: str, findings: Findings, file: str = "course.yml") -> CourseHead | None:
    """Return what course.yml says, or nothing where it is not YAML; each wrong value is a finding."""
    root = read_yaml(file, text, findings)
    if root is None or root.kind != "map":
        if root is not None or not text.strip():
            findings.add("F05", Place(file), problem="it is not keys with values")
        return None
    fields = Fields(root, Place(file), findings)
    _judge_format(fields)
    outcomes, places = _outcomes(fields)
    labels, label_places = _file_labels(fields)
    head = CourseHead(
        id=fields.id(),
        title=fields.title(),
        summary=fields.text("summary") if fields.require("summary", "summary: What one learns") else "",
        languages=_languages(fields),
        level=fields.one_of("level", LEVELS, "introductory"),
        duration_minutes=fields.minutes("duration"),
        tags=fields.texts("tags"),
        authors=_authors(fields),
        licence=fields.text("licence"),
        partner=fields.text("partner"),
        reviewed=review_of(fields),
        review_by=fields.day("review-by"),
        contact_hours=fields.decimal("contact-hours"),
        tlp=fields.one_of("tlp", LABELS, "CLEAR"),
        file_labels=labels,
        label_places=label_places,
        prerequisites=fields.texts("prerequisites"),
        prerequisites_place=fields.place_of("prerequisites"),
        outcomes=outcomes,
        outcome_places=places,
        modules=_modules(fields),
        duration_place=fields.place_of("duration"),
    )
    fields.finish()
    return head


def read_sources_file(text: str, findings: Findings, file: str = "sources.yml") -> dict[str, SourceEntry]:
    """Return the sources by key. An entry is a full reference, or title, year, note and url."""
    root = read_yaml(file, text, findings)
    if root is None or root.kind != "map":
        if root is not None:
            findings.add("F05", root.place, problem="it is not keys with values")
        return {}
    sources: dict[str, SourceEntry] = {}
    for entry in root.entries:
        if not _SOURCE_KEY.fullmatch(entry.key):
            findings.add("F10", entry.place, key="source", value=entry.key, expected="letters, digits and hyphens")
        elif entry.value.kind == "scalar" and entry.value.text:
            sources[entry.key] = SourceEntry(entry.key, entry.value.text)
        elif entry.value.kind == "map":
            sources[entry.key] = _source(entry.key, Fields(entry.value, entry.value.place, findings))
        else:
            findings.add("F10", entry.place, key=entry.key, value="", expected="{title: …, year: …, note: …}")
    return sources


def _source(key: str, fields: Fields) -> SourceEntry:
    fields.require("title", "title: RFC 3227")
    url = fields.text("url")
    if url and not url.startswith("https://"):
        fields.wrong("url", Node("scalar", fields.place_of("url"), url), "https://…")
        url = ""
    entry = SourceEntry(key, fields.text("title"), fields.text("year"), fields.text("note"), url)
    fields.finish()
    return entry


def _judge_format(fields: Fields) -> None:
    if fields.require("format", "format: course-folder/1") and fields.text("format") != "course-folder/1":
        fields.findings.add("C02", fields.place_of("format"), value=fields.text("format"))


def _languages(fields: Fields) -> tuple[str, ...]:
    fields.require("languages", "languages: [en]")
    languages = fields.texts("languages")
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            fields.findings.add("C05", fields.place_of("languages"), value=language)
    return languages


def _authors(fields: Fields) -> tuple[Author, ...]:
    node = fields.node("authors")
    if node is None:
        return ()
    if node.kind != "list":
        fields.wrong("authors", node, "a list like - name: A. Writer")
        return ()
    return tuple(_author(item, fields) for item in node.items)


def _author(node: Node, fields: Fields) -> Author:
    if node.kind != "map":
        if node.kind != "scalar":
            fields.wrong("authors", node, "name: A. Writer")
        return Author(node.text)
    inner = Fields(node, node.place, fields.findings)
    author = Author(inner.text("name"), inner.text("organisation"))
    if not author.name and not author.organisation:
        inner.require("name", "name: A. Writer")
    inner.finish()
    return author


def _outcomes(fields: Fields) -> tuple[dict[str, str], dict[str, Place]]:
    inner = fields.nested("outcomes")
    outcomes: dict[str, str] = {}
    places: dict[str, Place] = {}
    for key, entry in (inner.entries if inner else {}).items():
        if not ID.fullmatch(key):
            fields.findings.add("F11", entry.place, value=key)
        elif entry.value.kind != "scalar":
            fields.wrong(key, entry.value, "a sentence")
        else:
            outcomes[key] = entry.value.text
            places[key] = entry.place
    return outcomes, places


def _file_labels(fields: Fields) -> tuple[dict[str, str], dict[str, Place]]:
    inner = fields.nested("file-labels")
    paths = tuple(inner.entries) if inner else ()
    labels = {path: inner.one_of(path, LABELS, "CLEAR") for path in paths} if inner else {}
    return labels, {path: inner.entries[path].place for path in paths} if inner else {}


def _modules(fields: Fields) -> tuple[ListedModule, ...]:
    node = fields.node("modules")
    if node is None or node.kind != "list" or not node.items:
        fields.findings.add("C04", fields.place_of("modules"))
        return ()
    listed: dict[str, ListedModule] = {}
    for item in node.items:
        module = _module(item, fields, listed.values())
        if module is None:
            continue
        if module.folder in listed:
            fields.findings.add("C06", module.place, module=module.folder)
        elif any(module.key == other.key for other in listed.values()):
            fields.findings.add("C07", module.place, key=module.key)
        else:
            listed[module.folder] = module
    return tuple(listed.values())


def _module(item: Node, fields: Fields, earlier: Collection[ListedModule]) -> ListedModule | None:
    if item.kind != "map" or len(item.entries) != 1:
        fields.wrong("modules", item, "- 01-first-steps: {title: First steps, minutes: 20}")
        return None
    entry = item.entries[0]
    match = MODULE_FOLDER.fullmatch(entry.key)
    if match is None:
        fields.findings.add("C03", entry.place, value=entry.key)
        return None
    if entry.value.kind != "map":
        fields.wrong(entry.key, entry.value, "{title: First steps, minutes: 20}")
        return None
    inner = Fields(entry.value, entry.place, fields.findings)
    inner.require("minutes", "minutes: 20")
    title, minutes, owner, day = inner.title(), inner.minutes("minutes"), inner.text("owner"), inner.day("review-by")
    label = inner.one_of("tlp", LABELS, "CLEAR")
    cared = (owner, day.isoformat() if day else "", label, _opens_after(inner, earlier))
    module = ListedModule(entry.key, match[1], title, minutes or 0, entry.place, *cared)
    inner.finish()
    return module


def _opens_after(fields: Fields, earlier: Collection[ListedModule]) -> str:
    """Return the key of the module that must be finished first (T11); it may be named by its folder or its key."""
    name = fields.text("after")
    found = next((one.key for one in earlier if name in (one.folder, one.key)), "")
    if name and not found:
        fields.findings.add("C08", fields.place_of("after"), value=name)
    return found
