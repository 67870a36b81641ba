"""A film that a trainer sends: only picture and sound stay, nothing moves, and what is no film is told so (O21)."""

from __future__ import annotations

import pytest

from app.curriculum.domain.films import cleaned, video_markdown
from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.curriculum.domain.videos import says_its_place
from tests.domain.curriculum.films import TELEPHONE, box, element, mp4, track, webm

PLACE = box(b"udta", box(b"\xa9xyz", b"+12.34+056.78/"))
NOTES = box(b"meta", b"\0\0\0\0" + box(b"ilst", b"Somebody was here"))
TAGS = element(0x1254C367, b"Somebody was here")
BARE = [
    ("a place beside the tracks", mp4(track(), beside=PLACE)),
    ("a place in a track", mp4(track(beside=PLACE))),
    ("notes and what an editor wrote", mp4(track(), beside=NOTES, after=box(b"uuid", b"Somebody was here"))),
    ("what was left in an unused place", mp4(track(), track(b"soun"), after=box(b"free", b"Somebody was here"))),
    ("a length of eight bytes", mp4(track(), after=b"\0\0\0\1skip" + (33).to_bytes(8, "big") + b"Somebody was here")),
    ("tags", webm(1, TAGS)),
    ("tags behind a film of no known length", webm(1, TAGS, open=True)),
    ("a file within the film, and chapters", webm(1, element(0x1941A469, b"Somebody"), element(0x1043A770, b"Raid"))),
    ("the shortest of all", webm(1, b"\x42\x86\x80", b"\xbf\x84Raid")),
]
SAID = (b"Somebody", b"Raid", b"Telephone", b"+12.34", b"\1\2\3\4\1\2\3\4")


@pytest.mark.parametrize("content", [row[1] for row in BARE], ids=[row[0] for row in BARE])
def test_what_was_noted_beside_picture_and_sound_is_blanked_in_its_place(content: bytes) -> None:
    """What points into a film counts bytes, so that nothing may move; a second time changes nothing more."""
    clean = cleaned(content)
    assert len(clean.content) == len(content)
    assert [word for word in SAID if word in clean.content] == []
    assert clean.content.index(b"points") == content.index(b"points")
    assert not says_its_place(clean.content)
    assert cleaned(clean.content) == clean


def test_what_a_player_needs_stays_as_it_was() -> None:
    clean = cleaned(mp4(track(), track(b"soun"), beside=box(b"mvex", b"kept")))
    assert (clean.ending, clean.content.count(b"hdlr"), b"kept" in clean.content) == ("mp4", 2, True)
    assert b"vide" in clean.content
    shown = cleaned(webm())
    assert shown.ending == "webm"
    assert b"\x0f\x42\x40" in shown.content


ODD = [
    ("not-film", b"GIF89a" + bytes(60)),
    ("not-film", TELEPHONE),
    ("not-film", mp4(track(b"soun"))),
    ("not-film", webm(2)),
    ("film-tracks", mp4(track(), track(b"meta"))),
    ("film-tracks", mp4(track(), track(b"tmcd"))),
    ("film-place", mp4(track()).replace(b"pointspointspointspointspoints", b"com.apple.quicktime.location..")),
    ("damaged", mp4(track())[:-3]),
    ("damaged", webm()[:-3]),
    ("damaged", mp4(track(), after=b"\0\0\0\5mdat")),
    ("damaged", mp4(track()) + bytes(4)),
    ("damaged", webm(1, b"\0\0\0")),
    ("damaged", webm(1, b"\x42\x86\xff")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "content"), ODD)
def test_what_is_no_film_or_holds_more_is_told_so(code: str, content: bytes) -> None:
    with pytest.raises(UnreadableUpload) as refused:
        cleaned(content)
    assert refused.value.code == code


@pytest.mark.parametrize("whole", [mp4(track(), track(b"soun"), beside=PLACE), webm(1, TAGS, open=True)])
def test_a_film_cut_or_bent_anywhere_is_refused_or_read_and_nothing_else(whole: bytes) -> None:
    for at in range(len(whole)):
        for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            try:
                assert len(cleaned(content).content) == len(content)
            except UnreadableUpload:
                continue


def test_a_line_of_what_is_said_ends_no_block() -> None:
    block = video_markdown("assets/a.mp4", "assets/a.vtt", "2", "He says:\n:::\n ::: note\nLook.")
    assert (
        block
        == "::: video {src=assets/a.mp4 captions=assets/a.vtt minutes=2}\nHe says:\n\\:::\n\\ ::: note\nLook.\n:::"
    )
