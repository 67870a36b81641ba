"""Reads HTML that came from a word processor or a web page: what is text, how it looks, where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from app.curriculum.domain.brought_notes import BroughtNotes
from app.curriculum.domain.rich_text import BREAK, NOTE_CLOSES, NOTE_OPENS, Run, cleaned

Element = Any
BLOCKS = frozenset({
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir"),
    *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("header", "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
})  # fmt: skip
LEFT_OUT = frozenset({
    *("applet", "area", "audio", "base", "button", "canvas", "datalist", "embed", "frame", "frameset", "head"),
    *("iframe", "link", "map", "math", "meta", "noembed", "noframes", "noscript", "object", "optgroup", "option"),
    *("param", "progress", "script", "select", "source", "style", "svg", "template", "textarea", "title", "track"),
    *("video", "xml"),
})  # fmt: skip
_BOLD = {"b", "strong"}
_ITALIC = {"i", "em", "cite", "dfn", "var"}
_CODE = {"code", "kbd", "samp", "tt"}
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|bolder|[1-9]00|normal|lighter)", re.I)
_SLANT = re.compile(r"font-style\s*:\s*(italic|oblique|normal)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_LOWERED = {str(digit): sign for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")}
_RAISED = {str(digit): sign for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_EMAIL = re.compile(r"[^\s@<>()\\]{1,64}@[^\s@<>()\\]{1,190}", re.ASCII)
DEEPEST = 80
PICTURE, NOTE = "data-brought-picture", "data-brought-note"
"""Attributes that only our own reader of documents sets: the file of a picture, the name of a footnote."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the text at a place looks: handed down from an element to what stands in it."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


def parse(text: str) -> Element:
    """Return the body of a page or of a piece of one; None where there is nothing in it."""
    plain = text.replace("\x00", "")
    if not plain.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(plain.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # comments and declarations alone: a document with nothing in it
        return None
    return root.find("body")


def forget_our_signs(body: Element) -> None:
    """Take away attributes that would mean something to us and came from outside."""
    for node in body.iter():
        if isinstance(node.tag, str):
            node.attrib.pop(PICTURE, None)
            node.attrib.pop(NOTE, None)


def tag_of(node: Element) -> str:
    """Return the name of an element; nothing for what is none."""
    return node.tag.lower() if isinstance(node.tag, str) else ""


def is_left_out(node: Element) -> bool:
    """Whether an element and all that stands in it is no text to be read."""
    tag = tag_of(node)
    return not tag or tag in LEFT_OUT or bool(_HIDDEN.search(node.get("style") or "")) or node.get("hidden") is not None


def holds_blocks(node: Element) -> bool:
    """Whether something within an element stands on lines of its own."""
    return any(tag_of(inner) in BLOCKS for inner in node.iterdescendants())


def runs_in(node: Element, notes: BroughtNotes, look: Look | None = None, depth: int = 0) -> Iterator[Run]:
    """Give the text of an element and of all that stands in it, in the look that it has there."""
    look = _look_of(node, look or Look(), notes)
    yield from _own(node.text, look, tag_of(node))
    for child in node:
        if not is_left_out(child):
            yield from runs_of(child, notes, look, depth + 1)
        yield from _own(child.tail, look, tag_of(node))


def runs_of(node: Element, notes: BroughtNotes, look: Look, depth: int = 0) -> Iterator[Run]:
    """Give the text of a child: a break, a picture, a box to tick, or what stands in it."""
    tag = tag_of(node)
    if node.get(NOTE):
        yield Run(f"{NOTE_OPENS}{node.get(NOTE)}{NOTE_CLOSES}")
    elif tag == "br":
        yield BREAK
    elif tag == "img":
        yield from _picture(node, notes)
    elif tag == "input":
        if (node.get("type") or "").lower() == "checkbox":
            yield Run("☑ " if node.get("checked") is not None else "☐ ")
    elif depth > DEEPEST:
        yield from _own("".join(node.itertext()), look, tag)
    else:
        around = [Run(" ")] if tag in BLOCKS else []
        yield from around
        yield from runs_in(node, notes, look, depth)
        yield from around


def _own(text: str | None, look: Look, tag: str) -> Iterator[Run]:
    if not text:
        return
    shown = cleaned(text).replace("\n", " ")
    if tag in ("sup", "sub"):
        shown = _on_the_line(shown, tag)
    yield Run(shown, look.bold, look.italic, look.code, look.href)


def _on_the_line(text: str, tag: str) -> str:
    signs = _RAISED if tag == "sup" else _LOWERED
    return "".join(signs[sign] for sign in text) if text and all(sign in signs for sign in text) else text


def _look_of(node: Element, look: Look, notes: BroughtNotes) -> Look:
    tag, style = tag_of(node), node.get("style") or ""
    weight, slant = _WEIGHT.search(style), _SLANT.search(style)
    bold, italic = look.bold or tag in _BOLD, look.italic or tag in _ITALIC
    if weight:
        bold = weight[1].lower() in {"bold", "bolder", "600", "700", "800", "900"}
    if slant:
        italic = slant[1].lower() != "normal"
    if tag in ("sup", "sub") and not (node.text or "").strip().isdigit() and "".join(node.itertext()).strip():
        notes.add("raised", "".join(node.itertext()))
    look = replace(look, bold=bold, italic=italic, code=look.code or tag in _CODE)
    return replace(look, href=address_of(node, notes)) if tag == "a" and node.get("href") is not None else look


def address_of(node: Element, notes: BroughtNotes) -> str:
    """Return where a link leads, if it may be linked: https with a host, or mailto."""
    href, text = cleaned(node.get("href") or "").strip(), "".join(node.itertext())
    try:
        parts = urlsplit(href)
    except ValueError:
        parts = urlsplit("")
    if re.search(r"[\s<>\\\"`]", href) or len(href) > 800:
        parts = urlsplit("")
    if parts.scheme == "https" and parts.hostname:
        notes.add("links")
        return href
    if parts.scheme == "mailto" and _EMAIL.fullmatch(parts.path):
        notes.add("links")
        return f"mailto:{parts.path}"
    if text.strip():
        notes.add("inner-link" if href.startswith("#") or not parts.scheme else "plain-http", text)
    return ""


def _picture(node: Element, notes: BroughtNotes) -> Iterator[Run]:
    name = node.get(PICTURE) or ""
    if name:
        notes.add("pictures")
        yield Run("", picture=name)
    elif (node.get("width"), node.get("height")) != ("1", "1"):
        notes.add("picture-pasted", node.get("alt") or "")
