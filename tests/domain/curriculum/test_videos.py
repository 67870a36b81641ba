"""A video: what is said stands first, captions belong to it, its size is told before anything is fetched (O21, O22)."""

from __future__ import annotations

import pytest

from app.curriculum.domain.captions import captions_problem
from app.curriculum.domain.course import LessonSource
from app.curriculum.domain.course_reading import read_course
from tests.domain.curriculum.films import CAPTIONS, FILM, TELEPHONE, WEBM
from tests.domain.curriculum.small_course import LESSON, changed

ASSETS = "modules/01-first-steps/assets"
OWN = "src=assets/film.mp4 captions=assets/film.vtt minutes=2"
THERE = "src=https://example.org/film captions=there minutes=2 size=8MB"


def course(attributes: str, body: str = "Leave the phone on.", **files: bytes) -> dict[str, bytes]:
    """Return the small course with a video at the end of its lesson, a film and captions beside it."""
    block = f"::: video {{{attributes}}}\n{body}\n:::\n\n::: sources"
    held = {f"{ASSETS}/film.mp4": FILM, f"{ASSETS}/film.vtt": CAPTIONS} if "assets/" in attributes else {}
    named = {f"{ASSETS}/film.{ending}": content for ending, content in files.items()}
    return {**changed(LESSON, "::: sources", block), **held, **named}


def lesson(attributes: str, body: str = "Leave the phone on.", **files: bytes) -> LessonSource:
    """Return the lesson; its course has no finding but on minutes and on files that this video does not use."""
    reading = read_course(course(attributes, body, **files))
    assert [str(one) for one in reading.findings if one.code not in ("X14", "A07")] == []
    assert reading.course is not None
    return next(one for one in reading.course.modules[0].activities if isinstance(one, LessonSource))


def test_what_is_said_stands_open_before_the_film_which_waits_behind_its_minutes_and_size() -> None:
    html = lesson(OWN).html
    transcript, player = html.index('<details class="box-transcript" open'), html.index('<details class="box-player">')
    assert transcript < html.index("Leave the phone on.") < player
    assert "<summary>Watch the video (2 min, 1.2 MB)</summary>" in html
    assert 'preload="none"' in html
    assert "autoplay" not in html


def test_captions_are_on_from_the_start_and_lie_in_the_course_like_the_film() -> None:
    read = lesson(OWN)
    source = read_course(course(OWN)).course
    assert source is not None
    addresses = {asset.ending: asset.address for asset in source.assets}
    assert f'<track kind="captions" src="{addresses["vtt"]}" label="Captions" default=""' in read.html
    assert f'<source src="{addresses["mp4"]}" type="video/mp4">' in read.html
    digests = {asset.sha256 for asset in source.assets if asset.ending in ("mp4", "vtt")}
    assert digests <= set(read.figures), "who may see the lesson may fetch them"


def test_a_film_elsewhere_is_a_link_that_says_its_size() -> None:
    html = lesson(THERE).html
    assert '<a href="https://example.org/film" rel="noopener noreferrer">Watch the video (2 min, 8MB)</a>' in html
    assert "<video" not in html
    beside = lesson(THERE.replace("there", "assets/film.vtt"))
    assert ".vtt" in beside.html, "captions that the course holds are a link beside it"


def test_the_weight_of_a_lesson_holds_the_words_of_its_film_and_not_the_film() -> None:
    """O10: a lesson with a video is as light as one without."""
    without, with_film = lesson(OWN).size, lesson(OWN, body="Leave the phone on. " * 10).size
    assert with_film - without == len("Leave the phone on. ") * 10 - len("Leave the phone on. ")
    assert without < 2_500


def test_what_is_said_is_read_and_found_like_any_text() -> None:
    said = lesson(OWN + ' transcript="He says: leave it on."')
    assert "He says: leave it on." in said.text
    assert said.words == lesson(OWN).words + 5


