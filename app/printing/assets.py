"""Gives WeasyPrint the files of a design, the shared ones and the pictures of one print, and refuses all else."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from app.printing.designs import SHARED, Design

SCHEME = "design:"

Given = Mapping[str, tuple[str, bytes]]


class _Refused(FatalURLFetchingError):
    """Stops the rendering: WeasyPrint would swallow anything milder and print a document with a hole."""


class DesignFiles(URLFetcher):
    """Answers `design:assets/x`, `design:shared/x` and the addresses of `given`; all else stops the rendering.

    `given` is {address: (media type, content)}: what belongs to one document and lies in no folder, such as its code.
    """

    refused = _Refused

    def __init__(self, design: Design, given: Given | None = None) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._given = given or {}
        self._roots = {"assets": design.folder / "assets", SHARED: design.shared}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the file that `url` names; raises the fatal error of WeasyPrint where it names no such file."""
        if url in self._given:
            kind, content = self._given[url]
            return URLFetcherResponse(url, content, {"Content-Type": kind})
        path = self._path(url)
        if path is None or not path.is_file():
            raise _Refused(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def _path(self, url: str) -> Path | None:
        """Return the file's place if it lies, links resolved, inside its root."""
        scheme, _, name = url.partition(":")
        root_name, _, inside = name.partition("/")
        root = self._roots.get(root_name)
        if f"{scheme}:" != SCHEME or root is None or "%" in inside:
            return None
        path = (root / inside).resolve()
        return path if path.is_relative_to(root.resolve()) else None
