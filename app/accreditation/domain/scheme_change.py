"""What may be changed of a scheme in the browser: numbers that its file gives, never which requirements it asks.

The document is changed in place of the file and read by the same reader; each change is a version of its own.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.accreditation.domain.cut_score import cuts_asked, cuts_changed
from app.accreditation.domain.judged import UnreadableScheme
from app.accreditation.domain.scheme import DecisionMode, Scheme, read_decision, read_scheme

RULE, ONE, TWO = "rule", "one", "two"
DECIDERS = (RULE, ONE, TWO)
"""Who decides: the rule, one person of staff, two."""
_PERCENT = ("cut", "areas")
_WHOLE: Mapping[str, tuple[int, int]] = {
    "at-least": (1, 100),
    "assessors": (1, 5),
    "agencies": (1, 5),
    "n": (1, 1_000),
    "within-months": (1, 120),
}
_TOP: Mapping[str, tuple[int, int]] = {"valid-months": (1, 120), "appeal-days": (1, 365)}
_RENEWAL: Mapping[str, tuple[int, int]] = {"opens-months": (1, 60), "grace-days": (0, 366)}
_BRANCHES = ("all", "any", "at-least")


@dataclass(frozen=True, slots=True)
class Setting:
    """A number of a scheme that may be changed.

    `key` names it in a form; `tree` is `requirements`, `renewal` or empty, `leaf` counts the leaves of that tree from
    nought (None for what belongs to no leaf); `name` is the word of the file; the bounds are the reader's.
    """

    key: str
    name: str
    value: int
    least: int
    most: int
    percent: bool = False
    tree: str = ""
    leaf: int | None = None


_Place = tuple[Setting, MutableMapping[str, Any], str]


class NotWithinBounds(Exception):
    """Some numbers are none, or outside their bounds: `keys` are those of the settings."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


def settings_of(document: Mapping[str, Any]) -> tuple[Setting, ...]:
    """Return every number of the document that may be changed, in the order of the file."""
    return tuple(setting for setting, _, _ in _places(document))


def decider_of(mode: DecisionMode) -> str:
    """Return who decides, as one of `DECIDERS`."""
    return RULE if mode.by == "rule" else (TWO if mode.approvals > 1 else ONE)


