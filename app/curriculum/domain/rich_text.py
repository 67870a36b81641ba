"""Text with bold, italic, code, links and pictures, written in the Markdown of courses so that it reads the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

NOTE_OPENS, NOTE_CLOSES = "\ue000", "\ue001"
"""Stand around the name of a footnote until its number is known; taken out of whatever comes in."""
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]*[ \t\r\n\f\v][ \t\r\n\f\v\u00a0]*|\u00a0{2,}")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\ue000-\ue00f\ufeff\ufffe\uffff]")
_MARKS = re.compile(r"[\\`*\[]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]+(?=\s*$)|[:~](?=\s)|~{3})")
_NUMBERED = re.compile(r"(\d{1,9})([.)](?=\s|$))")
LONGEST_LINE = 1_000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. A line break is the text of one line feed; a picture is named by its file."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""
    picture: str = ""

    @property
    def look(self) -> tuple[bool, bool, bool, str, str]:
        """How the text looks, whatever it says."""
        return self.bold, self.italic, self.code, self.href, self.picture

    def saying(self, text: str) -> Run:
        """Return another text in the same look; a paste has a hundred thousand of them, so it is made directly."""
        return self if text == self.text else Run(text, *self.look)


BREAK, SPACE = Run("\n"), Run(" ")


def cleaned(text: str) -> str:
    """Return text without control characters, soft hyphens and the signs that this module uses itself."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\x0b", "\n").replace("\x85", "\n"))


def tidy_runs(runs: Iterable[Run]) -> list[Run]:
    """Return the runs with white space as HTML shows it, equal neighbours joined, none empty."""
    joined: list[Run] = []
    for run in _bridged(list(_with_plain_edges(runs))):
        last = joined[-1] if joined else None
        text = run.text
        if last is None or last == BREAK or last.text.endswith(" "):
            text = text if run == BREAK else text.lstrip(" \u00a0")
        if not text and not run.picture:
            continue
        if last and last != BREAK and run != BREAK and not run.picture and last.look == run.look:
            joined[-1] = last.saying(last.text + text)
        else:
            joined.append(run.saying(text))
    return _without_edges(joined)


def _with_plain_edges(runs: Iterable[Run]) -> Iterator[Run]:
    """White space at the edge of bold or linked text stands outside of it: `**word **` would not be read as bold."""
    for run in runs:
        if run == BREAK or run.picture:
            yield run
            continue
        text = _SPACES.sub(" ", run.text)
        inner = text.strip(" ")
        if not inner:
            yield SPACE
            continue
        start = text.index(inner)
        if start:
            yield SPACE
        yield run.saying(inner)
        if start + len(inner) < len(text):
            yield SPACE


def _bridged(runs: list[Run]) -> list[Run]:
    """A space between two words of one look has that look too, so that they are written as one stretch."""
    for at in range(1, len(runs) - 1):
        before, after = runs[at - 1], runs[at + 1]
        bridged = runs[at] == SPACE and before.look == after.look and before != BREAK
        if bridged and not (before.code or before.picture):
            runs[at] = before.saying(" ")
    return runs


def _without_edges(runs: list[Run]) -> list[Run]:
    kept: list[Run] = []
    for at, run in enumerate(runs):
        follows = runs[at + 1] if at + 1 < len(runs) else None
        if run != BREAK and not run.picture and (follows is None or follows == BREAK):
            run = run.saying(run.text.rstrip(" \u00a0"))
        if run.text or run.picture:
            kept.append(run)
    while kept and kept[-1] == BREAK:
        kept.pop()
    while kept and kept[0] == BREAK:
        kept.pop(0)
    return kept


def plain_text(runs: Iterable[Run]) -> str:
    """Return what is read, without any look."""
    return "".join(run.text for run in runs if not run.picture)


def line_markdown(runs: Iterable[Run]) -> str:
    """Return the runs as Markdown on one line, for headings, cells and answers."""
    return _spans(tidy_runs(Run(" ") if run == BREAK else run for run in runs))


def paragraph_markdown(runs: Iterable[Run]) -> str:
    """Return the runs as a paragraph: line breaks are kept, a very long line is folded between words."""
    lines: list[list[Run]] = [[]]
    for run in tidy_runs(runs):
        if run == BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    shown = [_folded(at_line_start(_spans(line))) for line in lines if line]
    several = len(shown) > 1
    return "\\\n".join(line.replace("|", "\\|") if several else line for line in shown)


def _spans(runs: list[Run]) -> str:
    parts: list[str] = []
    for href, group in groupby(runs, key=lambda run: run.href):
        inside = _emphasised(list(group), linked=bool(href))
        if href and parts and parts[-1].endswith("!"):
            parts[-1] = parts[-1][:-1] + "\\!"
        parts.append(f"[{inside}]({_address(href)})" if href and inside else inside)
    return "".join(parts)


def _emphasised(runs: list[Run], *, linked: bool) -> str:
    pieces = []
    for bold, group in groupby(runs, key=lambda run: run.bold and not run.picture):
        inner = "".join(
            _wrapped("*" if italic else "", "".join(_shown(run, linked=linked) for run in part))
            for italic, part in groupby(group, key=lambda run: run.italic and not run.picture)
        )
        pieces.append(_wrapped("**" if bold else "", inner))
    return "".join(pieces)


def _wrapped(mark: str, inner: str) -> str:
    return f"{mark}{inner}{mark}"


def _shown(run: Run, *, linked: bool) -> str:
    if run.picture:
        return f"![]({run.picture})"
    if run.code:
        fence = "`" * (max((len(found) for found in re.findall(r"`+", run.text)), default=0) + 1)
        space = " " if run.text[:1] in "` " or run.text[-1:] in "` " else ""
        return f"{fence}{space}{run.text}{space}{fence}"
    return escaped(run.text).replace("]", "\\]") if linked else escaped(run.text)


def escaped(text: str) -> str:
    """Return plain text so that nothing in it is read as Markdown; what counts at the start of a line is left."""
    return _MARKS.sub(lambda found: f"\\{found[0]}", text.replace(":::", ": : :"))


def at_line_start(text: str) -> str:
    """Return a line of Markdown so that its beginning makes no heading, list, quotation, definition or rule."""
    found = _LINE_START.match(text)
    if found:
        return f"\\{text}"
    return _NUMBERED.sub(r"\1\\\2", text, count=1) if _NUMBERED.match(text) else text


def _address(href: str) -> str:
    return f"<{href}>" if re.search(r"[()]", href) else href


def _folded(line: str) -> str:
    """Fold a line that is too long for a file of a course; what begins a line anew is escaped there."""
    if len(line) <= LONGEST_LINE:
        return line
    lines: list[str] = [""]
    for word in line.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > LONGEST_LINE:
            lines[-1] = lines[-1].rstrip("\\")
            lines.append(at_line_start(word))
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "\n".join(lines)
