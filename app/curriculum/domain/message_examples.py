"""A wrong and a right example of every remark, taken from one small course; tests run each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.curriculum.domain.example_course import (
    ALL_TYPES,
    BANK,
    EXAM,
    FIGURE,
    FRENCH,
    HEAD,
    LESSON,
    QUIZ,
    example_course,
    example_translations,
)

C = "course.yml"
M = "modules/01-first-steps"


@dataclass(frozen=True, slots=True)
class Example:
    """`right` is what stands in the file of the example course, `wrong` what gives the remark in its place.

    With `whole` the wrong text is a file of its own and the right one its mended form. `told` examples are words about
    bytes that nobody can read. `french`: the translations lie beside it. `without` and `beside` are files that the
    wrong folder lacks, or has. `along` are remarks that always come with this one.
    """

    file: str
    right: str
    wrong: str
    whole: bool = False
    told: bool = False
    french: bool = False
    without: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    along: tuple[str, ...] = ()

    def files(self, *, wrong: bool) -> dict[str, bytes]:
        """Return the example course with the right or the wrong text in it."""
        files = example_course()
        if self.french or ".fr." in self.file:
            files |= example_translations()
        if self.whole:
            text = self.wrong if wrong else self.right
            return {**files, self.file: text.encode()} if text else files
        if not wrong:
            return files
        left = {path: raw for path, raw in files.items() if not path.startswith(self.without or ("/",))}
        changed = files[self.file].decode().replace(self.right, self.wrong, 1)
        return {**left, **{path: text.encode() for path, text in self.beside.items()}, self.file: changed.encode()}


def _new(file: str, right: str, wrong: str) -> Example:
    return Example(file, right, wrong, whole=True)


def _told(file: str, right: str, wrong: str) -> Example:
    return Example(file, right, wrong, told=True)


_FIRST = "## What is first? {#first for=see level=1 source=RFC}"
_HANDS = "## How many hands touch the device? {#hands for=act}"
_ASKED = f"{_HANDS}\n\n= 0\n"
_PEOPLE = "## People come before devices. {#people for=act redline}"
_LAST = "  - 02-final: {title: Final, minutes: 10, after: first-steps}"
_PARTS = (
    "outcomes:\n  see: See what matters\n  act: Act in the right order\n"
    f"modules:\n  - 01-first-steps: {{title: First steps, minutes: 3}}\n{_LAST}\n"
)
_WITH_A_CASE = f"""::: case {{#room}}
A dark room.
:::

## The light stays off. {{#light for=act case=room}}

= true
  > true: Right. Light would change the scene.
  > false: No. Light would change the scene.

{_PEOPLE.replace("redline", "case=room redline")}"""
_MORE = "---\nid: more\ntitle: More to see\n---\n"
_ENCORE = "---\nid: more\ntitle: Encore\nof: 5d3c1a90\n---\n\nEncore.\n"
_VIDEO = "::: video {src=https://example.org/a captions=there minutes=long size=3MB transcript=Words}\n:::"
_FILM = _VIDEO.replace("there", "assets/scene.svg").replace("long", "0")
_FRENCH_HEAD = "title: Petit cours\nsummary: De quoi lire un cours.\nof: "
_EXTRA = "modules/01-first-steps/95-extra.quiz.md"
_OTHER_FIGURE = f"{M}/assets/scene"

FILES: Mapping[str, Example] = {
    "F01": _told(LESSON, "The file saved as UTF-8.", "The file saved in another encoding, such as Latin-1 or UTF-16."),
    "F02": _told(LESSON, "Plain text.", "Text that was pasted with a control character in it, such as U+0000."),
    "F03": Example(LESSON, "---\nid: look\ntitle: Look first\n---\n", "id: look\ntitle: Look first\n---\n"),
    "F04": Example(EXAM, "  - {take: 1, from: pool, for: see}\n---", "  - {take: 1, from: pool, for: see}\n"),
    "F05": Example(C, "title: Small course", "title: Small: course"),
    "F06": Example(C, "  see: See what matters", "\tsee: See what matters"),
    "F07": Example(C, "licence: CC-BY-4.0", "licence: CC-BY-4.0\ntitle: Another title"),
    "F08": Example(C, "licence: CC-BY-4.0", "license: CC-BY-4.0"),
    "F09": Example(LESSON, "id: look\ntitle: Look first", "id: look"),
    "F10": Example(QUIZ, "pass: 60%", "pass: most of it"),
    "F11": Example(LESSON, "id: look", "id: Look!"),
    "F12": _told(LESSON, "Lines of up to 4,000 characters.", "A line of 5,000 characters."),
    "F13": _new("notes.txt", "", "What I still want to write.\n"),
    "F14": _told(C, "Up to 2,000 files and 20 MB together.", "2,001 files, or 21 MB."),
    "F15": _new("../outside.md", "", _MORE + "\nWords.\n"),
    "F16": Example(C, "licence: CC-BY-4.0", "licence: &mine CC-BY-4.0"),
    "F17": _told(LESSON, "A text of up to 400 kB.", "A text of 500 kB."),
    "F18": _new(f"{M}/More To See.md", "", _MORE + "\nWords.\n"),
    "F19": _told(LESSON, "A file that you may read.", "A file that only somebody else may read."),
    "F20": Example(C, "licence: CC-BY-4.0", "licence: CC-BY-4.0\nx-deep: [[[[[[[1]]]]]]]"),
    "F21": _told("course.zip", "The folder packed as a plain zip.", "A file that was cut off on its way, or a .rar."),
    "F22": _told("course.zip", "The folder packed without a password.", "The folder packed with a password."),
    "F23": _told("course.zip", "course.yml", "course.yml and Course.yml"),
    "F24": _told("course.zip", "The files of the course.", "The files of the course, and old-version.zip among them."),
    "F25": _told("course.zip", "An archive as a program made it.", "An archive that was changed afterwards."),
    "F26": _told("course.zip", "assets/facade.svg", "assets/façade.svg, packed by an old program"),
}  # fmt: skip

COURSE: Mapping[str, Example] = {
    "C01": _told(C, "A file course.yml at the top of the folder.", "A folder without it."),
    "C02": Example(C, "format: course-folder/1", "format: course-folder/2"),
    "C03": Example(C, "  - 02-final: {", "  - More to see: {title: More, minutes: 3}\n  - 02-final: {"),
    "C04": Example(C, _PARTS, "modules: []\n", without=("modules/", "banks/")),
    "C05": Example(C, "languages: [en, fr]", "languages: [en, french]"),
    "C06": Example(C, "  - 02-final: {", "  - 02-final: {title: Final, minutes: 10}\n  - 02-final: {"),
    "C07": Example(C, _LAST, f"{_LAST}\n  - 03-final: {{title: Final again, minutes: 10}}"),
    "C08": Example(C, "after: first-steps}", "after: last-steps}"),
}

LESSONS: Mapping[str, Example] = {
    "L01": Example(LESSON, "::: sources\n- RFC\n:::", "::: warnin\nStop.\n:::"),
    "L02": Example(LESSON, "::: sources\n- RFC\n:::", "::: sources\n- RFC"),
    "L03": Example(LESSON, "::: check {ref=first}", "::: check"),
    "L04": Example(LESSON, "Look before you touch.", "Look <b>before</b> you touch."),
    "L05": Example(LESSON, "Look before you touch.", "# Look\n\nLook before you touch."),
    "L06": Example(LESSON, "[the practice](90-practice.quiz.md)", "[the practice](ftp://example.org/practice)"),
    "L07": Example(LESSON, "[the practice](90-practice.quiz.md)", "[the practice](91-practice.quiz.md)"),
    "L08": Example(LESSON, "::: check {ref=first}\n:::", "- ::: check {ref=first}\n  :::"),
    "L09": _new(f"{M}/20-more.md", _MORE + "\nWords.\n", _MORE),
    "L10": Example(LESSON, "::: check {ref=first}", "::: check {ref=first size=2}"),
    "L11": Example(LESSON, "::: check {ref=first}\n:::", "::: check {ref=first}\nAnswer it.\n:::"),
    "L12": Example(LESSON, "Look before you touch.", ":::\n\nLook before you touch."),
    "L13": Example(LESSON, "::: sources\n- RFC\n:::", "::: sources\nRFC\n:::"),
    "L14": Example(LESSON, "::: sources\n- RFC\n:::", "::: glossary\nScene\n:::"),
    "L15": _told(LESSON, "A list within a list.", "Hundreds of quotations, one inside the other."),
    "L16": Example(LESSON, "::: sources\n- RFC\n:::", _VIDEO),
}  # fmt: skip

QUESTIONS: Mapping[str, Example] = {
    "Q01": Example(QUIZ, _HANDS, "## How many hands touch the device? {for=act}"),
    "Q02": Example(QUIZ, "{#hands for=act}", "{#Hands for=act}"),
    "Q03": Example(QUIZ, _FIRST, "## What is first? {#first for=see lvel=1 source=RFC}"),
    "Q04": Example(QUIZ, _FIRST, "## What is first? {#first for=see level=4 source=RFC}"),
    "Q05": Example(QUIZ, _ASKED, f"{_HANDS}\n"),
    "Q06": Example(QUIZ, "- ( ) Touching", "- [ ] Touching"),
    "Q07": Example(QUIZ, "- ( ) Touching", "- (x) Touching"),
    "Q08": Example(BANK, "- [x] The time", "- [ ] The time"),
    "Q09": Example(QUIZ, "- ( ) Touching\n  > No. Touching changes the scene.\n", ""),
    "Q10": Example(QUIZ, "- ( ) Touching", "- ( ) Looking"),
    "Q11": Example(BANK, "- [-50%] A guess", "- [-150%] A guess"),
    "Q12": Example(BANK, "- [x] The time", "- [90%] The time"),
    "Q13": Example(QUIZ, "= 0", "= 1,5"),
    "Q14": Example(QUIZ, "= 0", "= 5..3"),
    "Q15": Example(QUIZ, _ASKED, "## Write a note. {#hands for=act type=essay}\n"),
    "Q16": Example(QUIZ, _HANDS, "## {#hands for=act}"),
    "Q17": Example(QUIZ, _FIRST, f"Some words first.\n\n{_FIRST}"),
    "Q18": Example(QUIZ, _FIRST, "## What is first? {#first case=room for=see level=1 source=RFC}"),
    "Q19": Example(QUIZ, _FIRST, "## What is first? {#first for=see level=1 level=2 source=RFC}"),
    "Q20": Example(QUIZ, _FIRST, "## What is first? {#first type=essay for=see level=1 source=RFC}"),
    "Q21": Example(QUIZ, "  > Right. Looking changes nothing.", "  > true: Right. Looking changes nothing."),
    "Q22": _new(_EXTRA, f"---\nid: extra\ntitle: Extra\n---\n\n{_ASKED.replace('#hands', '#fingers')}",
                "---\nid: extra\ntitle: Extra\n---\n"),
    "Q23": Example(QUIZ, "- ( ) Touching", "- ( )"),
    "Q24": Example(BANK, "  > false: No. People come first.\n", "  > false: No. People come first.\n= false\n"),
    "Q25": Example(QUIZ, "- ( ) Touching", "- (y) Touching"),
    "Q26": Example(QUIZ, "> Look, then act.", "Look, then act."),
    "Q27": Example(QUIZ, "## How many hands", "# How many hands"),
    "Q28": Example(QUIZ, _ASKED, f"{_ASKED.replace('for=', 'case=room for=')}\n::: case {{#room}}\nA dark room.\n"),
    "Q29": Example(QUIZ, _HANDS, f"::: case {{#room}}\nA dark room.\n:::\n\n{_HANDS}"),
    "Q30": Example(QUIZ, _HANDS, f"::: note\nA dark room.\n:::\n\n{_HANDS}"),
    "Q31": Example(QUIZ, "> Look, then act.", "> hint: Look, then act."),
    "Q33": Example(QUIZ, _HANDS, "## How many hands touch the device? {#hands for=act capitals}"),
    "Q34": Example(QUIZ, "= 0", r"= /(a)\1/"),
    "Q35": Example(QUIZ, _ASKED, "## When was it? {#hands type=time for=act}\n\n= 25:00\n"),
    "Q36": Example(QUIZ, "= 0", "= 20:58"),
    "Q37": Example(QUIZ, "= 0", "1. Look"),
    "Q39": Example(QUIZ, "= 0", "It is [[ ( ) one ( ) two ]]."),
    "Q40": Example(QUIZ, "= 0", "It is `[[ none ]]`."),
    "Q41": Example(QUIZ, "= 0", " ".join(["[[ a ]]"] * 21)),
    "Q42": Example(QUIZ, "= 0", "= none |"),
    "Q43": Example(QUIZ, "= 0", "= 50% none"),
    "Q44": Example(QUIZ, "= 0", "= *"),
    "Q45": Example(QUIZ, "= 0", "2. Look\n1. Touch"),
}  # fmt: skip

TRANSLATIONS: Mapping[str, Example] = {
    "T01": _new(f"{M}/20-more.fr.md", "", _ENCORE),
    "T02": Example(HEAD, _FRENCH_HEAD, f"{_FRENCH_HEAD}0"),
    "T03": Example(FRENCH[LESSON], "id: look", "id: regarder"),
    "T04": Example(C, "languages: [en, fr]", "languages: [en]", french=True),
    "T05": Example(FRENCH[LESSON], "title: Regarder d'abord\nof: ", "title: Regarder d'abord\nx-of: "),
    "T06": Example(FRENCH[ALL_TYPES], "::: case {#room}", "::: case {#piece}"),
    "T07": Example(FRENCH[QUIZ], "- Regarder", "- (x) Regarder"),
    "T08": Example(FRENCH[QUIZ], "- Toucher\n  > Non. Toucher change la scène.\n", ""),
    "T09": Example(FRENCH[QUIZ], "## Combien de mains touchent l'appareil ? {#hands}\n\n> Aucune.\n", ""),
    "T10": Example(FRENCH[LESSON], "::: check {ref=first}\n:::\n", ""),
    "T11": Example(FRENCH[QUIZ], "- Toucher\n  > Non. Toucher change la scène.\n", "- Toucher\n"),
}  # fmt: skip

ASSETS: Mapping[str, Example] = {
    "A01": Example(LESSON, "![A room with a desk](assets/scene.svg \"A room\")",
                   "![A room with a desk](assets/scene.svg \"A room\")\n\n![A door](assets/door.svg)"),
    "A02": Example(LESSON, "![A room with a desk](assets/scene.svg", "![](assets/scene.svg"),
    "A03": _new(f"{_OTHER_FIGURE}.gif", "", "GIF89a"),
    "A04": Example(FIGURE, "</svg>", ""),
    "A05": Example(FIGURE, "<rect", "<script>alert(1)</script><rect"),
    "A06": Example(FIGURE, ' viewBox="0 0 40 30"', ""),
    "A07": Example(LESSON, '![A room with a desk](assets/scene.svg "A room")', "A room with a desk."),
    "A08": Example(LESSON, "Look before you touch.", "![A door](../../../door.svg)\n\nLook before you touch."),
    "A09": Example(LESSON, "Look before you touch.", "![A door](https://example.org/door.svg)\n\nLook."),
    "A10": _told(f"{_OTHER_FIGURE}.png", "A PNG picture.", "A JPEG picture with a name that ends in .png."),
    "A11": _told(FIGURE, "A picture of up to 2 MB; a video of up to 8 MB.", "A picture of 3 MB."),
    "A12": _told(f"{_OTHER_FIGURE}.vtt", "WEBVTT, an empty line, 00:01.000 --> 00:04.000, and what is said.",
                 "The text that is said, without WEBVTT and without times."),
    "A13": _told(f"{_OTHER_FIGURE}.mp4", "A film that was saved without the place.", "A film as a telephone made it."),
    "A14": Example(LESSON, "::: sources", f"{_FILM}\n\n::: sources"),
    "A15": _told(f"{_OTHER_FIGURE}.mp4", "A film in a module without a label, or labelled GREEN.",
                 "A film in a module that is labelled AMBER."),
}  # fmt: skip

CROSS: Mapping[str, Example] = {
    "X01": _new("modules/03-more/10-more.md", "", _MORE + "\nWords.\n"),
    "X02": Example(C, "  - 02-final: {", "  - 03-more: {title: More, minutes: 3}\n  - 02-final: {"),
    "X03": Example(QUIZ, "{#hands for=act}", "{#hands for=acts}"),
    "X04": Example(EXAM, "{take: 1, from: pool, for: act}", "{take: 1, from: pol, for: act}"),
    "X05": Example(LESSON, "- RFC", "- RFD"),
    "X06": Example(EXAM, "{take: 1, from: pool, for: act}", "{take: 2, from: pool, for: act}"),
    "X07": Example(EXAM, "redlines: 1", "redlines: 2"),
    "X08": Example(LESSON, "::: check {ref=first}", "::: check {ref=fist}"),
    "X09": Example(LESSON, "::: check {ref=first}", "::: check {ref=people}"),
    "X10": Example(QUIZ, "{#hands for=act}", "{#people for=act}"),
    "X11": Example(BANK, "= true\n  > Right. Always.", "= true"),
    "X12": Example(BANK, "- [-50%] A guess\n  > No. A guess is not a record.", "- [-50%] A guess"),
    "X13": Example(BANK, "- [x] The time", "- [50%] The time", along=("Q12",)),
    "X14": Example(C, "{title: First steps, minutes: 3}", "{title: First steps, minutes: 30}"),
    "X15": _told(LESSON, "A module of up to 1,600 words.", "A module of 2,000 words."),
    "X16": Example(QUIZ, _FIRST, "## What is first? {#first for=see level=1 module=first-step source=RFC}"),
    "X17": Example(C, _LAST, f"{_LAST}\n  - 03-more: {{title: More, minutes: 3}}", along=("T01",),
                   beside={"modules/03-more/10-more.fr.md": _ENCORE}),
    "X18": Example(BANK, _PEOPLE, _WITH_A_CASE),
    "X19": Example(C, "  act: Act in the right order", "  act: Act in the right order\n  tell: Tell what was done"),
    "X21": Example(C, "licence: CC-BY-4.0", f"licence: CC-BY-4.0\nfile-labels: {{{M}/assets/seen.svg: GREEN}}"),
    "X22": Example(C, _LAST, f"{_LAST}\n  - 03-more: {{title: More, minutes: 1, after: final}}",
                   beside={"modules/03-more/10-more.md": _MORE + "\nWords.\n"}),
    "X23": Example(C, "licence: CC-BY-4.0", "licence: CC-BY-4.0\nprerequisites: [small-course]"),
    "X20": _new(f"{M}/20-look.md", "", "---\nid: look-again\ntitle: Look again\n---\n\nWords.\n"),
}  # fmt: skip

EXAMPLES: Mapping[str, Example] = {**FILES, **COURSE, **LESSONS, **QUESTIONS, **TRANSLATIONS, **ASSETS, **CROSS}
