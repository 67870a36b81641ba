"""The video block: what is said stands first, the film behind a line that names its minutes and its size."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from app.foundation.markdown_surroundings import FILES, WORDS, FileKind, Image, Problems, Surroundings
from app.foundation.sizes import size_words

_ELSEWHERE = "https://"
_THERE = "there"
_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}


class VideoBlock:
    """One block: `src` is a file of the course or an address elsewhere, `captions` a file or, elsewhere, `there`.

    Nothing of a film is fetched before somebody asks for it: WCAG 2.2, 1.2.2 (captions) and 1.2.3 (an alternative).
    """

    def __init__(self, given: Mapping[str, str], line: int, around: Surroundings, problems: Problems) -> None:
        self._given = given
        self._line = line
        self._around = around
        self._problems = problems
        self.files: list[str] = []
        self.minutes = self._read_minutes()

    def html(self, has_body: bool) -> tuple[str, str]:
        """Return what stands before and after the text that the block holds: the rest of what is said."""
        elsewhere = ":" in self._given.get("src", ":").split("/")[0]
        self._judge(elsewhere, has_body)
        said = f"<p>{escape(self._given['transcript'])}</p>" if self._given.get("transcript") else ""
        opening = f'<details class="box-transcript" open><summary>{self._word("transcript")}</summary>{said}\n'
        return opening, f"</details>{self._link() if elsewhere else self._player()}"

    def _judge(self, elsewhere: bool, has_body: bool) -> None:
        needed = ("src", "captions", "minutes", *(("size",) if elsewhere else ()))
        lacking = [key for key in needed if not self._given.get(key)]
        if not has_body and not self._given.get("transcript"):
            lacking.append("transcript")
        for key in lacking:
            self._problems.add("block-lacks", self._line, name="video", key=key)
        source = self._given.get("src", "")
        if elsewhere and source and not source.startswith(_ELSEWHERE):
            self._wrong("src", source, "https://… or assets/film.mp4")

    def _read_minutes(self) -> int:
        minutes = self._given.get("minutes", "0")
        if minutes.isascii() and minutes.isdigit() and len(minutes) < 4:
            return int(minutes)
        self._wrong("minutes", minutes, "12")
        return 0

    def _link(self) -> str:
        """A film elsewhere is a link; captions that lie in the course are one beside it."""
        captions = self._given.get("captions", "")
        found = self._file("captions", captions) if captions not in ("", _THERE) else None
        beside = f' · <a href="{escape(found.address)}">{self._word("captions")}</a>' if found else ""
        watch = self._watch(self._given.get("size", ""))
        return f'<p><a href="{escape(self._given.get("src", ""))}">{watch}</a>{beside}</p>'

    def _player(self) -> str:
        film, captions = self._file("video", self._given["src"]), self._given.get("captions", "")
        if captions == _THERE:
            self._wrong("captions", captions, "assets/film.vtt")
        under = self._file("captions", captions) if captions not in ("", _THERE) else None
        if film is None:
            return ""
        return (
            f'<details class="box-player"><summary>{self._watch(size_words(film.size))}</summary>\n'
            f'<video controls preload="none"><source src="{film.address}" type="{_type_of(film)}">'
            f'{self._track(under) if under else ""}<a href="{film.address}">{self._word("video")}</a></video></details>'
        )

    def _track(self, captions: Image) -> str:
        return f'<track kind="captions" src="{captions.address}" label="{self._word("captions")}" default>'

    def _file(self, kind: FileKind, target: str) -> Image | None:
        path = self._around.path_of(target)
        found = self._around.file(target, kind)
        if isinstance(found, str):
            self._problems.add(found, self._line, target=target, path=path, expected=FILES[kind])
            return None
        self.files.append(path)
        return found

    def _wrong(self, key: str, value: str, expected: str) -> None:
        self._problems.add("block-value", self._line, name="video", key=key, value=value, expected=expected)

    def _watch(self, size: str) -> str:
        words = self._around.words.get("watch", WORDS["watch"])
        return escape(words % {"minutes": self._given.get("minutes", ""), "size": size})

    def _word(self, name: str) -> str:
        return escape(self._around.words.get(name, WORDS[name]))


def _type_of(film: Image) -> str:
    return _TYPES.get(film.address.rpartition(".")[2], "video/mp4")
