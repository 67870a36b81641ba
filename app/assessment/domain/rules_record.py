"""The rules of a quiz as they are stored with its version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from app.assessment.domain.areas import Areas
from app.assessment.domain.attempt_rules import QuizRules
from app.assessment.domain.blueprint import Blueprint, Cell
from app.foundation.fixed import Fixed

_TIMES = ("wait", "time", "again")


def rules_to_record(rules: QuizRules) -> dict[str, Any]:
    """Return the rules in the values that JSON knows: the cut as text (`"4/5"`), times in whole seconds.

    Raises ValueError for a part of a second, which no rule needs and the record could not keep.
    """
    record = asdict(replace(rules, blueprint=None, areas=None))
    record |= {"cut": str(rules.cut), "items": list(rules.items)}
    record |= {name: _seconds(getattr(rules, name)) for name in _TIMES}
    if rules.blueprint is not None:
        record["blueprint"] = {
            "cells": [asdict(cell) for cell in rules.blueprint.cells],
            "redlines": rules.blueprint.redlines,
        }
    if rules.areas is not None:
        outcomes = [
            [area, list(names)] for area, names in rules.areas.outcomes.items()
        ]  # JSON objects lose their order
        record["areas"] = {"share": str(rules.areas.share), "outcomes": outcomes}
    return record


def rules_from_record(record: Mapping[str, Any]) -> QuizRules:
    """Return the rules that `rules_to_record` wrote. Fields that an older record lacks take their defaults."""
    values = dict(record)
    values |= {name: _duration(values.get(name)) for name in _TIMES}
    values["items"] = tuple(values.get("items", ()))
    values["blueprint"] = _blueprint(values.get("blueprint"))
    values["areas"] = _areas(values.get("areas"))
    if "cut" in values:
        values["cut"] = Fraction(values["cut"])
    return QuizRules(**values)


def _blueprint(record: Mapping[str, Any] | None) -> Blueprint | None:
    if record is None:
        return None
    return Blueprint(tuple(Cell(**cell) for cell in record["cells"]), record["redlines"])


def _areas(record: Mapping[str, Any] | None) -> Areas | None:
    if record is None:
        return None
    return Areas(Fraction(record["share"]), Fixed({area: tuple(names) for area, names in record["outcomes"]}))


def _seconds(duration: timedelta | None) -> int | None:
    if duration is None:
        return None
    if duration.microseconds:
        raise ValueError("the rules of a quiz know whole seconds")
    return duration // timedelta(seconds=1)


def _duration(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
