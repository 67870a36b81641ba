"""Prints findings: a line each for people, JSON for editors and the upload page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from app.curriculum.domain.findings import Finding


def as_lines(findings: Sequence[Finding]) -> str:
    """Return `file:line:column: CODE text. Hint.` for each finding; a warning says that it is one."""
    return "\n".join(_line(finding) for finding in findings)


def as_json(findings: Sequence[Finding]) -> str:
    """Return a JSON list of findings with file, line, column, code, text, hint and level."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2)


def exit_code(findings: Sequence[Finding]) -> int:
    """Return 1 where a finding is an error, else 0."""
    return int(any(finding.level == "error" for finding in findings))


def _line(finding: Finding) -> str:
    text = f"warning: {finding.text}" if finding.level == "warning" else finding.text
    start = f"{finding.file}:{finding.line}:{finding.column}: {finding.code} {text}"
    return f"{start} {finding.hint}".rstrip()
