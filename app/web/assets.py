"""The static shelf: each file of `static/` minified, named by its content and compressed once, at the start."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli

FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
_STRING_OR_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')|/\*.*?\*/', re.DOTALL)
_AROUND = re.compile(r"\s*([{};,>])\s*")
_ENOUGH = 0.95  # a compressed body is kept only where it is at least a twentieth smaller


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it goes out: its hashed name, its media type and its bytes per content encoding ("" = plain)."""

    name: str
    media_type: str
    bodies: dict[str, bytes]


class AssetShelf:
    """All static files, in memory, never changed after it is made."""

    def __init__(self, folder: Path = FOLDER) -> None:
        files = sorted(path for path in folder.iterdir() if path.suffix in _TYPES)
        made = {path.name: _asset(path) for path in files}
        self._urls = {name: f"/static/{asset.name}" for name, asset in made.items()}
        self._by_hashed_name = {asset.name: asset for asset in made.values()}

    @property
    def addresses(self) -> tuple[tuple[str, str], ...]:
        """Every name with its address, as a value."""
        return tuple(self._urls.items())

    def url(self, name: str) -> str:
        """Return the address of `name` ("provost.css" → "/static/provost.3f9a….css"). Raises KeyError."""
        return self._urls[name]

    def get(self, hashed_name: str, accept_encoding: str = "") -> tuple[bytes, str, str] | None:
        """Return (bytes, media type, encoding) as small as the client takes it; encoding "" is plain, None unknown."""
        asset = self._by_hashed_name.get(hashed_name)
        if asset is None:
            return None
        taken = _accepted(accept_encoding)
        encoding = next((name for name in ("br", "gzip") if name in taken and name in asset.bodies), "")
        return asset.bodies[encoding], asset.media_type, encoding

    def names(self) -> tuple[str, ...]:
        """Return the plain names of all files, for tests and the service worker's list."""
        return tuple(self._urls)


def _asset(path: Path) -> Asset:
    return _made(path.stem, path.suffix, path.read_bytes())


@lru_cache(maxsize=64)
def _made(stem: str, suffix: str, body: bytes) -> Asset:
    """The same bytes are compressed once in a process, however many shelves are made (tests make hundreds)."""
    if suffix == ".css":
        body = minified_css(body.decode()).encode()
    elif suffix == ".js":
        body = slimmed_script(body.decode()).encode()
    bodies = {"": body}
    for encoding, packed in (("gzip", gzip.compress(body, 9, mtime=0)), ("br", brotli.compress(body, quality=11))):
        if len(packed) < len(body) * _ENOUGH:
            bodies[encoding] = packed
    return Asset(f"{stem}.{hashlib.sha256(body).hexdigest()[:10]}{suffix}", _TYPES[suffix], bodies)


def _accepted(header: str) -> set[str]:
    found = set()
    for part in header.split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            found.add(name.strip().lower())
    return found


def minified_css(text: str) -> str:
    """Return `text` without comments and needless white space; quoted strings stay as they are."""
    parts = re.split(_STRING_OR_COMMENT, text)
    shrunk = "".join(part if index % 2 else _shrunk(part) for index, part in enumerate(parts) if part)
    return shrunk.replace(";}", "}").strip()


def _shrunk(css: str) -> str:
    css = _AROUND.sub(r"\1", re.sub(r"\s+", " ", css))
    return re.sub(r":\s+", ":", css)


def slimmed_script(text: str) -> str:
    """Return `text` without indentation, empty lines and whole-line comments; no text of ours spans lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