WRONG = [
    ("no captions", OWN.replace("captions=assets/film.vtt ", ""), {}, ["L03:13", "A07:1"]),
    ("no captions elsewhere", THERE.replace("captions=there ", ""), {}, ["L03:13"]),
    ("no size elsewhere", THERE.replace(" size=8MB", ""), {}, ["L03:13"]),
    ("captions there of a film here", OWN.replace("assets/film.vtt", "there"), {}, ["L16:13", "A07:1"]),
    ("an address that is not safe", THERE.replace("https", "http"), {}, ["L16:13"]),
    (
        "an address without its beginning",
        OWN.replace("assets/film.mp4", "//example.org/a.mp4"),
        {},
        ["A09:13", "A07:1"],
    ),
    ("a film that is not there", OWN.replace("film.mp4", "fil.mp4"), {}, ["A01:13", "A07:1"]),
    ("a film outside", OWN.replace("assets/film.mp4", "../../../film.mp4"), {}, ["A08:13", "A07:1"]),
    ("a picture for a film", OWN.replace("film.mp4", "scene.svg"), {}, ["A14:13", "A07:1"]),
    ("captions for a film", OWN.replace("film.mp4", "film.vtt"), {}, ["A14:13", "A07:1"]),
    ("a film for captions", OWN.replace("film.vtt", "film.mp4"), {}, ["A14:13", "A07:1"]),
    ("captions that are none", OWN, {"vtt": b"Leave it on."}, ["A12:1"]),
    ("a film that says its place", OWN, {"mp4": TELEPHONE}, ["A13:1"]),
    ("a film of another kind", OWN, {"mp4": WEBM}, ["A10:1"]),
    ("no film at all", OWN, {"mp4": b"MZ"}, ["A03:1"]),
    ("a film of nine megabytes", OWN, {"mp4": FILM + b"\0" * 8_000_000}, ["A11:1"]),
    ("captions of a megabyte", OWN, {"vtt": CAPTIONS + b"\n" * 1_000_000}, ["A11:1"]),
]


@pytest.mark.parametrize(("attributes", "files", "codes"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_mistake_in_a_video_is_found_at_its_place(attributes: str, files: dict[str, bytes], codes: list[str]) -> None:
    findings = read_course(course(attributes, **files)).findings
    assert sorted(f"{one.code}:{one.line}" for one in findings if one.code != "X14") == sorted(codes)


def test_a_film_is_no_picture() -> None:
    files = course(OWN)
    files[LESSON] = files[LESSON].replace(b"assets/scene.svg", b"assets/film.mp4")
    assert [one.code for one in read_course(files).findings if one.code != "X14"] == ["A14", "A07"]


def test_webm_is_a_film_too() -> None:
    assert 'type="video/webm"' in lesson(OWN.replace("mp4", "webm"), webm=WEBM).html


CUES = "\n\n00:01.000 --> 00:02.000\nLook.\n"
TEXTS = [
    ("the least", "WEBVTT" + CUES, None),
    ("a mark before it", "\ufeffWEBVTT" + CUES, None),
    ("ends of lines of another system", ("WEBVTT" + CUES).replace("\n", "\r\n"), None),
    ("words in the head", "WEBVTT - a film\nKind: captions" + CUES, None),
    ("a number, a setting, a speaker", "WEBVTT\n\n1\n00:00:01.000 --> 00:02.000 line:0\n<v A>Look.", None),
    ("a note", "WEBVTT\n\nNOTE\nnot shown" + CUES, None),
    ("two at once", f"WEBVTT{CUES}{CUES}", None),
    ("nothing", "", (1, "the first line is not WEBVTT")),
    ("another format", "1\n00:00:01,000 --> 00:00:02,000\nLook.\n", (1, "the first line is not WEBVTT")),
    ("a word that begins so", "WEBVTTX" + CUES, (1, "the first line is not WEBVTT")),
    ("no caption", "WEBVTT\n\nNOTE nothing yet\n", (1, "there is no caption")),
    ("commas", "WEBVTT" + CUES.replace(".000", ",000"), (3, "“00:01,000 --> 00:02,000” is no caption with its times")),
    ("a style", "WEBVTT\n\nSTYLE\n::cue { color: red }\n" + CUES, (3, "“STYLE” is no caption with its times")),
    ("backwards", "WEBVTT" + CUES.replace("01.000", "03.000"), (3, "the times are not in order")),
    ("out of order", f"WEBVTT{CUES}\n00:00.500 --> 00:03.000\nTouch.\n", (6, "the times are not in order")),
    ("no words", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n", (3, "a caption has no text")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_captions_are_read_as_webvtt(text: str, wrong: tuple[int, str] | None) -> None:
    assert captions_problem(text.encode()) == wrong


def test_captions_in_another_encoding_are_told_so() -> None:
    assert captions_problem("WEBVTT\n\né".encode("latin-1")) == (1, "they are not UTF-8")
