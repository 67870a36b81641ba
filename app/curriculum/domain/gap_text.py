"""Reads a text with gaps: [[ word | other ]], [[ 90 ± 5 ]], [[ (x) right ( ) wrong ]], with a weight if need be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

from app.assessment.domain.option_keys import opaque_key
from app.assessment.domain.question import AcceptedNumber, AcceptedText, Choice, Gap, Question, TextRules
from app.curriculum.domain.answer_lines import GAP, Feedback
from app.curriculum.domain.equals_answers import AnswerReader, is_date_or_time, looks_numeric, split_weight
from app.curriculum.domain.findings import Place
from app.curriculum.domain.question_blocks import Line
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.text_answers import accepted_text, cut_variants, is_pattern
from app.foundation.gaps import MARK

MOST_GAPS = 20
_OPEN, _CLOSE = "\ue000", "\ue001"
_SIGN = re.compile(f"{_OPEN}(\\d{{1,3}}){_CLOSE}")
_SHARE = re.compile(r"(\d{1,2}(?:\.\d{1,2})?): +(.*)", re.DOTALL)
_MARKS = re.compile(r"\((x|X| *|\d{1,3} ?%)\)")
_NUMBERED = re.compile(r"(\d{1,2}): *(.*)")


class GapReader(AnswerReader):
    """Reads the text of one question with gaps; its gaps are numbered in the order of the text."""

    def __init__(self, renderer: Renderer, place: Place) -> None:
        super().__init__(renderer, [], place)
        self._found: list[tuple[str, Place]] = []

    def marked(self, lines: Sequence[Line]) -> str:
        """Return the text of some lines with a sign in place of each gap; code keeps its brackets."""
        return "\n".join(line.text if line.code else self._without_gaps(line) for line in lines)

    def _without_gaps(self, line: Line) -> str:
        clean = line.text.replace(_OPEN, "").replace(_CLOSE, "")
        return GAP.sub(lambda found: self._sign(found, line), clean)

    def _sign(self, found: re.Match[str], line: Line) -> str:
        self._found.append((found[0], Place(self._place.file, line.number, found.start() + 1)))
        return f"{_OPEN}{len(self._found)}{_CLOSE}"

    def read(self, stem: Question, remarks: Sequence[Feedback]) -> tuple[Question, list[Feedback]]:
        """Return the question with its gaps, and the remarks that belong to none of them.

        `stem` is rendered from `marked` lines. Its first paragraph stays the stem where no gap stands in it.
        """
        if len(self._found) > MOST_GAPS:
            self._findings.add("Q41", self._place, count=len(self._found), most=MOST_GAPS)
        reasons, others = self._reasons(remarks)
        gaps = [
            self._gap(number, inside[2:-2].strip(), place, stem)
            for number, (inside, place) in enumerate(self._found, 1)
        ]
        head, rest = stem_and_gaps(self._with_marks(stem.stem_html))
        question = replace(
            stem,
            type="gaps",
            stem_html=head,
            stem_text=without_signs(stem.stem_text),
            gaps=tuple(replace(gap, reason_html=reasons.get(gap.key, "")) for gap in gaps),
            gaps_html=rest,
        )
        return question, others

    def _with_marks(self, html: str) -> str:
        """Put the marks of gaps into rendered text; one that stands in a link, a picture or code is reported."""
        walker = _Walker()
        walker.feed(html)
        for number, (inside, place) in enumerate(self._found, 1):
            if str(number) not in walker.open_to_all:
                self._findings.add("Q40", place, value=inside)
        return _SIGN.sub(MARK, html)

    def _reasons(self, remarks: Sequence[Feedback]) -> tuple[dict[str, str], list[Feedback]]:
        """Take `> 2: …` for the second gap; lines that follow without a number belong to the same."""
        reasons: dict[str, str] = {}
        others: list[Feedback] = []
        for remark in remarks:
            for target, piece in self._pieces(remark):
                if target:
                    reasons[target] = reasons.get(target, "") + self._renderer.page(piece.text, piece.line).html
                else:
                    others.append(piece)
        return reasons, others

    def _pieces(self, remark: Feedback) -> list[tuple[str, Feedback]]:
        """Cut a remark at its numbered lines; the key of a gap, or nothing, stands before each piece."""
        if remark.prefix:
            return [("", remark)]
        cut: list[tuple[str, list[str], int]] = [("", [], remark.line)]
        for number, line in enumerate(remark.text.split("\n"), remark.line):
            match = _NUMBERED.fullmatch(line)
            if match and 1 <= int(match[1]) <= len(self._found):
                cut.append((str(int(match[1])), [match[2]], number))
            else:
                cut[-1][1].append(line)
        pieces = ((target, Feedback("", "\n".join(lines).strip(), line)) for target, lines, line in cut)
        return [(target, piece) for target, piece in pieces if piece.text]

    def _gap(self, number: int, inside: str, place: Place, stem: Question) -> Gap:
        share = _SHARE.fullmatch(inside)
        weight = Fraction(share[1]) if share else Fraction(1)
        if weight == 0:
            self._wrong(inside, place, "its weight must be over 0")
        gap = Gap(str(number), "text", weight or Fraction(1))
        said = share[2].strip() if share else inside
        if _MARKS.match(said):
            return replace(gap, kind="choice", choices=self._choices(said, f"{stem.key}/{number}", place))
        pieces = cut_variants(said)
        if all(map(_is_numeric, pieces)):
            return replace(gap, kind="number", numbers=self._numbers(pieces, place))
        return replace(gap, texts=self._texts(said, pieces, stem.text_rules, place))

    def _numbers(self, pieces: list[str], place: Place) -> tuple[AcceptedNumber, ...]:
        found = []
        for piece in pieces:
            weight, text = self._weight(piece, place)
            bounds = self._bounds(text, place)
            found += [AcceptedNumber(*bounds, weight)] if bounds else []
        if found and all(one.weight < 1 for one in found):
            self._wrong(" | ".join(pieces), place, "nothing earns its full mark")
        return tuple(found)

    def _texts(self, said: str, pieces: list[str], rules: TextRules, place: Place) -> tuple[AcceptedText, ...]:
        """Variants of equal weight belong together; a pattern stands alone."""
        if is_pattern(said):
            pattern = accepted_text(said, Fraction(1), rules, place, self._findings)
            return (pattern,) if pattern else ()
        found: list[AcceptedText] = []
        for piece in pieces:
            weight, text = self._weight(piece, place)
            one = accepted_text(text, weight, rules, place, self._findings)
            if one and found and found[-1].weight == weight:
                found[-1] = replace(found[-1], variants=found[-1].variants + one.variants)
            elif one:
                found.append(one)
        if found and all(one.weight < 1 for one in found):
            self._wrong(said, place, "nothing earns its full mark")
        return tuple(found)

    def _choices(self, said: str, salt: str, place: Place) -> tuple[Choice, ...]:
        _, *cut = _MARKS.split(said)
        choices: list[Choice] = []
        for mark, text in zip(cut[::2], cut[1::2], strict=True):
            said_here = self._renderer.line(text.strip(), place.line)
            shown = said_here.text
            percent = re.sub(r"[^\d]", "", mark)
            weight = Fraction(int(percent), 100) if percent else Fraction(mark.strip() in ("x", "X"))
            if not shown or shown in [choice.text for choice in choices] or weight > 1:
                self._wrong(text, place, "an option is empty, stands twice, or weighs over 100%")
            choices.append(Choice(opaque_key(salt, shown), said_here.html, shown, weight == 1, weight))
        if len(choices) < 2 or sum(choice.right for choice in choices) != 1:
            self._wrong(said, place, "it needs two options or more, one of them right")
        return tuple(choices)

    def _wrong(self, value: str, place: Place, problem: str) -> None:
        self._findings.add("Q39", place, value=value, problem=problem)


def without_signs(text: str) -> str:
    """Return a text with a line in place of each gap."""
    return _SIGN.sub("___", text)


def stem_and_gaps(html: str) -> tuple[str, str]:
    """Cut a rendered text with marks: its first paragraph is the stem where no gap stands in it, else there is none."""
    first, closed, rest = html.partition("</p>")
    head = f"{first}{closed}" if closed and first.startswith("<p>") and MARK not in first else ""
    return head, (rest if head else html).strip()


def _is_numeric(piece: str) -> bool:
    value = split_weight(piece)[1]
    return looks_numeric(value) and not is_date_or_time(value)


class _Walker(HTMLParser):
    """Finds the signs of gaps that stand in plain text, where a field can be put."""

    def __init__(self) -> None:
        super().__init__()
        self._within: list[str] = []
        self.open_to_all: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "code", "pre", "summary"):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            self._within.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.open_to_all.update(_SIGN.findall(data))
