"""A scheme as its owner wrote it: what it certifies, what must be met, who decides, how long it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.accreditation.domain.cut_score import CutScore, read_cut_scores
from app.accreditation.domain.judged import UnreadableScheme, read_whole
from app.accreditation.domain.months import months_after
from app.accreditation.domain.renewal import RenewalRules
from app.accreditation.domain.requirements import check_tree, courses_named, leaves_of
from app.accreditation.domain.sheet import Conduct, Sheet, read_conduct, read_sheet

_NEEDED = {"id", "title", "kind", "decision", "valid-months", "version", "design", "statement", "requirements"}
_MAY = {"renewal", "transition", "appeal-days", "cut-scores", "sheets", "conduct"}
KINDS = ("knowledge", "competence", "attendance")


@dataclass(frozen=True, slots=True)
class DecisionMode:
    """Who decides under a scheme: `by` its rule or staff, and how many persons of staff must agree (`approvals`).

    Of what the rule decides, `sample` of a hundred cases are looked at by staff first.
    """

    by: str = "rule"
    approvals: int = 1
    sample: int = 0


@dataclass(frozen=True, slots=True)
class Transition:
    """Who was under way under version `number` may still be judged by it until that day, the day included."""

    number: int
    until: date


@dataclass(frozen=True, slots=True)
class Scheme:
    """A version of a scheme; `requirements` is the tree that `requirements.judge` reads.

    `titles` and `statements` are language → text; `title` and `statement` those of the first language. `appeal_days`
    is how long a decision may be appealed against; `cut_scores` is `course/quiz` → how its cut score was set.
    """

    key: str
    title: str
    kind: str
    number: int
    valid_months: int
    design: str
    statement: str
    requirements: Mapping[str, Any]
    decision: DecisionMode = DecisionMode()
    renewal: RenewalRules | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)
    transition: Transition | None = None
    appeal_days: int = 30
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    conduct: Mapping[str, Conduct] = field(default_factory=dict)
    cut_scores: Mapping[str, CutScore] = field(default_factory=dict)

    @property
    def courses(self) -> frozenset[str]:
        """The courses that the scheme rests on."""
        return courses_named(self.requirements)

    @property
    def renewal_courses(self) -> frozenset[str]:
        """The courses that a renewal names; none where the scheme has no renewal."""
        return courses_named(self.renewal.requirements) if self.renewal else frozenset()

    @property
    def interviews(self) -> frozenset[str]:
        """The sheets that are used in interviews; all others are those of practicals."""
        leaves = (leaf for tree in _trees(self) for leaf in leaves_of(tree))
        return frozenset(str(values["sheet"]) for kind, values in leaves if kind == "interview")


def read_scheme(document: Mapping[str, Any]) -> Scheme:
    """Return the scheme of a document. Raises `UnreadableScheme` naming what is missing, unknown or wrong."""
    unknown, missing = set(document) - _NEEDED - _MAY, _NEEDED - set(document)
    if unknown or missing:
        named = ", ".join(sorted(unknown | missing))
        raise UnreadableScheme(f"missing or unknown: {named}")
    if document["kind"] not in KINDS:
        raise UnreadableScheme(f"kind: one of {', '.join(KINDS)}")
    number = read_whole(document["version"], "version", 1, 10_000)
    titles, statements = _texts(document["title"], "title"), _texts(document["statement"], "statement")
    check_tree(document["requirements"])
    scheme = Scheme(
        key=str(document["id"]),
        title=next(iter(titles.values())),
        kind=str(document["kind"]),
        number=number,
        valid_months=read_whole(document["valid-months"], "valid-months", 1, 120),
        design=str(document["design"]),
        statement=next(iter(statements.values())),
        requirements=document["requirements"],
        decision=read_decision(document["decision"]),
        titles=titles if isinstance(document["title"], Mapping) else {},
        statements=statements if isinstance(document["statement"], Mapping) else {},
        renewal=read_renewal(document.get("renewal")),
        transition=_transition(document["transition"], number) if "transition" in document else None,
        appeal_days=read_whole(document.get("appeal-days", 30), "appeal-days", 1, 365),
        sheets={str(key): read_sheet(str(key), one) for key, one in document.get("sheets", {}).items()},
        conduct={str(key): read_conduct(str(key), one) for key, one in document.get("conduct", {}).items()},
        cut_scores=read_cut_scores(document.get("cut-scores", {}), document["requirements"]),
    )
    _refuse_missing(scheme)
    return scheme


def _texts(value: object, name: str) -> dict[str, str]:
    """Return one text as that of English, or the texts by language."""
    texts: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {"en": value}
    if not texts or not all(isinstance(one, str) and one.strip() and len(one) <= 200 for one in texts.values()):
        raise UnreadableScheme(f"{name}: words, or words by language, at most 200 letters")
    return texts


def read_renewal(value: object) -> RenewalRules | None:
    """Return `{opens-months: 6, grace-days: 90, requirements: <tree>}` as a value; None where a scheme has none.

    Raises `UnreadableScheme` for anything else.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {"opens-months", "grace-days", "requirements"}:
        raise UnreadableScheme("renewal: `opens-months`, `grace-days` and `requirements`")
    check_tree(value["requirements"])
    return RenewalRules(
        opens_months=read_whole(value["opens-months"], "opens-months", 1, 60),
        grace_days=read_whole(value["grace-days"], "grace-days", 0, 366),
        requirements=value["requirements"],
    )


