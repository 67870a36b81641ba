"""TLP labels of modules and files: the narrowest holds, and is kept by whatever writes course.yml (T21, U10)."""

from __future__ import annotations

import pytest

from app.curriculum.domain.course_reading import read_course
from app.curriculum.domain.labelled import labels_of_activities, labels_of_files
from app.curriculum.domain.labels import LABELS, highest, needs_confirming
from app.curriculum.domain.module_list import ModuleHead, module_changed
from app.curriculum.domain.writing.folder import canonical_folder
from tests.domain.curriculum.films import CAPTIONS, FILM
from tests.domain.curriculum.small_course import FIGURE, LESSON, changed

C = "course.yml"


def course(module: str = "", *files: str) -> dict[str, bytes]:
    """Return the small course with a label in its first module, and with labels of files."""
    held = changed(C, "minutes: 3}", f"minutes: 3{module}}}")
    lines = "".join(f"  {line}\n" for line in files)
    return {
        **held,
        C: held[C].replace(b"licence:", f"file-labels:\n{lines}licence:".encode() if files else b"licence:"),
    }


def labelled(module: str = "", *files: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the labels of files by path, and of activities."""
    source = read_course(course(module, *files)).course
    assert source is not None
    found = labels_of_files(source)
    paths = {asset.path: found.get(asset.sha256, "CLEAR") for asset in source.assets}
    return paths, labels_of_activities(source, found)


def test_the_narrowest_label_holds() -> None:
    files, activities = labelled(", tlp: AMBER")
    assert files[FIGURE] == "AMBER"
    assert (activities["look"], activities["practice"]) == ("AMBER", "AMBER")
    files, activities = labelled("", f"{FIGURE}: RED")
    assert (files[FIGURE], activities["look"], activities["practice"]) == ("RED", "RED", "CLEAR")
    files, activities = labelled(", tlp: RED", f"{FIGURE}: GREEN")
    assert (files[FIGURE], activities["look"]) == ("RED", "RED")


@pytest.mark.parametrize("label", LABELS)
def test_above_green_and_above_its_course_an_agency_must_have_confirmed_who_reads(label: str) -> None:
    assert needs_confirming(label, "CLEAR") is (label not in ("CLEAR", "GREEN"))
    assert not needs_confirming(label, "RED")
    assert not needs_confirming("AMBER", label) or label in ("CLEAR", "GREEN")
    assert highest("CLEAR", label) == label == highest(label)


def test_labels_are_kept_by_whatever_writes_course_yml() -> None:
    """A file that is written anew, and a module whose title is changed in the browser."""
    held = course(", tlp: AMBER+STRICT", f"{FIGURE}: RED")
    written = canonical_folder(held)
    assert b"tlp: AMBER+STRICT" in written[C]
    assert f"{FIGURE}: RED".encode() in written[C]
    head = ModuleHead("Other", "3", tlp="AMBER")
    after = module_changed(held[C].decode(), "01-first-steps", head)
    assert "- 01-first-steps: {title: Other, minutes: 3, tlp: AMBER}" in after
    assert "file-labels:" in after


FILM_PATH = "modules/01-first-steps/assets/film.mp4"
SHOWN = "::: video {src=assets/film.mp4 captions=there minutes=1 transcript=Look}\n:::\n"


def with_film(label: str, shown: str = SHOWN) -> dict[str, bytes]:
    """Return the small course with a film, and with a label put at one place of course.yml."""
    captions = shown.replace("=there", "=assets/film.vtt").encode()
    files = course(label) if label.startswith(",") else {**course(), C: course()[C] + label.encode()}
    beside = {FILM_PATH: FILM, FILM_PATH.replace("mp4", "vtt"): CAPTIONS}
    return {**files, **beside, LESSON: files[LESSON] + b"\n" + captions}


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("place", [", tlp: {}", "tlp: {}\n", f"file-labels: {{{{{FILM_PATH}: {{}}}}}}\n"])
def test_no_film_is_shown_above_green(place: str, label: str) -> None:
    """X17 U10: it cannot bear the mark of its reader, whoever labelled it: course, module or file."""
    reading = read_course(with_film(place.format(label)))
    found = [str(one) for one in reading.findings if one.level == "error"]
    above = label not in ("CLEAR", "GREEN")
    assert [line.partition(": ")[0] for line in found] == ([f"{FILM_PATH}:1:1"] if above else [])
    assert all(f"A15 The film is TLP:{label}" in line for line in found)
    assert (reading.course is None) is above


def test_a_film_that_no_text_shows_any_more_is_in_nobodys_way() -> None:
    """In the browser a film is taken out of a text; its file stays behind and is sent to nobody."""
    assert {one.code for one in read_course(with_film(", tlp: RED", "")).findings} == {"A07"}
    away = read_course(with_film(", tlp: RED", SHOWN.replace("assets/film.mp4", "https://example.org/a size=3MB")))
    assert [one.code for one in away.findings if one.level == "error"] == []
