"""Explaining a grant: the decision is made again from the frozen statement and compared with the record (U14)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import Judged, Judgement, judge
from app.accreditation.domain.statement import FORMAT, IMPORTED, read_evidence, statement_hash
from app.foundation.words import N_


class UnreadableStatement(Exception):
    """What is stored is no statement that this version can read; the message says why."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A grant as judged again. `differences` are sentences, empty where the outcome is the recorded one.

    `hash_matches` says whether the statement is, to the letter, the one whose hash the register holds.
    """

    number: str
    statement: Mapping[str, Any]
    evidence: Evidence
    judgement: Judgement
    hash_matches: bool
    differences: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the recorded decision follows from the recorded evidence, and nothing was changed since."""
        return self.hash_matches and not self.differences

    @property
    def requirements(self) -> tuple[Judged, ...]:
        """The leaf requirements in the scheme's order, as judged again."""
        return self.judgement.leaves


def explain(text: str, recorded_hash: str) -> Explanation:
    """Judge the statement's evidence by the statement's own requirements; nothing else is looked at.

    Raises `UnreadableStatement` for a text that is no statement.
    """
    statement = _read(text)
    try:
        evidence = read_evidence(statement["evidence"])
        judgement = _judged(statement, evidence)
        differences = _differences(statement["requirements"], judgement)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableStatement(f"{type(error).__name__}: {error}") from error
    return Explanation(
        number=str(statement["number"]),
        statement=statement,
        evidence=evidence,
        judgement=judgement,
        hash_matches=statement_hash(text) == recorded_hash,
        differences=differences,
    )


def _judged(statement: Mapping[str, Any], evidence: Evidence) -> Judgement:
    """What was issued before this register has no evidence in it: there is nothing to decide again."""
    if statement.get("origin") == IMPORTED:
        return Judgement(True, ())
    return judge(statement["scheme"]["requirements"], evidence)


def _read(text: str) -> Mapping[str, Any]:
    try:
        statement = json.loads(text)
    except ValueError as error:
        raise UnreadableStatement("no JSON") from error
    if not isinstance(statement, dict) or statement.get("format") != FORMAT:
        raise UnreadableStatement(f"not of the format {FORMAT}")
    return statement


def _differences(recorded: list[Mapping[str, Any]], judgement: Judgement) -> tuple[str, ...]:
    found = [] if judgement.met else [N_("The requirements are not met by the recorded evidence.")]
    then = [(one["kind"], one["met"], one["evidence"]) for one in recorded]
    now = [(leaf.kind, leaf.met, leaf.evidence) for leaf in judgement.leaves]
    if then != now:
        found.append(N_("The single requirements are not judged as they were recorded."))
    return tuple(found)