def _transition(value: object, number: int) -> Transition:
    if not isinstance(value, Mapping) or set(value) != {"from", "until"}:
        raise UnreadableScheme("transition: exactly from (a version) and until (a day)")
    earlier = read_whole(value["from"], "transition: from", 1, max(1, number - 1))
    try:
        return Transition(earlier, date.fromisoformat(str(value["until"])))
    except ValueError as error:
        raise UnreadableScheme("transition: until: a day such as 2027-06-30") from error


def papers_named(scheme_document: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the sheets and the versions of the code of conduct that a document's requirements name."""
    trees = [scheme_document["requirements"]]
    if isinstance(scheme_document.get("renewal"), Mapping):
        trees.append(scheme_document["renewal"].get("requirements", {"all": []}))
    leaves = [leaf for tree in trees for leaf in leaves_of(tree)]
    sheets = frozenset(str(values["sheet"]) for kind, values in leaves if "sheet" in values)
    conduct = frozenset(str(values["version"]) for kind, values in leaves if kind == "code-of-conduct")
    return sheets, conduct


def least_of(scheme: Scheme, sheet: str) -> int:
    """Return how many criteria of a sheet the scheme asks to be met; all of them where it names no number."""
    leaves = (values for tree in _trees(scheme) for _, values in leaves_of(tree) if values.get("sheet") == sheet)
    named = (int(values["at-least"]) for values in leaves if "at-least" in values)
    return next(named, len(scheme.sheets[sheet].criteria))


def _trees(scheme: Scheme) -> tuple[Mapping[str, Any], ...]:
    return (scheme.requirements, scheme.renewal.requirements) if scheme.renewal else (scheme.requirements,)


def _refuse_missing(scheme: Scheme) -> None:
    for kind, values in (leaf for tree in _trees(scheme) for leaf in leaves_of(tree)):
        sheet = scheme.sheets.get(str(values.get("sheet", "")))
        if "sheet" in values and sheet is None:
            raise UnreadableScheme(f"{kind}: no sheet {values['sheet']!r} among the sheets")
        if sheet and int(values.get("at-least", 0)) > len(sheet.criteria):
            raise UnreadableScheme(f"{kind}: at-least: the sheet has only {len(sheet.criteria)} criteria")
        if kind == "code-of-conduct" and str(values["version"]) not in scheme.conduct:
            raise UnreadableScheme(f"code-of-conduct: there is no version {values['version']!r}")


def read_decision(value: object) -> DecisionMode:
    """Return `automatic`, `{automatic: {sample: 10}}`, `staff` or `{staff: {approvals: 2}}` as a value.

    Raises `UnreadableScheme` for anything else.
    """
    name, more = (value, {}) if isinstance(value, str) else _one_key(value, "decision")
    if name == "automatic" and set(more) <= {"sample"}:
        return DecisionMode(sample=read_whole(more.get("sample", 0), "sample", 0, 100))
    if name == "staff" and set(more) <= {"approvals"}:
        return DecisionMode(by="staff", approvals=read_whole(more.get("approvals", 1), "approvals", 1, 2))
    raise UnreadableScheme("decision: `automatic`, or `staff`, with `sample` or `approvals`")


def _one_key(value: object, name: str) -> tuple[object, Mapping[str, Any]]:
    if isinstance(value, Mapping) and len(value) == 1:
        key, more = next(iter(value.items()))
        if isinstance(more, Mapping):
            return key, more
    raise UnreadableScheme(f"{name}: one word, or one word with its values")


def valid_until(issued_on: date, months: int) -> date:
    """Return the last day of validity: the day before the same day `months` later, or that month's last day if none."""
    same = months_after(issued_on, months)
    return same if same.day < issued_on.day else same - timedelta(days=1)
