"""Course folders that somebody, or something, has edited badly: the strategies of the property tests.

In the suite each property is tried on a few dozen folders; `PROVOST_EXAMPLES=10000` tries that many.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.domain.curriculum.films import mp4, track, webm
from tests.domain.curriculum.small_course import LESSON, sample_course, small_course

_FILM = b"\n::: video {src=assets/%b captions=assets/film.vtt minutes=3}\nWhat is said.\n:::\n"
_BESIDE = LESSON.rpartition("/")[0] + "/assets/film."
FILMS = {
    f"{_BESIDE}mp4": mp4(track(), track(b"soun")),
    f"{_BESIDE}webm": webm(),
    f"{_BESIDE}vtt": b"WEBVTT\n\n00:01.000 --> 00:04.000\nWhat is said.\n",
}
SAMPLE = sample_course() | small_course() | FILMS
SAMPLE[LESSON] += _FILM % b"film.mp4" + _FILM % b"film.webm"
PATHS = sorted(SAMPLE)


def tried(times: int) -> settings:
    """Return how often a property is tried: so many times in the suite, more where the environment asks for it."""
    wanted = int(os.environ.get("PROVOST_EXAMPLES", "0"))
    slow = list(HealthCheck)  # a busy machine is no reason to fail
    return settings(max_examples=wanted or times, deadline=None, database=None, suppress_health_check=slow)


NASTY = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\t", b"[" * 3000, b"> " * 300, b"- " * 300, b"{" * 500,
    b"---\n", b":::\n", b"::: check {ref=a}\n", b"```\n", b"## ", b"- (x) ", b"= ", b"= /a/", b"{#", b"}", b"![](",
    b"](",
    b"&a *a", b"? [", b"!!python/object/apply:os.system [id]\n", b"<script>", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"%",
    b"%s",
    b"= 1e99 \xc2\xb1 1e99\n", b"= 1..\n", b"[[ a | b ]]", b"'", b'"', b"\\", b"*" * 999, b"_a" * 999, b"`" * 999,
    b"|a|b|\n|-|-|\n", b": x\n", b"&#xFFFFFFFF;", b"&#0;", b"<!DOCTYPE x [", b"[x]: javascript:x\n", b"[x]:", b"http://[",
    "٣".encode(), "ａ".encode(), b"points=99999999999999999999", b"[999999999999%]", b"[-0.00001%] a\n", b"\x1b[2J",
    b"::: video {src=assets/film.mp4}\n", b"{src=https://film.example.org/a captions=there minutes=3 size=8MB}",
    b" captions=assets/film.mp4", b"minutes=-1", b"moov", b"\xff\xff\xff\xffmoov", b"\0\0\0\1mdat" + b"\xff" * 8,
    b", after: first-steps", b"after: [final]", b", after: 02-final",
    b"\0\0\0\0trak", b"\0\0\0\x08free", b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67\x01" + b"\xff" * 7, b"WEBVTT",
    b"99:99:99.999 --> 00:00.000\n", b"-->", b"\0\0\0\x10\xa9xyz",
]  # fmt: skip
WHITE = [
    b" ", b"  ", b"   ", b"    ", b"\n", b"\n\n", b"\n\n\n", b"  \n", b" \n", b"\n ", b"\n    ", b"\r\n", b"\n  > ",
    b"\n- ", b"-  ", b"\n-   ", b"\n1.  ", b"\n>", b"\n>  ", b"\\\n", b"\n```\n", b"\n#   ", b"\n:::  note\n",
    b"\n:::\n",
    b"\n::::  case {#b  a=1}\n", b"\n##  Why? {level=1   #why}\n", b"\n= \n", b"\n=a\n", b"\n- ->  b\n", b"\n-  a->b\n",
    b"\n-  (X)  a\n", b"\n*  [ ] a\n", b"\n+ [ -50 %] b\n", b"{redline=true  for=see #x}", b"{#x y=\"1\"}", b" # words",
    b"\n: d\n", b"\n\n\n: d\n", b"\n<b>\n\n\n</b>\n", b"\n~~~\n a\n\n\n b \n~~~\n", b"\n\n     code  \n\n\n     more\n",
    b"|a|\n|-|\n", b"\n[x]: /u\n", b"&nbsp;", b"x-y: |\n   a  \n\n\n   b\n", b"id:\n", b"\n---\n",
    b",  after:   first-steps ", b" ,after: 01-first-steps",
]  # fmt: skip


@st.composite
def edits(draw: st.DrawFn, pieces: list[bytes] | None = None) -> dict[str, bytes]:
    """The sample course after one to four edits anywhere: insertions, cuts, doubled stretches, renamed files."""
    files = dict(SAMPLE)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(PATHS))
        raw = files.get(path, b"")
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 60)))
        new = draw(st.sampled_from(pieces or NASTY) | st.binary(max_size=12) | st.just(raw[start:end] * 2))
        files[path] = raw[:start] + new + raw[end:]
    if draw(st.booleans()) and draw(st.booleans()):
        old = draw(st.sampled_from(PATHS))
        files[draw(st.text(max_size=20) | st.sampled_from(PATHS))] = files.pop(old, b"")
    return files


@st.composite
def spaced(draw: st.DrawFn) -> dict[str, bytes]:
    """The sample course with white space and markers put in anywhere: insertions only, up to eight."""
    files = dict(SAMPLE)
    for _ in range(draw(st.integers(1, 8))):
        path = draw(st.sampled_from(PATHS))
        raw = files[path]
        at = draw(st.integers(0, len(raw)))
        files[path] = raw[:at] + draw(st.sampled_from(WHITE)) + raw[at:]
    return files
