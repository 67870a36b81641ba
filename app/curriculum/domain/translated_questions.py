"""Reads the questions of a translated quiz or bank: words alone; ids, order and keys are those of the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.item_words import ItemWords, OptionWords
from app.assessment.domain.question import Question
from app.curriculum.domain.answer_lines import Answer, Feedback, SortedLines
from app.curriculum.domain.did_you_mean import did_you_mean
from app.curriculum.domain.equals_answers import split_weight
from app.curriculum.domain.findings import Place
from app.curriculum.domain.question_attributes import Attributes, split_heading
from app.curriculum.domain.question_blocks import Line, RawCase, RawQuestion, cut
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.text_answers import accepted_text
from app.curriculum.domain.translated_gaps import TranslatedGaps
from app.curriculum.domain.translated_lines import sort_translated
from app.foundation.markdown_blocks import read_attributes

_REMARKS = {"": "general_html", "correct": "right_html", "wrong": "wrong_html", "partial": "partial_html"}
_SHOWN_IDS = 5


def read_translated_questions(
    text: str, first_line: int, sources: Mapping[str, Question], cases: Mapping[str, str], renderer: Renderer
) -> dict[str, ItemWords]:
    """Return the words of each translated question by its id; `sources` and `cases` are those of the source file."""
    pieces = cut(text, first_line)
    reader = _Reader(renderer, sources, _case_words(pieces.cases, cases, renderer))
    found: dict[str, ItemWords] = {}
    seen: set[str] = set()
    for raw in pieces.questions:
        key, words = reader.read(raw)
        seen.add(key)
        if key in found:
            renderer.findings.add("X10", Place(renderer.file, raw.heading.number), value=key, other="this file")
        elif words is not None:
            found[key] = words
    missing = [key for key in sources if key not in seen]
    if missing:
        ids = ", ".join(missing[:_SHOWN_IDS]) + ", …" * (len(missing) > _SHOWN_IDS)
        renderer.findings.add("T09", Place(renderer.file), count=len(missing), ids=ids)
    return found


def _case_words(raws: Sequence[RawCase], known: Mapping[str, str], renderer: Renderer) -> dict[str, str]:
    words: dict[str, str] = {}
    for raw in raws:
        key = dict(read_attributes(raw.rest.strip("{} "))).get("#", "")
        place = Place(renderer.file, raw.opening.number)
        if key not in known:
            renderer.findings.add("T06", place, value=key, meant=did_you_mean(key, known))
            continue
        first = raw.lines[0].number if raw.lines else 1
        words[key] = renderer.page("\n".join(line.text for line in raw.lines), first).html
    return words


class _Reader:
    """Reads the questions of one file, one after the other."""

    def __init__(self, renderer: Renderer, sources: Mapping[str, Question], cases: Mapping[str, str]) -> None:
        self._renderer = renderer
        self._findings = renderer.findings
        self._sources = sources
        self._cases = cases
        self._whole = True

    def read(self, raw: RawQuestion) -> tuple[str, ItemWords | None]:
        """Return the id of a question and its words; nothing where it is not the source's or does not fit it."""
        place = Place(self._renderer.file, raw.heading.number)
        given = split_heading(raw.heading.text, place, self._findings)
        source = self._sources.get(given.key)
        if source is None:
            if given.key:
                self._findings.add("T06", place, value=given.key, meant=did_you_mean(given.key, self._sources))
            return given.key, None
        if given.given or given.sources:
            names = ", ".join([*given.given, *["source"] * bool(given.sources)])
            self._findings.add("T07", place, what=names, example=f"{{#{given.key}}}")
        self._whole = True
        lines = sort_translated(raw, source, self._renderer.file, self._findings)
        words = self._words(source, given, lines, place)
        case = self._cases.get(source.case or "", "")
        if not self._whole or len(words.gaps) != len(source.gaps):
            return given.key, None  # what does not fit is asked in the words of its source
        self._judge_reasons(source, words, place)
        return given.key, replace(words, case_html=case)

    def _words(self, source: Question, given: Attributes, lines: SortedLines, place: Place) -> ItemWords:
        gaps = TranslatedGaps(self._renderer, place) if source.type == "gaps" else None
        heading = Line(place.line, given.text)
        texts = [gaps.marked([heading, *lines.stem])] if gaps else [given.text, *(line.text for line in lines.stem)]
        stem = self._renderer.page("\n".join(texts).strip(), place.line)
        if not stem.text:
            self._findings.add("Q16", place)
        if gaps:
            words, remarks = gaps.words(source, stem, lines.general)
        else:
            words, remarks = self._answered(source, ItemWords(stem.html, stem.text), lines, place), lines.general
        return self._with_remarks(words, source, remarks)

    def _answered(self, source: Question, words: ItemWords, lines: SortedLines, place: Place) -> ItemWords:
        if source.type == "match":
            return self._match(source, words, lines.answers, place)
        if source.type in ("number", "text"):
            return self._typed(source, words, lines.answers, place)
        if source.type == "truefalse":
            return words
        if self._as_many(len(source.choices), lines.answers, "steps" if source.type == "order" else "options", place):
            keys = [choice.key for choice in source.choices]
            words = replace(words, options=self._options(keys, lines.answers))
        return words

    def _as_many(self, wanted: int, answers: Sequence[Answer], what: str, place: Place) -> bool:
        if len(answers) != wanted:
            self._findings.add("T08", place, wanted=wanted, what=what, found=len(answers))
            self._whole = False
        return len(answers) == wanted

    def _options(self, keys: Sequence[str], answers: Sequence[Answer]) -> tuple[OptionWords, ...]:
        options = tuple(self._option(key, answer, answer.text) for key, answer in zip(keys, answers, strict=True))
        self._judge_twice(options, answers)
        return options

    def _option(self, key: str, answer: Answer, text: str) -> OptionWords:
        render = self._renderer.page if "\n" in text else self._renderer.line
        said = render(text, answer.line.number)
        if not said.text:
            self._findings.add("Q23", Place(self._renderer.file, answer.line.number))
        return OptionWords(key, said.html, said.text, self._reason(answer.reasons))

    def _judge_twice(self, options: Sequence[OptionWords], answers: Sequence[Answer]) -> None:
        """What means two things in the source must not read the same."""
        first: dict[str, str] = {}
        for option, answer in zip(options, answers, strict=True):
            if first.setdefault(option.text, option.key) != option.key:
                self._findings.add("Q10", Place(self._renderer.file, answer.line.number), value=option.text)

    def _match(self, source: Question, words: ItemWords, answers: Sequence[Answer], place: Place) -> ItemWords:
        """Left sides in their order, each with its right side; right sides alone are those that belong to none."""
        lefts = [answer for answer in answers if answer.mark]
        alone = [answer for answer in answers if not answer.mark]
        unused = [choice.key for choice in source.choices if not choice.right]
        if not self._as_many(len(source.pairs), lefts, "left sides", place):
            return words
        if not self._as_many(len(unused), alone, "right sides alone", place):
            return words
        pairs = tuple(self._option(pair.key, one, one.mark) for pair, one in zip(source.pairs, lefts, strict=True))
        rights = [replace(one, reasons=[]) for one in lefts] + alone
        keys = [pair.choice for pair in source.pairs] + unused
        options = [self._option(key, one, one.text) for key, one in zip(keys, rights, strict=True)]
        self._judge_twice(pairs, lefts)
        self._judge_twice(options, rights)
        self._judge_right_sides(options, place)
        return replace(words, pairs=pairs, options=tuple({one.key: one for one in reversed(options)}.values()))

    def _judge_right_sides(self, options: Sequence[OptionWords], place: Place) -> None:
        """A right side that belongs to several left ones reads the same beside each."""
        said: dict[str, str] = {}
        for option in options:
            if said.setdefault(option.key, option.text) != option.text:
                self._findings.add("T08", place, wanted=1, what=f"wording for “{said[option.key]}”", found=2)

    def _typed(self, source: Question, words: ItemWords, answers: Sequence[Answer], place: Place) -> ItemWords:
        """`=` alone carries a reason; with words behind it these are accepted too. None at all adds nothing."""
        own = len(source.accepted) or len(source.texts)
        if not answers or not self._as_many(own, answers, "answers", place):
            return words
        weights = [one.weight for one in source.accepted] or [one.weight for one in source.texts]
        added = tuple(self._added(source, one, weight) for one, weight in zip(answers, weights, strict=True))
        return replace(words, reasons=tuple(self._reason(one.reasons) for one in answers), added=added)

    def _added(self, source: Question, answer: Answer, weight: Fraction) -> tuple[str, ...]:
        """A per cent may be said again, so that the line reads like its source; another one would be a key."""
        at = Place(self._renderer.file, answer.line.number)
        given, text = split_weight(" ".join(answer.text.split("\n")))
        if not text:
            return ()
        if source.type == "number" or (given and Fraction(given) / 100 != weight):
            self._findings.add("T07", at, what="A number or a per cent", example="= alone, or = with other words")
            return ()
        found = accepted_text(text, Fraction(1), source.text_rules, at, self._findings)
        return found.variants if found and not found.expression else ()

    def _with_remarks(self, words: ItemWords, source: Question, remarks: Sequence[Feedback]) -> ItemWords:
        reasons: dict[str, str] = {}
        for remark in remarks:
            html = self._renderer.page(remark.text, remark.line).html
            if remark.prefix in _REMARKS:
                name = _REMARKS[remark.prefix]
                words = replace(words, **{name: getattr(words, name) + html})
            elif source.type == "truefalse" and remark.prefix in ("true", "false"):
                reasons[remark.prefix] = reasons.get(remark.prefix, "") + html
            else:
                self._findings.add("Q21", Place(self._renderer.file, remark.line), prefix=remark.prefix)
        options = tuple(OptionWords(key, reason_html=html) for key, html in reasons.items())
        return replace(words, options=words.options or options)

    def _reason(self, reasons: Sequence[Feedback]) -> str:
        for reason in reasons:
            if reason.prefix:
                self._findings.add("Q21", Place(self._renderer.file, reason.line), prefix=reason.prefix)
        return "".join(self._renderer.page(reason.text, reason.line).html for reason in reasons if reason.text)

    def _judge_reasons(self, source: Question, words: ItemWords, place: Place) -> None:
        """Say how many reasons and remarks of the source have no words of their own."""
        said = {one.key for one in (*words.options, *words.pairs) if one.reason_html}
        said |= {one.key for one in words.gaps if one.reason_html}
        explained = [choice.key for choice in source.choices if choice.reason_html]
        explained += [pair.key for pair in source.pairs if pair.reason_html]
        explained += [gap.key for gap in source.gaps if gap.reason_html]
        own = [one.reason_html for one in source.accepted or ()] or [one.reason_html for one in source.texts]
        missing = sum(key not in said for key in explained)
        missing += sum(bool(reason) for reason in own) - sum(map(bool, words.reasons[: len(own)]))
        missing += sum(bool(getattr(source, name)) and not getattr(words, name) for name in _REMARKS.values())
        if missing > 0:
            self._findings.add("T11", place, count=missing)
