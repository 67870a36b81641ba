"""The words of an item in another language: what is read, never what is right. Marking hangs on the item alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from app.assessment.domain.question import AcceptedText, Choice, Gap, Pair, Question


@dataclass(frozen=True, slots=True)
class OptionWords:
    """The words of an option, or of the left side of a pair, by its key."""

    key: str
    html: str = ""
    text: str = ""
    reason_html: str = ""


@dataclass(frozen=True, slots=True)
class GapWords:
    """The words of a gap by its key; `added` are texts that are accepted beside those of the item."""

    key: str
    reason_html: str = ""
    options: tuple[OptionWords, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemWords:
    """An item's words. What is empty was not translated, and the item's own words stand in its place.

    `reasons` go with the accepted numbers or texts of the item, one for each in its order; `added` likewise are the
    texts that are accepted in this language beside those of the item, and earn what it earns (course-format.md).
    """

    stem_html: str
    stem_text: str
    case_html: str = ""
    options: tuple[OptionWords, ...] = ()
    pairs: tuple[OptionWords, ...] = ()
    gaps: tuple[GapWords, ...] = ()
    gaps_html: str = ""
    reasons: tuple[str, ...] = ()
    added: tuple[tuple[str, ...], ...] = ()
    general_html: str = ""
    right_html: str = ""
    wrong_html: str = ""
    partial_html: str = ""


def in_words(question: Question, words: ItemWords) -> Question:
    """Return the item as it reads in another language; keys, weights, ranges and the order of everything stay."""
    return replace(
        question,
        stem_html=words.stem_html or question.stem_html,
        stem_text=words.stem_text or question.stem_text,
        case_html=words.case_html or question.case_html,
        choices=_options(question.choices, words.options),
        pairs=tuple(_pair(pair, _by_key(words.pairs).get(pair.key)) for pair in question.pairs),
        gaps=tuple(_gap(gap, {one.key: one for one in words.gaps}.get(gap.key)) for gap in question.gaps),
        gaps_html=words.gaps_html or question.gaps_html,
        accepted=tuple(
            replace(one, reason_html=_nth(words.reasons, at) or one.reason_html)
            for at, one in enumerate(question.accepted)
        ),
        texts=tuple(
            replace(one, reason_html=_nth(words.reasons, at) or one.reason_html)
            for at, one in enumerate(question.texts)
        ),
        general_html=words.general_html or question.general_html,
        right_html=words.right_html or question.right_html,
        wrong_html=words.wrong_html or question.wrong_html,
        partial_html=words.partial_html or question.partial_html,
    )


def accepting(question: Question, translations: Iterable[ItemWords]) -> Question:
    """Return the item as it is marked: texts that are accepted in other languages stand behind the ones they go with.

    They count whatever language the paper was read in, so that an answer earns the same in each.
    """
    many = tuple(translations)
    if question.type not in ("text", "gaps") or not many:
        return question
    texts = [
        text
        for at, own in enumerate(question.texts)
        for text in (own, *_added(own, (_nth(words.added, at) or () for words in many)))
    ]
    return replace(question, texts=tuple(texts), gaps=tuple(_accepting(gap, many) for gap in question.gaps))


def words_record(words: ItemWords) -> dict[str, Any]:
    """Return the words in the values that JSON knows; what is empty is left out."""
    return {
        field.name: _plain(getattr(words, field.name)) for field in fields(words) if getattr(words, field.name)
    }  # fmt: skip


def words_from_record(record: Mapping[str, Any]) -> ItemWords:
    """Return the words that `words_record` wrote."""
    return ItemWords(
        **{
            "stem_html": "",
            "stem_text": "",
            **record,
            "options": _read_options(record.get("options", ())),
            "pairs": _read_options(record.get("pairs", ())),
            "gaps": tuple(
                GapWords(
                    **{**gap, "options": _read_options(gap.get("options", ())), "added": tuple(gap.get("added", ()))}
                )
                for gap in record.get("gaps", ())
            ),
            "reasons": tuple(record.get("reasons", ())),
            "added": tuple(map(tuple, record.get("added", ()))),
        }
    )


def _read_options(records: Iterable[Mapping[str, str]]) -> tuple[OptionWords, ...]:
    return tuple(OptionWords(**record) for record in records)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if getattr(value, one.name)}
    return value


def _options(choices: tuple[Choice, ...], words: tuple[OptionWords, ...]) -> tuple[Choice, ...]:
    known = _by_key(words)
    return tuple(_choice(choice, known.get(choice.key)) for choice in choices)


def _choice(choice: Choice, words: OptionWords | None) -> Choice:
    if words is None:
        return choice
    reason = words.reason_html or choice.reason_html
    return replace(choice, html=words.html or choice.html, text=words.text or choice.text, reason_html=reason)


def _pair(pair: Pair, words: OptionWords | None) -> Pair:
    if words is None:
        return pair
    reason = words.reason_html or pair.reason_html
    return replace(pair, html=words.html or pair.html, text=words.text or pair.text, reason_html=reason)


def _gap(gap: Gap, words: GapWords | None) -> Gap:
    if words is None:
        return gap
    return replace(
        gap, choices=_options(gap.choices, words.options), reason_html=words.reason_html or gap.reason_html
    )  # fmt: skip


def _accepting(gap: Gap, many: Iterable[ItemWords]) -> Gap:
    """What a language adds to a gap goes with the first text that earns its whole weight."""
    full = next((text for text in gap.texts if text.weight == 1), None)
    if gap.kind != "text" or full is None:
        return gap
    added = [words.added for one in many for words in one.gaps if words.key == gap.key]
    at = gap.texts.index(full) + 1
    return replace(gap, texts=(*gap.texts[:at], *_added(full, added), *gap.texts[at:]))


def _added(own: AcceptedText, added: Iterable[tuple[str, ...]]) -> tuple[AcceptedText, ...]:
    held = () if own.expression else own.variants
    variants = tuple(dict.fromkeys(one for some in added for one in some if one not in held))
    return (replace(own, variants=variants, expression=False, any_case=False),) if variants else ()


def _by_key(words: Iterable[OptionWords]) -> Mapping[str, OptionWords]:
    return {one.key: one for one in words}


def _nth(values: Sequence[Any], at: int) -> Any:
    return values[at] if at < len(values) else None
