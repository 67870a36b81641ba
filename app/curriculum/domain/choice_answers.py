"""Reads options: ( ) and (x) for one right answer, [ ] and [x] for several, with weights such as [-50%]."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.question import Choice
from app.curriculum.domain.answer_lines import Answer
from app.curriculum.domain.findings import Place
from app.curriculum.domain.rendering import Renderer

_PERCENT = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,5})?) ?%")
_NEARLY = Fraction(1, 2000)
"""Weights like 33.33333 add up to nearly one; within this they count as one (questions.md, fractions)."""


class ChoiceReader:
    """Reads the options of one question."""

    def __init__(self, renderer: Renderer, answers: list[Answer], place: Place) -> None:
        self._renderer = renderer
        self._findings = renderer.findings
        self._answers = answers
        self._place = place
        self.kind = "single" if answers[0].mark.startswith("(") else "multiple"
        self.scoring = "exact"

    def read(self) -> tuple[Choice, ...]:
        """Return the options with their weights; `kind` and `scoring` are known afterwards."""
        choices = [self._option(number, answer) for number, answer in enumerate(self._answers, 1)]
        if not 2 <= len(choices) <= 20:
            self._findings.add("Q09", self._place, count=len(choices))
        self._judge_texts(choices)
        return tuple(self._single(choices) if self.kind == "single" else self._multiple(choices))

    def _at(self, answer: Answer) -> Place:
        return Place(self._place.file, answer.line.number, answer.line.indent + 1)

    def _option(self, number: int, answer: Answer) -> Choice:
        if answer.mark.startswith("(") != (self.kind == "single"):
            self._findings.add("Q06", self._at(answer), first="( )", second="[ ]")
        weight = self._weight(answer)
        render = self._renderer.page if "\n" in answer.text else self._renderer.line
        shown = render(answer.text, answer.line.number)
        if not shown.text:
            self._findings.add("Q23", self._at(answer))
        return Choice(
            key=str(number),
            html=shown.html,
            text=shown.text,
            right=weight is None or weight > 0 and (self.kind == "multiple" or weight == 1),
            weight=Fraction(-2) if weight is None else weight,
            reason_html=self._reason(answer),
        )

    def _weight(self, answer: Answer) -> Fraction | None:
        """Return the weight that the mark states: 0 where it is empty, nothing where it is a bare x."""
        mark = answer.mark[1:-1].strip()
        if mark in ("x", "X"):
            return None
        if not mark:
            return Fraction(0)
        match = _PERCENT.fullmatch(mark)
        if match is None:
            self._findings.add("Q25", self._at(answer), value=answer.mark)
            return Fraction(0)
        self.scoring = "weights"
        weight = Fraction(match[1]) / 100
        if not -1 <= weight <= 1:
            self._findings.add("Q11", self._at(answer), value=match[0])
            return Fraction(0)
        return weight

    def _reason(self, answer: Answer) -> str:
        for reason in answer.reasons:
            if reason.prefix:
                self._findings.add("Q21", Place(self._place.file, reason.line), prefix=reason.prefix)
        texts = [reason for reason in answer.reasons if reason.text]
        return "".join(self._renderer.page(reason.text, reason.line).html for reason in texts)

    def _judge_texts(self, choices: list[Choice]) -> None:
        seen: set[str] = set()
        for choice, answer in zip(choices, self._answers, strict=True):
            if choice.text and choice.text in seen:
                self._findings.add("Q10", self._at(answer), value=choice.text)
            seen.add(choice.text)

    def _single(self, choices: list[Choice]) -> list[Choice]:
        settled = [replace(one, weight=Fraction(1)) if one.weight == -2 else one for one in choices]
        count = sum(choice.right for choice in settled)
        if count != 1:
            self._findings.add("Q07", self._place, count=count)
        return settled

    def _multiple(self, choices: list[Choice]) -> list[Choice]:
        """Right options without a weight share equally what the weighted ones leave of the full mark."""
        open_ones = sum(choice.weight == -2 for choice in choices)
        given = sum((choice.weight for choice in choices if choice.weight > 0), Fraction(0))
        if not any(choice.right for choice in choices):
            self._findings.add("Q08", self._place)
        share = (1 - given) / open_ones if open_ones else Fraction(0)
        if share < 0 or (open_ones and share == 0) or (given > 1 + _NEARLY):
            self._findings.add("Q11", self._place, value=f"{float(given * 100):g}%")
            share = Fraction(0)
        elif given and not open_ones and abs(given - 1) > _NEARLY:
            self._findings.add("Q12", self._place, sum=f"{float(given * 100):g}%")
        elif given and not open_ones and given != 1:
            return [replace(one, weight=one.weight / given) if one.weight > 0 else one for one in choices]
        return [replace(one, weight=share) if one.weight == -2 else one for one in choices]
