"""Recognises translated texts (name.fr.md): do they have a source, is it still the one translated, do the ids agree."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from app.curriculum.domain.course_file import CourseHead
from app.curriculum.domain.did_you_mean import did_you_mean
from app.curriculum.domain.fields import Fields
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.front_matter import SplitFile, split_front_matter
from app.curriculum.domain.paths import TextPath
from app.curriculum.domain.question_attributes import split_heading
from app.curriculum.domain.question_blocks import cut
from app.curriculum.domain.text_files import canonical_bytes, read_text


def source_hash(raw: bytes) -> str:
    """Return the short hash by which a translation says which text it translates."""
    return hashlib.sha256(canonical_bytes(raw)).hexdigest()[:8]


def check_translation(
    text: TextPath, files: Mapping[str, bytes], head: CourseHead | None, ids: Mapping[str, set[str]], findings: Findings
) -> None:
    """Check a translation against its source; `ids` are the source file's own id (first) and question ids by path."""
    place = Place(text.path)
    if head is not None and text.language not in head.languages:
        findings.add("T04", place, value=text.language)
    content = read_text(text.path, files[text.path], findings)
    split = split_front_matter(text.path, content, findings) if content is not None else None
    if text.source_path not in files:
        findings.add("T01", place, source=text.source_path)
    elif split is not None:
        _judge(text, split, source_hash(files[text.source_path]), ids.get(text.source_path, set()), findings)


def _judge(text: TextPath, split: SplitFile, wanted: str, ids: set[str], findings: Findings) -> None:
    fields = split.fields
    identity = fields.id()
    fields.title()
    _judge_age(fields, wanted, findings)
    fields.finish()
    if identity and ids and identity not in ids:
        findings.add("T03", fields.place_of("id"), value=identity, source=" or ".join(sorted(ids)[:3]))
    if text.quiz:
        _judge_questions(split, ids, findings)


def _judge_age(fields: Fields, wanted: str, findings: Findings) -> None:
    given = fields.text("of")
    if not given:
        findings.add("T05", fields.place, hash=wanted)
    elif given != wanted:
        findings.add("T02", fields.place_of("of"), hash=wanted)


def _judge_questions(split: SplitFile, ids: set[str], findings: Findings) -> None:
    for raw in cut(split.body, split.first_line).questions:
        place = Place(split.file, raw.heading.number)
        key = split_heading(raw.heading.text, place, findings).key
        if key and ids and key not in ids:
            findings.add("T06", place, value=key, meant=did_you_mean(key, ids))
