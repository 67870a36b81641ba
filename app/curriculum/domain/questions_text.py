"""Reads questions written as text: ## and the question, then its answer, whose shape is its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question, TextRules
from app.curriculum.domain.answer_lines import Feedback, SortedLines, sort_lines
from app.curriculum.domain.choice_answers import ChoiceReader
from app.curriculum.domain.did_you_mean import did_you_mean
from app.curriculum.domain.equals_answers import EqualsReader, shape_of
from app.curriculum.domain.fields import ID
from app.curriculum.domain.findings import Finding, Findings, Level, Place
from app.curriculum.domain.gap_text import GapReader
from app.curriculum.domain.list_answers import ListReader
from app.curriculum.domain.question_attributes import GRADES, Attributes, judge_fit, split_heading
from app.curriculum.domain.question_blocks import CutText, Line, RawCase, RawQuestion, cut
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.text_answers import TextReader
from app.curriculum.domain.text_files import read_text
from app.foundation.markdown import Page, Surroundings
from app.foundation.markdown_blocks import read_attributes

_SUPPORTED = ("choice", "truefalse", "number", "text", "match", "order", "gaps")
_SPOKEN = {"choice": "options", "equals": "=", "match": "->", "order": "a numbered list"}


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """A question and where it stands; one of a type not supported yet is placed with its `kind` alone."""

    key: str
    place: Place
    question: Question | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case that several questions share."""

    key: str
    place: Place
    html: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """All questions and cases of a text, in its order."""

    placed: tuple[PlacedQuestion, ...]
    cases: tuple[PlacedCase, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that can be asked."""
        return tuple(one.question for one in self.placed if one.question is not None)


def read_questions(text: str, file: str, first_line: int = 1) -> tuple[tuple[Question, ...], tuple[Finding, ...]]:
    """Return the questions of a text (a browser's text area, say) and all findings; never raises."""
    findings = Findings()
    readable = read_text(file, text.encode("utf-8", "surrogatepass"), findings)
    if readable is None:
        return (), findings.sorted()
    found = read_question_set(readable, first_line, Renderer(file, Surroundings(), findings))
    return found.questions, findings.sorted()


def read_question_set(text: str, first_line: int, renderer: Renderer, unsupported: Level = "error") -> QuestionSet:
    """Return the questions and cases of a text; `unsupported` is the level of findings about types to come."""
    pieces = cut(text, first_line)
    _judge_pieces(pieces, renderer.file, renderer.findings)
    cases = {case.key: case for case in (_case(raw, renderer) for raw in pieces.cases if raw.name == "case") if case}
    reader = _QuestionReader(renderer, cases, unsupported)
    placed = tuple(reader.read(raw) for raw in pieces.questions)
    for key, case in cases.items():
        if key not in reader.used_cases:
            renderer.findings.add("Q29", case.place, value=key)
    return QuestionSet(placed, tuple(cases.values()))


def _judge_pieces(pieces: CutText, file: str, findings: Findings) -> None:
    for line in pieces.wrong_headings:
        findings.add("Q27", Place(file, line.number))
    if pieces.strays:
        findings.add("Q17", Place(file, pieces.strays[0].number))
    for case in pieces.cases:
        place = Place(file, case.opening.number)
        if case.name != "case":
            findings.add("Q30", place, name=case.name)
        if not case.closed:
            findings.add("Q28", place)


def _case(raw: RawCase, renderer: Renderer) -> PlacedCase | None:
    place = Place(renderer.file, raw.opening.number)
    given = dict(read_attributes(raw.rest.strip("{} ")))
    key = given.get("#", "")
    if not ID.fullmatch(key):
        renderer.findings.add("Q02" if key else "Q01", place, value=key)
        return None
    return PlacedCase(key, place, _page(raw.lines, renderer).html)


class _QuestionReader:
    """Reads the questions of one text, one after the other."""

    def __init__(self, renderer: Renderer, cases: Mapping[str, PlacedCase], unsupported: Level) -> None:
        self._renderer = renderer
        self._findings = renderer.findings
        self._cases = cases
        self._unsupported = unsupported
        self.used_cases: set[str] = set()

    def read(self, raw: RawQuestion) -> PlacedQuestion:
        """Return the question with its place; where it cannot be asked, a finding says why."""
        place = Place(self._renderer.file, raw.heading.number)
        attributes = split_heading(raw.heading.text, place, self._findings)
        lines = sort_lines(raw)
        kind = _type_of(attributes, lines)
        question = self._asked(kind, attributes, lines, place)
        self._judge_strays(lines)
        return PlacedQuestion(attributes.key, place, question, kind)

    def _asked(self, kind: str, attributes: Attributes, lines: SortedLines, place: Place) -> Question | None:
        gaps = GapReader(self._renderer, place) if kind == "gaps" else None
        stem = self._stem(attributes, lines, place, gaps)
        if kind == "":
            self._findings.add("Q05", place)
            return None
        if kind not in _SUPPORTED:
            self._findings.add("Q15", place, self._unsupported, id=attributes.key or "?", type=kind)
            return None
        named = attributes.given.get("type")
        if named and not (kind == "text" and named in ("time", "date")):
            self._findings.add("Q20", place, value=named)
        remarks = lines.general
        if gaps:
            question, remarks = gaps.read(stem, remarks)
        else:
            question = self._answered(kind, stem, lines, place)
        judge_fit(attributes, question.type, place, self._findings)
        return self._with_remarks(_scored(question, attributes), remarks)

    def _stem(self, attributes: Attributes, lines: SortedLines, place: Place, gaps: GapReader | None) -> Question:
        heading = Line(place.line, attributes.text)
        texts = [gaps.marked([heading, *lines.stem])] if gaps else [heading.text, *(one.text for one in lines.stem)]
        text = "\n".join(texts).strip()
        if not text:
            self._findings.add("Q16", place)
        stem = self._renderer.page(text, place.line)
        case = attributes.get("case")
        return Question(
            key=attributes.key,
            type="",
            stem_html=stem.html,
            stem_text=stem.text,
            points=attributes.number("points", 1),
            outcome=attributes.get("for"),
            level=attributes.number("level", 0) or None,
            redline="redline" in attributes.given,
            module=attributes.get("module"),
            case=case,
            case_html=self._case_html(case, place),
            sources=tuple(attributes.sources),
            shuffle=attributes.get("shuffle") != "false",
            text_rules=_text_rules(attributes),
        )

    def _case_html(self, case: str | None, place: Place) -> str:
        if case is None:
            return ""
        self.used_cases.add(case)
        if case not in self._cases:
            self._findings.add("Q18", place, value=case, meant=did_you_mean(case, self._cases))
            return ""
        return self._cases[case].html

    def _answered(self, kind: str, stem: Question, lines: SortedLines, place: Place) -> Question:
        if kind == "choice":
            options = ChoiceReader(self._renderer, lines.answers, place)
            choices = options.read()
            return replace(stem, type=options.kind, choices=choices, scoring=options.scoring)
        if kind in ("match", "order"):
            lists = ListReader(self._renderer, lines.answers, place)
            pairs, choices = lists.pairs(stem.key) if kind == "match" else ((), lists.steps(stem.key))
            return replace(stem, type=kind, pairs=pairs, choices=choices)
        return self._equal(kind, stem, lines, place)

    def _equal(self, kind: str, stem: Question, lines: SortedLines, place: Place) -> Question:
        for answer in lines.answers:
            if stem.text_rules.kind == "words" and shape_of(answer.text) != kind:
                self._findings.add("Q06", Place(place.file, answer.line.number), first=kind, second=answer.text)
        reader = EqualsReader(self._renderer, lines.answers, place)
        if kind == "truefalse":
            return replace(stem, type=kind, choices=reader.true_or_false(), shuffle=False)
        if kind == "number":
            question = replace(stem, type=kind, accepted=reader.numbers(), shuffle=False)
        else:
            texts = TextReader(self._renderer, lines.answers, place, stem.text_rules).read()
            question = replace(stem, type=kind, texts=texts, shuffle=False)
        if "no-full-mark" in type_named(kind).problems(question):
            self._findings.add("Q43", place)
        return question

    def _with_remarks(self, question: Question, remarks: list[Feedback]) -> Question:
        html = {"": "", "correct": "", "partial": "", "wrong": ""}
        for remark in remarks:
            place = Place(self._renderer.file, remark.line)
            if remark.prefix in html:
                html[remark.prefix] += self._renderer.page(remark.text, remark.line).html
            elif remark.prefix == "hint":
                self._findings.add("Q31", place, prefix=remark.prefix)
            else:
                self._findings.add("Q21", place, prefix=remark.prefix)
        return replace(
            question,
            general_html=html[""],
            right_html=html["correct"],
            partial_html=html["partial"],
            wrong_html=html["wrong"],
        )

    def _judge_strays(self, lines: SortedLines) -> None:
        if lines.mixed_with and lines.answers:
            place = Place(self._renderer.file, lines.strays[0].number)
            first = _SPOKEN[lines.answers[0].shape]
            self._findings.add("Q06", place, first=first, second=_SPOKEN[lines.mixed_with])
        elif lines.strays:
            self._findings.add("Q26", Place(self._renderer.file, lines.strays[0].number))


def _type_of(given: Attributes, lines: SortedLines) -> str:
    """The answer's shape is the type; `type=` is only for what has no shape of its own."""
    shape = lines.answers[0].shape if lines.answers else ""
    named = given.get("type") or ""
    if named in ("essay", "upload") and not shape:
        return named
    if shape == "equals" and not lines.answers[0].text:
        return ""
    if shape == "equals":
        return "text" if named in ("time", "date") else shape_of(lines.answers[0].text)
    if shape:
        return shape
    return "gaps" if lines.has_gaps else ""


def _text_rules(given: Attributes) -> TextRules:
    named = given.get("type")
    return TextRules(
        kind=named if named in ("time", "date") else "words",
        capitals="capitals" in given.given,
        accents="accents" not in given.given,
        strict="strict" in given.given,
    )


def _scored(question: Question, given: Attributes) -> Question:
    grades = GRADES.get(question.type)
    if grades is None:
        return question
    wanted = given.get("grade")
    return replace(question, scoring=wanted if wanted in grades else grades[0])


def _page(lines: tuple[Line, ...] | list[Line], renderer: Renderer) -> Page:
    first = lines[0].number if lines else 1
    return renderer.page("\n".join(line.text for line in lines), first)
