"""Each mistake of an author has a code of its own, at its place (B3)."""

from __future__ import annotations

import pytest

from app.curriculum.domain.course_reading import read_course
from tests.domain.curriculum.small_course import BANK, EXAM, FIGURE, LESSON, QUIZ, changed, small_course

C = "course.yml"
M = "modules/01-first-steps"

OWN = "## Is this so? {#own}\n= true\n > Yes.\n > false: No.\n"

BROKEN: list[tuple[str, str, str, str, list[str]]] = [
    # what is wrong, file, text, replaced by, codes with lines
    ("no front matter", LESSON, "---\nid: look", "id: look", ["F03:1"]),
    ("front matter open", EXAM, "\n---\n", "\n", ["F04:1"]),
    ("not yaml", C, "title: Small course", "title: Small: course", ["F05:3"]),
    ("tab in yaml", C, "  see: See", "\tsee: See", ["F06:8"]),
    ("key twice", C, "licence: CC-BY-4.0", "title: Other", ["F07:6"]),
    ("unknown key", C, "licence:", "license:", ["F08:6"]),
    ("key missing", LESSON, "title: Look first\n", "", ["F09:1"]),
    ("wrong value", QUIZ, "pass: 60%", "pass: most", ["F10:4"]),
    ("zero attempts", EXAM, "attempts: 3", "attempts: 0", ["F10:5"]),
    ("wrong kind of quiz", EXAM, "kind: examination", "kind: exam", ["F10:4"]),
    ("practice that counts no more", QUIZ, "pass: 60%", "pass: 60%\nagain: 360 d", ["F10:5"]),
    ("practice that a scheme asks", QUIZ, "pass: 60%", "pass: 60%\napart: true", ["F10:5"]),
    ("areas of nothing", EXAM, "attempts: 3", "attempts: 3\narea-outcomes: {One: [see]}", ["F09:1"]),
    ("areas no map", EXAM, "attempts: 3", "attempts: 3\nareas: 60%\narea-outcomes: [see]", ["F10:7"]),
    ("area of nothing known", EXAM, "attempts: 3", "attempts: 3\nareas: 60%\narea-outcomes: {One: [se]}", ["X03:7"]),
    ("id badly formed", LESSON, "id: look", "id: Look!", ["F11:2"]),
    ("alias", C, "summary: Enough of a course to be read.", "summary: &a Enough", ["F16:4", "F09:1"]),
    ("unknown format", C, "course-folder/1", "course-folder/2", ["C02:1"]),
    ("module folder", C, "  - 02-final:", "  - final:", ["C03:12", "X01:1"]),
    ("no modules", C, "modules:\n", "x-modules:\n", ["C04:1", "X01:1", "X01:1", "X16:7", "X16:16"]),
    ("language", C, "[en, fr]", "[english]", ["C05:5"]),
    ("module twice", C, "02-final: {", "01-first-steps: {", ["C06:12", "X01:1"]),
    ("unknown block", LESSON, "::: sources\n- RFC\n", "::: warnin\nStop.\n", ["L01:13"]),
    ("block left open", LESSON, "- RFC\n:::", "- RFC", ["L02:13"]),
    ("check without ref", LESSON, " {ref=first}", "", ["L03:10"]),
    ("html", LESSON, "Look before", "<b>Look</b> before", ["L04:6", "L04:6"]),
    ("first-rank heading", LESSON, "Look before", "# Look\n\nLook before", ["L05:6"]),
    ("script link", LESSON, "90-practice.quiz.md)", "javascript:alert(1))", ["L06:6"]),
    ("lost link", LESSON, "90-practice.quiz.md)", "91-practice.quiz.md)", ["L07:6"]),
    ("check in a list", LESSON, "::: check {ref=first}\n:::", "- ::: check {ref=first}\n  :::", ["L08:10"]),
    ("unknown attribute of a block", LESSON, "{ref=first}", "{ref=first size=2}", ["L10:10"]),
    ("check with text", LESSON, "{ref=first}\n", "{ref=first}\nText\n", ["L11:10"]),
    ("stray close", LESSON, "Look before", ":::\n\nLook before", ["L12:6"]),
    ("sources no list", LESSON, "- RFC", "RFC", ["L13:14"]),
    ("empty glossary", LESSON, "::: sources\n- RFC", "::: glossary\nWord", ["L14:13"]),
    ("no id", QUIZ, "{#first for=see level=1 source=RFC}", "", ["Q01:7", "X08:10"]),
    ("bad id", QUIZ, "{#hands for=act}", "{#Hands for=act}", ["Q02:16"]),
    ("unknown attribute", QUIZ, "level=1", "lvel=1", ["Q03:7"]),
    ("wrong level", QUIZ, "level=1", "level=4", ["Q04:7"]),
    ("no answer", QUIZ, "= 0\n", "", ["Q05:16"]),
    ("mixed marks", QUIZ, "- ( ) Touching", "- [ ] Touching", ["Q06:11"]),
    ("mixed shapes", QUIZ, "= 0\n", "= 0\n\n- (x) None\n", ["Q06:18", "Q09:16"]),
    ("two right", QUIZ, "- ( ) Touching", "- (x) Touching", ["Q07:7"]),
    ("none right of several", BANK, "- [x] The time", "- [ ] The time", ["Q08:13"]),
    ("one option", QUIZ, "- ( ) Touching\n  > No. Touching changes the scene.\n", "", ["Q09:7"]),
    ("same option", QUIZ, "Touching\n", "Looking\n", ["Q10:11"]),
    ("weight over 100", BANK, "[-50%]", "[-150%]", ["Q11:17"]),
    ("weights too small", BANK, "[x] The time", "[50%] The time", ["Q12:13", "X13:8"]),
    ("decimal comma", QUIZ, "= 0", "= 1,5", ["Q13:18"]),
    ("empty range", QUIZ, "= 0", "= 5..3", ["Q14:18"]),
    ("essay", QUIZ, "act}\n\n= 0\n", "act type=essay}\n", ["Q15:16"]),
    ("time that is none", QUIZ, "act}\n\n= 0", "act type=time}\n\n= 25:00", ["Q35:18"]),
    ("date that can be read in two ways", QUIZ, "act}\n\n= 0", "act type=date}\n\n= 03/05/2026", ["Q35:18"]),
    ("pattern that looks back", QUIZ, "= 0", r"= /(a)\1/", ["Q34:18"]),
    ("pattern with an unknown flag", QUIZ, "= 0", "= /a/g", ["Q34:18"]),
    ("empty variant", QUIZ, "= 0", "= none | ", ["Q42:18"]),
    ("number with a unit", QUIZ, "= 0", "= 42 km", ["Q36:18"]),
    ("time without its type", QUIZ, "= 0", "= 20:58", ["Q36:18"]),
    ("any answer", QUIZ, "= 0", "= *", ["Q44:18"]),
    ("half the mark at most", QUIZ, "= 0", "= 50% none", ["Q43:16"]),
    ("text and number", QUIZ, "= 0", "= none\n= 0", ["Q06:19"]),
    ("grade of another kind", QUIZ, "{#hands for=act}", "{#hands for=act grade=position}", ["Q33:16"]),
    ("unknown grade", QUIZ, "{#hands for=act}", "{#hands for=act grade=half}", ["Q04:16"]),
    ("accents of a number", QUIZ, "{#hands for=act}", "{#hands for=act accents=ignore}", ["Q33:16"]),
    ("one pair", QUIZ, "= 0\n", "- A -> B\n", ["Q37:16", "Q09:16"]),
    ("left side twice", QUIZ, "= 0\n", "- A -> B\n- A -> C\n", ["Q10:19"]),
    ("distractor that is right", QUIZ, "= 0\n", "- A -> B\n- C -> D\n- -> B\n", ["Q10:20"]),
    ("pairs that all go together", QUIZ, "= 0\n", "- A -> B\n- C -> B\n", ["Q09:16"]),
    ("one step", QUIZ, "= 0\n", "1. Look\n", ["Q37:16"]),
    ("step twice", QUIZ, "= 0\n", "1. Look\n2. Look\n", ["Q10:19"]),
    ("steps out of order", QUIZ, "= 0\n", "2. Look\n1. Touch\n", ["Q45:16"]),
    ("steps in a fixed order", QUIZ, "act}\n\n= 0\n", "act shuffle=false}\n\n1. Look\n2. Touch\n", ["Q33:16"]),
    ("empty step", QUIZ, "= 0\n", "1. Look\n2. **\n", []),
    ("gap without a right option", QUIZ, "= 0\n", "It is [[ ( ) a ( ) b ]].\n", ["Q39:18"]),
    ("gap with one option twice", QUIZ, "= 0\n", "It is [[ (x) a ( ) a ]].\n", ["Q39:18"]),
    ("gap with a bad number", QUIZ, "= 0\n", "It is [[ 1,5 ]].\n", ["Q13:18"]),
    ("gap without weight", QUIZ, "= 0\n", "It is [[0: a ]].\n", ["Q39:18"]),
    ("gap that earns half", QUIZ, "= 0\n", "It is [[ 50% a ]].\n", ["Q39:18"]),
    ("gap in code", QUIZ, "= 0\n", "It is `[[ a ]]`.\n", ["Q40:18"]),
    ("gap in a link", QUIZ, "= 0\n", "It is [[[ a ]]](https://example.org).\n", ["Q40:18"]),
    ("too many gaps", QUIZ, "= 0\n", "[[ a ]] " * 21 + "\n", ["Q41:16"]),
    ("no text", QUIZ, "## How many hands touch the device? {", "## {", ["Q16:16"]),
    ("text before questions", QUIZ, "## What", "Now:\n\n## What", ["Q17:7"]),
    ("unknown case", QUIZ, "level=1", "case=room", ["Q18:7"]),
    ("attribute twice", QUIZ, "level=1", "level=1 level=2", ["Q19:7"]),
    ("type for nothing", QUIZ, "level=1", "type=essay", ["Q20:7"]),
    ("misplaced prefix", QUIZ, "> Right. Looking", "> true: Looking", ["Q21:10"]),
    ("option without text", QUIZ, "- ( ) Touching", "- ( )", ["Q23:11"]),
    ("true and false", BANK, "first.\n", "first.\n= false\n", ["Q24:12"]),
    ("unknown mark", QUIZ, "- ( ) Touching", "- (y) Touching", ["Q25:11"]),
    ("text after the answer", QUIZ, "> Look, then act.", "Look, then act.", ["Q26:14"]),
    ("one sign only", QUIZ, "## How", "# How", ["Q27:16"]),
    ("case left open", QUIZ, "## How", "::: case {#room}\nA room.\n\n## How", ["Q28:16", "Q29:16"]),
    ("block between questions", QUIZ, "## How", "::: note\nA room.\n:::\n\n## How", ["Q30:16"]),
    ("hint", QUIZ, "> Look, then act.", "> hint: Look.", ["Q31:14"]),
    ("remark on part of it", QUIZ, "> Look, then act.", "> partial: Look first.", []),
    ("questions beside a draw", EXAM, "see}\n---\n", f"see}}\n---\n{OWN}", []),
    ("equals nothing", QUIZ, "= 0", "=", ["Q05:16"]),
    ("figure missing", LESSON, "assets/scene.svg", "assets/scen.svg", ["A01:8", "A07:1"]),
    ("figure undescribed", LESSON, "![A room with a desk]", "![]", ["A02:8"]),
    ("figure not svg", FIGURE, "</svg>", "", ["A04:1"]),
    ("figure with script", FIGURE, "<rect", "<script>x</script><rect", ["A05:1"]),
    ("figure with handler", FIGURE, "<rect", '<rect onload="x()"', ["A05:1"]),
    ("figure with link", FIGURE, "<rect", '<image href="https://example.org/x.png"/><rect', ["A05:1"]),
    ("figure with import", FIGURE, "<rect", "<style>@import url(x.css);</style><rect", ["A05:1"]),
    ("figure with foreign content", FIGURE, "<rect", "<foreignObject/><rect", ["A05:1"]),
    ("figure with entity", FIGURE, "<svg", '<!DOCTYPE svg [<!ENTITY x "y">]><svg', ["A04:1"]),
    ("figure without size", FIGURE, ' viewBox="0 0 40 30"', "", ["A06:1"]),
    ("figure unused", LESSON, '![A room with a desk](assets/scene.svg "A room")', "", ["A07:1"]),
    ("figure outside", LESSON, "assets/scene.svg", "../../../scene.svg", ["A08:8", "A07:1"]),
    ("figure from elsewhere", LESSON, "assets/scene.svg", "https://example.org/x.svg", ["A09:8", "A07:1"]),
    ("module not there", C, "02-final: {", "03-final: {", ["X01:1", "X02:12"]),
    ("unknown outcome", QUIZ, "for=act", "for=acts", ["X03:16"]),
    ("unknown bank", EXAM, "from: pool, for: act", "from: pol, for: act", ["X04:11"]),
    ("unknown source", QUIZ, "source=RFC", "source=RFD", ["X05:7"]),
    ("unknown source in a block", LESSON, "- RFC", "- RFD", ["X05:14"]),
    ("too few items", EXAM, "take: 1, from: pool, for: act", "take: 2, from: pool, for: act", ["X06:11"]),
    ("too few red lines", EXAM, "redlines: 1", "redlines: 2", ["X07:9"]),
    ("unknown check", LESSON, "ref=first", "ref=fist", ["X08:10"]),
    ("check of an examination", LESSON, "ref=first", "ref=people", ["X09:10"]),
    ("id twice", QUIZ, "#hands", "#people", ["X10:7"]),
    ("right answer without reason", BANK, "  > Right. Always.\n", "", ["X11:7"]),
    ("distractor without reason", BANK, "  > No. A guess is not a record.\n", "", ["X12:13"]),
    ("minutes", C, "minutes: 3}", "minutes: 30}", ["X14:11"]),
    ("too many words", LESSON, "Look before", ("Look. " * 401 + "\n") * 4 + "Look before",
     ["X14:11", "X15:11"]),
    ("unknown module", QUIZ, "level=1", "module=first-step", ["X16:7"]),
    ("label of no file", C, "licence:", "file-labels: {modules/01-first-steps/10-look.md: RED}\nlicence:", ["X21:6"]),
    ("label that is none", C, "licence:", f"file-labels: {{{FIGURE}: PINK}}\nlicence:", ["F10:6"]),
    ("label of a module that is none", C, "minutes: 3}", "minutes: 3, tlp: Amber}", ["F10:11"]),
    ("outcome untested", C, "  act: Act", "  other: Other\n  act: Act", ["X19:9"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "codes"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_mistake_is_found_at_its_line(path: str, old: str, new: str, codes: list[str]) -> None:
    findings = read_course(changed(path, old, new)).findings
    assert sorted(f"{finding.code}:{finding.line}" for finding in findings) == sorted(codes)


FOLDERS: list[tuple[str, dict[str, bytes | None], list[str]]] = [
    ("not utf-8", {LESSON: b"---\nid: look\ntitle: \xe9t\xe9\n---\n"}, ["F01:3"]),
    ("utf-16", {LESSON: "---\nid: look\n".encode("utf-16")}, ["F01:1"]),
    ("control character", {LESSON: b"---\nid: look\ntitle: a\x00b\n---\nText"}, ["F02:3"]),
    ("line too long", {LESSON: b"---\nid: look\ntitle: L\n---\n" + b"a" * 5000}, ["F12:5"]),
    ("file too large", {LESSON: b"\n" * 400_001}, ["F17:1"]),
    ("unknown file", {"notes.txt": b""}, ["F13:1"]),
    ("path outside", {"../x.md": b""}, ["F15:1"]),
    ("absolute path", {"/etc/x.md": b""}, ["F15:1"]),
    ("name of a file", {"modules/01-first-steps/Über.md": b""}, ["F18:1"]),
    ("no course.yml", {C: None}, ["C01:1"]),
    ("empty lesson", {"modules/01-first-steps/20-more.md": b"---\nid: more\ntitle: More\n---\n"}, ["L09:5"]),
    ("no questions", {"modules/01-first-steps/95-q.quiz.md": b"---\nid: q-a\ntitle: Q\n---\n"}, ["Q22:5"]),
    ("picture of another kind", {FIGURE.replace("svg", "png"): b"\xff\xd8\xff\xe0"}, ["A10:1"]),
    ("not a picture", {FIGURE.replace("svg", "png"): b"MZ"}, ["A03:1"]),
    ("unknown picture", {FIGURE.replace("svg", "gif"): b"GIF89a"}, ["A03:1"]),
    ("folder not listed", {"modules/03-more/10-x.md": b"---\nid: xx\ntitle: X\n---\nText"}, ["X01:1"]),
    ("same address", {"modules/01-first-steps/20-look.md": b"---\nid: xx\ntitle: X\n---\nText"}, ["X20:1"]),
    ("empty module", {EXAM: b"nothing"}, ["F03:1"]),
    ("two keys", {C: b"", "sources.yml": b"RFC: RFC 3227"}, ["F05:1"]),
    ("translation without source", {f"{M}/20-x.fr.md": b"---\nid: xx\ntitle: X\nof: 1\n---\n"}, ["T01:1"]),
    ("translation of another id", {f"{M}/10-look.fr.md": b"---\nid: xx\ntitle: X\n---\n"},
     ["T03:2", "T05:1", "L09:5", "T10:5"]),
    ("translation not listed", {f"{M}/10-look.de.md": b"---\nid: look\ntitle: X\n---\n"},
     ["T04:1", "T05:1", "L09:5", "T10:5"]),
    ("translated question unknown", {QUIZ.replace(".md", ".fr.md"): b"---\nid: practice\ntitle: X\n---\n## A {#b}\n"},
     ["T05:1", "T06:5", "Q02:5", "T09:1"]),
]  # fmt: skip


@pytest.mark.parametrize(("files", "codes"), [row[1:] for row in FOLDERS], ids=[row[0] for row in FOLDERS])
def test_a_wrong_file_is_found(files: dict[str, bytes | None], codes: list[str]) -> None:
    course = {path: raw for path, raw in {**small_course(), **files}.items() if raw is not None}
    findings = read_course(course).findings
    assert sorted(f"{finding.code}:{finding.line}" for finding in findings) == sorted(codes)


def test_an_unknown_key_comes_with_the_one_that_was_meant() -> None:
    (finding,) = read_course(changed(C, "licence:", "license:")).findings
    assert str(finding) == "course.yml:6:1: F08 The key license is not known. Did you mean licence?"


def test_keys_that_begin_with_x_are_the_author_s_own() -> None:
    assert read_course(changed(C, "licence:", "x-mine: 1\nlicence:")).findings == ()


def test_all_mistakes_come_in_one_run_sorted_by_place() -> None:
    files = changed(QUIZ, "level=1", "level=9") | {LESSON: changed(LESSON, "- RFC", "- RFD")[LESSON]}
    findings = read_course(files).findings
    assert [finding.code for finding in findings] == ["X05", "Q04"]
    assert list(findings) == sorted(findings)


def test_too_many_files_are_refused_unread() -> None:
    files = {f"modules/01-a/{number}.md": b"" for number in range(2_001)}
    assert [finding.code for finding in read_course(files).findings] == ["F14"]
    texts = {f"modules/01-a/{number}.md": b" " * 390_000 for number in range(11)}
    assert [finding.code for finding in read_course(texts).findings] == ["F14"]
    assert [finding.code for finding in read_course({"assets/a.svg": b" " * 20_000_001}).findings] == ["F14"]
