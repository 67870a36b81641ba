"""Walks what stands inside of paragraphs: judges links, pictures and HTML, makes figures, gathers the text."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from markdown_it.token import Token

from app.foundation.markdown_surroundings import FILES, Problems, Surroundings

_SCHEMES = ("http", "https", "mailto")
_ALIGN = {"text-align:center": "align-center", "text-align:right": "align-end"}


class InlinePass:
    """One walk over the tokens of a text."""

    def __init__(self, around: Surroundings, problems: Problems) -> None:
        self._around = around
        self._problems = problems
        self.visible: list[str] = []
        self.read: list[str] = []
        self.images: list[str] = []

    def run(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens with safe links and pictures, figures in place of paragraphs that hold only a picture."""
        kept: list[Token] = []
        for token in tokens:
            line = token.map[0] + 1 if token.map else 1
            if token.type == "inline":
                self._children(token, line)
            elif token.type == "html_block":
                self._problems.add("html", line, tag=token.content.strip()[:40])
                token = _raw(f"<p>{escape(token.content)}</p>")
            elif token.type in ("fence", "code_block"):
                self._gather(token.content)
            elif token.type == "heading_open":
                self._shift(token, line)
            elif token.type == "heading_close":
                token.tag = "h2" if token.tag == "h1" else token.tag
            elif token.type in ("th_open", "td_open"):
                token.attrs = {"class": _ALIGN[style]} if (style := str(token.attrs.get("style", ""))) in _ALIGN else {}
            kept.append(token)
        return _with_figures(kept)

    def _shift(self, token: Token, line: int) -> None:
        """A page has its title already, so headings within it begin at the second rank."""
        if token.tag == "h1":
            self._problems.add("heading", line)
            token.tag = "h2"

    def _gather(self, text: str) -> None:
        self.visible.append(text)
        self.read.append(text)

    def _children(self, token: Token, line: int) -> None:
        read: list[str] = []
        shown: list[str] = []
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                line += 1
                read.append(" ")
                shown.append(" ")
            elif child.type in ("text", "code_inline"):
                if child.content.lstrip().startswith(":::") and child.type == "text":
                    self._problems.add("stray-close", line)
                read.append(child.content)
                shown.append(child.content)
            elif child.type == "html_inline":
                self._problems.add("html", line, tag=child.content)
                child.type = "text"
                shown.append(child.content)
            elif child.type == "link_open":
                self._link(child, line)
            elif child.type == "image":
                shown.append(self._image(child, line))
        self.read.append("".join(read))
        self.visible.append("".join(shown))

    def _link(self, token: Token, line: int) -> None:
        target = str(token.attrs.get("href", ""))
        try:
            parts = urlsplit(target)
        except ValueError:
            parts = urlsplit("invalid:")
        if parts.scheme in _SCHEMES and (parts.netloc or parts.scheme == "mailto"):
            return
        token.attrs.pop("href", None)
        if parts.scheme or parts.netloc or not parts.path:
            self._problems.add("link-scheme", line, target=target)
            return
        address = self._around.links.get(self._around.path_of(parts.path))
        if address is None:
            self._problems.add("link-unknown", line, target=target)
        else:
            token.attrs["href"] = address

    def _image(self, token: Token, line: int) -> str:
        """Point the picture to its address and return its description; without an address that stands in its place."""
        target = str(token.attrs.get("src", ""))
        described = _described(token)
        if not described.strip():
            self._problems.add("image-undescribed", line)
        path = self._around.path_of(target)
        image = self._around.file(target, "picture")
        if isinstance(image, str):
            self._problems.add(image, line, target=target, path=path, expected=FILES["picture"])
            token.type, token.content, token.children = "text", described, None
            return described
        self.images.append(path)
        token.attrs["src"] = image.address
        if image.width and image.height:
            token.attrs["width"], token.attrs["height"] = image.width, image.height
        token.attrs["loading"] = "lazy"
        return described


def _described(image: Token) -> str:
    """The words between the brackets, markup removed."""
    inside = image.children or []
    return "".join(" " if child.type == "softbreak" else child.content or _described(child) for child in inside)


def _raw(html: str) -> Token:
    token = Token("html_block", "", 0)
    token.content = html
    return token


def _with_figures(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        image = _only_image(tokens, position)
        kept.append(tokens[position] if image is None else _raw(_figure(image)))
        position += 1 if image is None else 3
    return kept


def _only_image(tokens: list[Token], position: int) -> Token | None:
    if tokens[position].type != "paragraph_open" or tokens[position].hidden:
        return None
    children = tokens[position + 1].children or []
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _figure(image: Token) -> str:
    caption = str(image.attrs.get("title", "")).strip()
    shown = {name: value for name, value in image.attrs.items() if name != "title"} | {"alt": _described(image)}
    attributes = " ".join(f'{name}="{escape(str(value))}"' for name, value in shown.items())
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure><img {attributes}>{below}</figure>\n"
