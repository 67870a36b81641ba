"""Turns the Markdown of courses into safe HTML, and says what in it cannot be shown. Raw HTML never gets through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin

from app.foundation.markdown_blocks import BLOCK_CLASSES, WORDS, BlockPass
from app.foundation.markdown_inline import InlinePass
from app.foundation.markdown_surroundings import Image, Problem, Problems, Surroundings

__all__ = [
    "WORDS",
    "Image",
    "Page",
    "Problem",
    "Segment",
    "Surroundings",
    "read_line",
    "read_page",
    "render",
    "tokens_of",
]

_TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "hr", "br"),
    *("strong", "em", "a", "img", "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td"),
    *("aside", "div", "details", "summary", "video", "source", "track"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "aside": {"aria-label"},
    "details": {"open"},
    "video": {"controls", "preload"},
    "source": {"src", "type"},
    "track": {"kind", "src", "label", "default"},
}
_CLASSES = {
    "aside": BLOCK_CLASSES,
    "p": {"box-title"},
    "details": {"box", "box-reveal", "box-transcript", "box-player"},
    "td": {"align-center", "align-end"},
    "th": {"align-center", "align-end"},
}
_NEST = 20


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a page: HTML, or (with `check`) the place of an embedded question named by its id, and its line."""

    html: str = ""
    check: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered text. `text` is what is visible, an image being its description; `words` counts what is read.

    `images` are the paths of all files that it shows: pictures, videos, captions.
    """

    segments: tuple[Segment, ...] = ()
    text: str = ""
    words: int = 0
    images: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    video_minutes: int = 0
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def html(self) -> str:
        """All HTML of the page, without the places of questions."""
        return "".join(segment.html for segment in self.segments)


def tokens_of(text: str) -> list[Token]:
    """Return what the parser sees in a text, before it is judged. Raises RecursionError where it is too tangled."""
    return _PARSER.parse(text)


def render(text: str, words: Mapping[str, str] = WORDS) -> str:
    """Return a text as safe HTML; pictures and links into a course are left out, for they need surroundings."""
    return read_page(text, Surroundings(words=words)).html


def read_page(text: str, around: Surroundings | None = None) -> Page:
    """Render a text of several paragraphs: CommonMark, tables, definition lists and ::: blocks.

    Lines of `problems` count from 1 within the text. Text too tangled to be parsed gives an empty page and a problem.
    """
    around = around or Surroundings()
    problems = Problems()
    try:
        tokens = _PARSER.parse(text)
        inline = InlinePass(around, problems)
        tokens = inline.run(tokens)
        blocks = BlockPass(around, problems, text.split("\n"))
        tokens = blocks.run(tokens)
        segments = _segments(tokens)
    except RecursionError:
        problems.add("tangled", 1)
        return Page(problems=problems.found)
    return Page(
        segments=segments,
        text=" ".join(" ".join(inline.visible + blocks.said).split()),
        words=sum(len(piece.split()) for piece in inline.read + blocks.said),
        images=(*inline.images, *blocks.files),
        sources=tuple(blocks.cited),
        video_minutes=blocks.video_minutes,
        problems=problems.found,
    )


def read_line(text: str, around: Surroundings | None = None) -> Page:
    """Render a text that stands within a line, such as an option: no paragraph around it, no blocks in it."""
    problems = Problems()
    inline = InlinePass(around or Surroundings(), problems)
    try:
        tokens = inline.run(_PARSER.parseInline(text.strip()))
        html = _clean(_PARSER.renderer.render(tokens, _PARSER.options, {}))
    except RecursionError:
        problems.add("tangled", 1)
        return Page(problems=problems.found)
    visible = " ".join(" ".join(inline.visible).split())
    words = sum(len(piece.split()) for piece in inline.read)
    return Page((Segment(html),), visible, words, tuple(inline.images), problems=problems.found)


def _segments(tokens: list[Token]) -> tuple[Segment, ...]:
    """Cut the page where a question is embedded; what lies between is complete HTML."""
    segments: list[Segment] = []
    begun: list[Token] = []
    for token in tokens:
        if token.type == "check":
            segments += _html_segment(begun)
            segments.append(Segment(check=token.content, line=token.map[0] + 1 if token.map else 1))
            begun = []
        else:
            begun.append(token)
    return tuple(segments + _html_segment(begun))


def _html_segment(tokens: list[Token]) -> list[Segment]:
    if not tokens:
        return []
    html = _clean(_PARSER.renderer.render(tokens, _PARSER.options, {})).strip()
    return [Segment(html=html)] if html else []


def _clean(html: str) -> str:
    """The second wall: even if the first let something through, only listed tags and attributes leave this house."""
    if "<" not in html:
        return html
    return _CLEANER.clean(html)


def _any_block(parameters: str, _markup: str) -> bool:
    return bool(parameters.strip())


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _NEST}).enable("table")
    # Links are judged by InlinePass, which can tell the author; the parser would drop them silently.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser.use(deflist_plugin).use(container_plugin, name="box", validate=_any_block)


_PARSER = _parser()
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)
