"""What was missing when accreditation was refused: each requirement that was not met, and the outcomes that were weak.

ISO/IEC 17024:2012, 9.4.3: whoever is refused is told why, so that they know what to learn again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from app.accreditation.domain.evidence import Evidence, ExaminationEvidence
from app.accreditation.domain.judged import percent_shown, read_percent
from app.accreditation.domain.requirements import Judgement, leaves_of
from app.accreditation.domain.study_requirements import points_of, read_areas
from app.assessment.domain.areas import Areas, weak_areas

MOST_AREAS = 40


def gaps_in(tree: Mapping[str, Any], judgement: Judgement, evidence: Evidence) -> list[dict[str, Any]]:
    """Return the gaps as JSON values, in the order of the requirements; days are written as 2027-06-30.

    Of an examination `areas` names each area, or outcome where no areas are named, whose share lies under what is
    asked, in whole per cent: what the scheme asks of each area, else its cut score.
    """
    pairs = zip(leaves_of(tree), judgement.leaves, strict=True)
    return [
        {
            "title": leaf.title,
            "reason": leaf.reason,
            "values": {name: _plain(value) for name, value in leaf.values.items()},
            "areas": [list(area) for area in _weak_areas(kind, arguments, evidence)][:MOST_AREAS],
        }
        for (kind, arguments), leaf in pairs
        if not leaf.met
    ]


def _weak_areas(kind: str, arguments: Mapping[str, Any], evidence: Evidence) -> Iterator[tuple[str, str, int, int]]:
    """Give course, area or outcome, share and what is asked of each weak one of the best attempt."""
    taken = evidence.examinations.get(f"{arguments.get('course')}/{arguments.get('quiz')}", ())
    if kind != "examination-passed" or not taken:
        return
    least = read_areas(arguments) or Areas(read_percent(arguments["cut"]))
    weak = weak_areas(points_of(max(taken, key=_score)), least)
    for area, share in sorted(weak.items()):
        yield str(arguments["course"]), area, percent_shown(share), percent_shown(least.share)


def _score(attempt: ExaminationEvidence) -> Fraction:
    return attempt.score


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value if isinstance(value, int | str) else str(value)
