"""The rules of a quiz as they are stored with its version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from app.assessment.domain.attempt_rules import QuizRules
from app.assessment.domain.blueprint import Blueprint, Cell


def rules_to_record(rules: QuizRules) -> dict[str, Any]:
    """Return the rules in the values that JSON knows: the cut as text (`"4/5"`), times in whole seconds.

    Raises ValueError for a part of a second, which no rule needs and the record could not keep.
    """
    record = asdict(replace(rules, blueprint=None))
    record |= {"cut": str(rules.cut), "items": list(rules.items)}
    record |= {"wait": _seconds(rules.wait), "time": _seconds(rules.time)}
    if rules.blueprint is not None:
        record["blueprint"] = {
            "cells": [asdict(cell) for cell in rules.blueprint.cells],
            "redlines": rules.blueprint.redlines,
        }
    return record


def rules_from_record(record: Mapping[str, Any]) -> QuizRules:
    """Return the rules that `rules_to_record` wrote. Fields that an older record lacks take their defaults."""
    values = dict(record)
    values |= {name: _duration(values.get(name)) for name in ("wait", "time")}
    values["items"] = tuple(values.get("items", ()))
    values["blueprint"] = _blueprint(values.get("blueprint"))
    if "cut" in values:
        values["cut"] = Fraction(values["cut"])
    return QuizRules(**values)


def _blueprint(record: Mapping[str, Any] | None) -> Blueprint | None:
    if record is None:
        return None
    return Blueprint(tuple(Cell(**cell) for cell in record["cells"]), record["redlines"])


def _seconds(duration: timedelta | None) -> int | None:
    if duration is None:
        return None
    if duration.microseconds:
        raise ValueError("the rules of a quiz know whole seconds")
    return duration // timedelta(seconds=1)


def _duration(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