def changed_document(
    document: Mapping[str, Any],
    numbers: Mapping[str, str],
    *,
    decider: str,
    sample: str,
    number: int,
    transition: tuple[int, date] | None,
    panel: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the document with other numbers, as version `number`; what is not given stays.

    `panel` is method, panel and day by which the cut scores were set that are not the same any more (A33).
    `transition` is the version under which people are under way, and the last day on which they may still be judged by
    it. Raises `NotWithinBounds`, or `UnreadableScheme` where the reader does not take the whole.
    """
    made: dict[str, Any] = copy.deepcopy(dict(document))
    wrong = [setting.key for setting, holder, name in _places(made) if not _set(setting, holder, name, numbers)]
    if decider == RULE and not _within(sample or "0", 0, 100):
        wrong.append("sample")
    if wrong:
        raise NotWithinBounds(tuple(wrong))
    made["decision"] = _decision(document, decider, int(sample or "0"))
    made["version"] = number
    made.pop("transition", None)
    if transition:
        made["transition"] = {"from": transition[0], "until": transition[1].isoformat()}
    _keep_what_holds(made)
    changed = cuts_changed(document["requirements"], made["requirements"])
    if panel and changed:
        made["cut-scores"] = {
            **made.get("cut-scores", {}),
            **{key: {"cut": cut, **panel} for key, cut in changed.items()},
        }
    read_scheme(made)
    return made


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[Setting, Setting], ...]:
    """Return the settings that are not the same, as pairs; both documents ask the same requirements."""
    pairs = zip(settings_of(before), settings_of(after), strict=True)
    return tuple((old, new) for old, new in pairs if old.value != new.value)


def asks_the_same(before: Scheme, after: Scheme) -> bool:
    """Whether two versions differ in nothing but their number and who may still be judged by which."""
    return replace(before, number=after.number, transition=after.transition) == after


def _places(document: Mapping[str, Any]) -> Iterator[_Place]:
    """Give each setting with the mapping that holds its value, and the word under which it stands there."""
    top: Any = document
    for name, (least, most) in _TOP.items():
        value = top.get(name, 30)
        yield Setting(name, name, int(value), least, most), top, name
    yield from _in_tree(document, document["requirements"], "requirements", "r")
    renewal = document.get("renewal")
    if renewal:
        for name, (least, most) in _RENEWAL.items():
            yield Setting(name, name, int(renewal[name]), least, most, tree="renewal"), renewal, name
        yield from _in_tree(document, renewal["requirements"], "renewal", "w")


def _in_tree(document: Mapping[str, Any], tree: Mapping[str, Any], of: str, mark: str) -> Iterator[_Place]:
    branch = leaf = -1
    for kind, arguments in _nodes(tree):
        if kind in _BRANCHES:
            branch += 1
            if kind == "at-least":
                most = len(arguments["of"])
                yield Setting(f"{mark}b{branch}-n", "of-these", int(arguments["n"]), 1, most, tree=of), arguments, "n"
            continue
        leaf += 1
        yield from _of_leaf(arguments, of, f"{mark}{leaf}", leaf, _criteria(document, arguments))


def _of_leaf(arguments: Any, tree: str, mark: str, leaf: int, criteria: int) -> Iterator[_Place]:
    for name in _PERCENT:
        if name in arguments:
            value = int(str(arguments[name]).strip().removesuffix("%"))
            yield Setting(f"{mark}-{name}", name, value, 0, 100, percent=True, tree=tree, leaf=leaf), arguments, name
    for name, (least, bound) in _WHOLE.items():
        if name in arguments:
            most, value = criteria if name == "at-least" else bound, int(arguments[name])
            yield Setting(f"{mark}-{name}", name, value, least, most, tree=tree, leaf=leaf), arguments, name
    within = arguments.get("within")
    if isinstance(within, MutableMapping):
        (least, most), value = _WHOLE["within-months"], int(within["months"])
        yield Setting(f"{mark}-within", "within-months", value, least, most, tree=tree, leaf=leaf), within, "months"


def _criteria(document: Mapping[str, Any], arguments: Any) -> int:
    """Return how many criteria the sheet of a requirement has."""
    sheet = document.get("sheets", {}).get(str(arguments.get("sheet", "")), {})
    return len(sheet.get("criteria", ())) or _WHOLE["at-least"][1]


def _nodes(tree: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    kind, arguments = next(iter(tree.items()))
    yield kind, arguments if arguments is not None else {}
    if kind in _BRANCHES:
        for child in arguments["of"] if kind == "at-least" else arguments:
            yield from _nodes(child)


def _set(setting: Setting, holder: MutableMapping[str, Any], name: str, numbers: Mapping[str, str]) -> bool:
    text = numbers.get(setting.key)
    if text is None:
        return True
    if not _within(text, setting.least, setting.most):
        return False
    if int(text) != setting.value or name in holder:  # what the file leaves out stays out while it is the same
        holder[name] = f"{int(text)}%" if setting.percent else int(text)
    return True


def _within(text: str, least: int, most: int) -> bool:
    plain = text.strip()
    return plain.isascii() and plain.isdigit() and len(plain) < 6 and least <= int(plain) <= most


def _decision(document: Mapping[str, Any], decider: str, sample: int) -> Any:
    """Return who decides as the file writes it; what means the same stays as it was written."""
    wanted = {
        RULE: DecisionMode(sample=sample),
        ONE: DecisionMode(by="staff"),
        TWO: DecisionMode(by="staff", approvals=2),
    }.get(decider)
    if wanted is None:
        raise UnreadableScheme("decision: the rule, one person or two")
    if read_decision(document["decision"]) == wanted:
        return document["decision"]
    if decider == RULE:
        return {"automatic": {"sample": sample}} if sample else "automatic"
    return {"staff": {"approvals": 2}} if decider == TWO else "staff"


def _keep_what_holds(document: dict[str, Any]) -> None:
    """How a cut score was set is said of that cut score alone: with another one it is left out."""
    cuts = cuts_asked(document["requirements"])
    held = {key: one for key, one in document.pop("cut-scores", {}).items() if one["cut"] in cuts.get(key, ())}
    if held:
        document["cut-scores"] = held
