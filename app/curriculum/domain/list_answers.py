"""Reads answers that are lists: pairs with -> between their sides, and steps in their order."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from app.assessment.domain.option_keys import opaque_key
from app.assessment.domain.question import Choice, Pair
from app.curriculum.domain.answer_lines import Answer
from app.curriculum.domain.equals_answers import AnswerReader
from app.foundation.markdown import Page

MOST_LINES = 20


class ListReader(AnswerReader):
    """Reads the lines of one match or order; `key` is the question's, from which those of its options are made."""

    def pairs(self, key: str) -> tuple[tuple[Pair, ...], tuple[Choice, ...]]:
        """Return the left sides, and every right side once; one without a left side is a distractor."""
        self._judge_count(sum(bool(answer.mark) for answer in self._answers))
        choices: dict[str, Choice] = {}
        pairs: list[Pair] = []
        for answer in self._answers:
            right = self._line(answer.text, answer)
            choice = opaque_key(key, right.text)
            reason = self._reason(answer)
            known = choices.get(choice)
            if not answer.mark and known:
                self._findings.add("Q10", self._at(answer), value=right.text)
            own = reason if not answer.mark else known.reason_html if known else ""
            used = bool(answer.mark) or bool(known and known.right)
            choices[choice] = Choice(choice, right.html, right.text, used, Fraction(0), own)
            if answer.mark:
                pairs.append(self._pair(len(pairs) + 1, answer, choice, reason, [pair.text for pair in pairs]))
        if len(choices) == 1:
            self._findings.add("Q09", self._place, count=1)
        return tuple(pairs), tuple(choices.values())

    def steps(self, key: str) -> tuple[Choice, ...]:
        """Return the steps in the right order, which is that of the lines."""
        self._judge_count(len(self._answers))
        numbers = [int(answer.mark) for answer in self._answers]
        if len(set(numbers)) > 1 and numbers != sorted(set(numbers)):
            self._findings.add("Q45", self._place)
        steps: list[Choice] = []
        for answer in self._answers:
            said = self._line(answer.text, answer)
            self._judge_twice(said.text, [step.text for step in steps], answer)
            own = opaque_key(key, said.text)
            steps.append(Choice(own, said.html, said.text, True, Fraction(0), self._reason(answer)))
        return tuple(steps)

    def _pair(self, number: int, answer: Answer, choice: str, reason: str, others: Collection[str]) -> Pair:
        left = self._line(answer.mark, answer)
        self._judge_twice(left.text, others, answer)
        return Pair(str(number), left.html, left.text, choice, reason)

    def _line(self, text: str, answer: Answer) -> Page:
        said = self._renderer.line(" ".join(text.split("\n")), answer.line.number)
        if not said.text:
            self._findings.add("Q23", self._at(answer))
        return said

    def _judge_twice(self, text: str, others: Collection[str], answer: Answer) -> None:
        if text and text in others:
            self._findings.add("Q10", self._at(answer), value=text)

    def _judge_count(self, count: int) -> None:
        if not 2 <= count <= MOST_LINES:
            self._findings.add("Q37", self._place, count=count, most=MOST_LINES)
