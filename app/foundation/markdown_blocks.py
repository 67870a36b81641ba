"""The ::: blocks of course texts: note, warning, case, station, reveal, glossary, sources, video, check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from markdown_it.token import Token

from app.foundation.markdown_surroundings import WORDS, Problems, Surroundings
from app.foundation.markdown_video import VideoBlock

__all__ = ["BLOCKS", "BLOCK_CLASSES", "WORDS", "BlockPass", "read_attributes"]

_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "note": (),
    "warning": (),
    "case": (),
    "station": (),
    "reveal": (),
    "glossary": (),
    "sources": (),
    "check": ("ref",),
    "video": ("src", "captions", "minutes", "size", "transcript"),
}
BLOCKS = tuple(_ATTRIBUTES)
BLOCK_CLASSES = {"box", *(f"box-{name}" for name in BLOCKS)}
_INFO = re.compile(r"\s*([^\s{]+)\s*(?:\{([^{}]*)\})?\s*(.*)")
_PAIR = re.compile(r"(#?[^\s=]+)(?:=(\"[^\"]*\"|\S*))?")
_SOURCE = re.compile(r"\s*[-*]\s+\"?([^\s\",:]+)\"?\s*[,:]?\s*(.*)")


@dataclass(frozen=True, slots=True)
class _Block:
    """A block's opening line, read."""

    name: str
    attributes: dict[str, str]
    line: int
    rest: str


def read_attributes(inside: str) -> list[tuple[str, str]]:
    """Return the words between braces as (name, value) in order: `#id` gives ("#", "id"), a bare word (word, "")."""
    pairs: list[tuple[str, str]] = []
    for name, value in _PAIR.findall(inside):
        if name.startswith("#"):
            pairs.append(("#", name[1:]))
        else:
            pairs.append((name, value[1:-1] if value.startswith('"') and value.endswith('"') else value))
    return pairs


class BlockPass:
    """One walk over the tokens of a text; `lines` is the text, for what a block's own syntax says."""

    def __init__(self, around: Surroundings, problems: Problems, lines: list[str]) -> None:
        self._around = around
        self._problems = problems
        self._lines = lines
        self._closings: list[str] = []
        self._begun: list[tuple[str, int, int]] = []
        self.cited: list[str] = []
        self.video_minutes = 0
        self.files: list[str] = []
        self.said: list[str] = []

    def run(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens with each block turned into its HTML, and a `check` token where a question is embedded."""
        kept: list[Token] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.type == "container_box_open":
                end = _end(tokens, position)
                block = self._read(token)
                if block.name in ("check", "sources"):
                    kept += self._leaf(block, token, tokens[position + 1 : end])
                    position = end
                else:
                    kept.append(_raw(self._open(block, tokens[position + 1 : end])))
                    self._begun.append((block.name, block.line, len(token.markup)))
            elif token.type == "container_box_close":
                kept.append(_raw(self._closings.pop()))
                self._begun.pop()
            else:
                kept.append(token)
            position += 1
        return kept

    def _read(self, token: Token) -> _Block:
        line, end = (token.map[0] + 1, token.map[1]) if token.map else (1, 0)
        match = _INFO.fullmatch(token.info)
        name, inside, rest = (match[1], match[2] or "", match[3]) if match else (token.info.strip(), "", "")
        block = _Block(name, dict(read_attributes(inside)), line, rest)
        self._judge(block)
        self._judge_nesting(token)
        if end >= len(self._lines) or not self._lines[end].strip(" >").startswith(":::"):
            self._problems.add("block-open", line, name=name)
        return block

    def _judge(self, block: _Block) -> None:
        if block.name not in _ATTRIBUTES:
            self._problems.add("block-unknown", block.line, name=block.name)
            return
        if block.rest:
            self._problems.add("block-attribute", block.line, name=block.name, key=block.rest)
        for key in block.attributes:
            if key not in _ATTRIBUTES[block.name] and not key.startswith("x-"):
                self._problems.add("block-attribute", block.line, name=block.name, key=key)

    def _judge_nesting(self, token: Token) -> None:
        """A block within a block needs an outer one with more colons; with as many, the outer was left open."""
        if self._begun and len(token.markup) >= self._begun[-1][2]:
            self._problems.add("block-open", self._begun[-1][1], name=self._begun[-1][0])

    def _open(self, block: _Block, inside: list[Token]) -> str:
        if block.name not in _ATTRIBUTES:
            self._closings.append("</div>\n")
            return "<div>\n"
        if block.name == "reveal":
            self._closings.append("</details>\n")
            return f'<details class="box box-reveal"><summary>{self._word("reveal")}</summary>\n'
        if block.name == "glossary" and not any(token.type == "dl_open" for token in inside):
            self._problems.add("glossary-empty", block.line)
        if block.name == "video":
            return self._video(block, bool(inside))
        self._closings.append("</aside>\n")
        return self._aside(block.name)

    def _aside(self, name: str) -> str:
        word = self._word(name)
        return f'<aside class="box box-{name}" aria-label="{word}"><p class="box-title">{word}</p>\n'

    def _word(self, name: str) -> str:
        return escape(self._around.words.get(name, WORDS[name]))

    def _video(self, block: _Block, has_body: bool) -> str:
        video = VideoBlock(block.attributes, block.line, self._around, self._problems)
        opening, closing = video.html(has_body)
        self.video_minutes += video.minutes
        self.files += video.files
        self.said.append(block.attributes.get("transcript", ""))
        self._closings.append(f"{closing}</aside>\n")
        return f"{self._aside('video')}{opening}"

    def _leaf(self, block: _Block, token: Token, inside: list[Token]) -> list[Token]:
        if block.name == "sources":
            return [_raw(self._sources(token))]
        if inside:
            self._problems.add("check-body", block.line)
        reference = block.attributes.get("ref", "")
        if not reference:
            self._problems.add("block-lacks", block.line, name="check", key="ref")
            return []
        if token.level:
            self._problems.add("block-inside", block.line, name="check")
            return []
        check = Token("check", "", 0)
        check.content = reference
        check.map = token.map
        return [check]

    def _sources(self, token: Token) -> str:
        first, end = token.map or [0, 0]
        items: list[str] = []
        for number, line in enumerate(self._lines[first + 1 : end], first + 2):
            if line.strip():
                items += self._source(line, number)
        return f"{self._aside('sources')}<ul>{''.join(items)}</ul></aside>\n"

    def _source(self, line: str, number: int) -> list[str]:
        match = _SOURCE.fullmatch(line)
        if match is None:
            self._problems.add("sources-line", number)
            return []
        key, remark = match[1], match[2].strip()
        self.cited.append(key)
        if key not in self._around.sources:
            self._problems.add("source-unknown", number, value=key)
            return []
        shown = f"{self._around.sources[key]} {remark}".strip()
        return [f"<li>{escape(shown)}</li>"]


def _end(tokens: list[Token], start: int) -> int:
    """The position of the token that closes the block opened at `start`."""
    level = tokens[start].level
    for position in range(start + 1, len(tokens)):
        if tokens[position].type == "container_box_close" and tokens[position].level == level:
            return position
    return len(tokens) - 1


def _raw(html: str) -> Token:
    token = Token("html_block", "", 0)
    token.content = html
    return token
