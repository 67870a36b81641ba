"""Every remark of the course reader, defined once: code, what is wrong, what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.foundation.words import N_


@dataclass(frozen=True, slots=True)
class Message:
    """The text of a remark and the hint that follows it; both take named values (`%(name)s`)."""

    text: str
    hint: str = ""
    level: Literal["error", "warning"] = "error"


def _warning(text: str, hint: str = "") -> Message:
    return Message(text, hint, "warning")


FILES: dict[str, Message] = {
    "F01": Message(N_("The file is not UTF-8 text."), N_("Save it as UTF-8.")),
    "F02": Message(N_("The file holds a control character (%(sign)s)."), N_("Delete it and save the file as text.")),
    "F03": Message(N_("There is no front matter."), N_("Begin the file with a line ---, then id and title, then ---.")),
    "F04": Message(N_("The front matter is not closed."), N_("Put a line --- after its last key.")),
    "F05": Message(N_("This is not YAML that can be read: %(problem)s."), N_("Quote a text that holds a colon.")),
    "F06": Message(N_("There is a tab in the YAML."), N_("Use spaces.")),
    "F07": Message(N_("The key %(key)s stands twice; first in line %(first)s."), N_("Keep one of them.")),
    "F08": Message(N_("The key %(key)s is not known."), N_("%(meant)s")),
    "F09": Message(N_("The key %(key)s is missing."), N_("Add it: %(example)s")),
    "F10": Message(N_("%(key)s cannot be “%(value)s”."), N_("Write %(expected)s.")),
    "F11": Message(
        N_("“%(value)s” cannot be an id."),
        N_("Use a lower-case letter, then letters, digits and hyphens, 2 to 40 signs."),
    ),
    "F12": Message(N_("The line is longer than %(limit)s characters; the file was not read."), N_("Break the line.")),
    "F13": _warning(N_("This file is not part of a course and is not read."), N_("%(meant)s")),
    "F14": Message(N_("The folder holds more than %(limit)s."), N_("Remove what does not belong to the course.")),
    "F15": Message(N_("This path leads out of the course folder."), N_("Use a plain file inside the folder.")),
    "F16": Message(N_("YAML anchors and aliases (& and *) are not read."), N_("Write the value out.")),
    "F17": Message(N_("The file is larger than %(limit)s and was not read."), N_("Split it or make it smaller.")),
    "F18": Message(N_("“%(value)s” is not a name for a file of a course."), N_("Name it like 10-first-steps.md.")),
    "F19": Message(N_("The file cannot be read."), N_("Check that it is a file and that you may read it.")),
    "F20": Message(N_("The YAML is nested too deeply."), N_("Lists and keys go three levels deep at most.")),
    "F21": Message(N_("This archive cannot be read: %(problem)s."), N_("Pack the folder again, as a plain zip file.")),
    "F22": Message(N_("This entry of the archive is encrypted."), N_("Pack the folder without a password.")),
    "F23": Message(N_("“%(value)s” stands twice, or differs from another name by capitals alone."), N_("Keep one.")),
    "F24": Message(N_("There is an archive inside the archive."), N_("Pack the files of the course themselves.")),
    "F25": Message(N_("The entry is not as large as the archive says."), N_("Pack the folder again.")),
    "F26": Message(
        N_("The name of an entry cannot be read or shown."), N_("Use plain letters, digits and hyphens in names.")
    ),
}

COURSE: dict[str, Message] = {
    "C01": Message(N_("There is no course.yml."), N_("Every course folder has one; see courses/README.md.")),
    "C02": Message(N_("The format “%(value)s” is not known."), N_("Write format: course-folder/1.")),
    "C03": Message(N_("“%(value)s” is not the name of a module folder."), N_("Name it like 01-first-steps.")),
    "C04": Message(N_("The course has no modules."), N_("List its folders under modules.")),
    "C05": Message(N_("“%(value)s” is not a language tag."), N_("Write tags like en, fr or pt-BR.")),
    "C06": Message(N_("The module %(module)s is listed twice."), N_("List each folder once.")),
    "C07": Message(N_("Two modules have the key %(key)s."), N_("The name without its number must differ.")),
    "C08": Message(
        N_("“%(value)s” is no module that stands before this one."),
        N_("Name a module further up in the list: it is finished first, then this one opens."),
    ),
}

LESSONS: dict[str, Message] = {
    "L01": Message(N_("There is no block “%(name)s”."), N_("%(meant)s")),
    "L02": Message(N_("The block “%(name)s” is not closed."), N_("Put a line ::: after it.")),
    "L03": Message(N_("The block “%(name)s” lacks %(key)s."), N_("Write ::: %(name)s {%(key)s=…}.")),
    "L04": Message(N_("HTML is not read in course texts: %(tag)s"), N_("Use Markdown; for code put it in backticks.")),
    "L05": _warning(N_("A heading inside a lesson starts with ##."), N_("The title stands in the front matter.")),
    "L06": Message(N_("The link “%(target)s” is not allowed."), N_("Use https:, mailto: or a lesson's file name.")),
    "L07": Message(N_("The link leads to “%(target)s”, which is no lesson here."), N_("Give the path of a lesson.")),
    "L08": Message(N_("The block “%(name)s” stands inside something else."), N_("Put it at the start of a line.")),
    "L09": Message(N_("The lesson has no text."), N_("Write it, or delete the file.")),
    "L10": Message(N_("The block “%(name)s” does not take %(key)s."), N_("%(meant)s")),
    "L11": Message(N_("A check block holds no text of its own."), N_("Put the text before or after the block.")),
    "L12": Message(N_("This ::: closes nothing."), N_("Delete it, or name the block it should open.")),
    "L13": Message(N_("A sources block is a list of keys."), N_("Write - KEY on each line.")),
    "L14": Message(N_("A glossary holds a word, then a line with “: ”."), N_("Give each word its meaning.")),
    "L15": Message(N_("The text is nested too deeply or is too tangled to read."), N_("Make it simpler.")),
    "L16": Message(N_("%(key)s of the block “%(name)s” cannot be “%(value)s”."), N_("Write %(expected)s.")),
}

QUESTIONS: dict[str, Message] = {
    "Q01": Message(N_("The question has no id."), N_("Write {#some-id} at the end of its line.")),
    "Q02": Message(
        N_("“%(value)s” cannot be an id."),
        N_("Use a lower-case letter, then letters, digits and hyphens, 2 to 40 signs."),
    ),
    "Q03": Message(N_("The attribute %(key)s is not known."), N_("%(meant)s")),
    "Q04": Message(N_("%(key)s cannot be “%(value)s”."), N_("Write %(expected)s.")),
    "Q05": Message(N_("The question has no answer."), N_("Mark options with (x) or [x], or write = and the answer.")),
    "Q06": Message(N_("The question mixes %(first)s with %(second)s."), N_("Answer it in one way.")),
    "Q07": Message(N_("A single choice has one right answer; here are %(count)s."), N_("Mark one (x), or use [x].")),
    "Q08": Message(N_("No option is right."), N_("Mark each right one with [x].")),
    "Q09": Message(N_("A choice has 2 to 20 options; here are %(count)s."), N_("Add or remove options.")),
    "Q10": Message(N_("Two options say the same: %(value)s"), N_("Change or remove one.")),
    "Q11": Message(N_("The weight %(value)s cannot be read or is out of range."), N_("Write 1%% to 100%%, or -50%%.")),
    "Q12": _warning(N_("The right options add up to %(sum)s, not 100%%."), N_("Change their weights.")),
    "Q13": Message(N_("“%(value)s” is not a number that can be read."), N_("Write 1.5, 42 ± 1 or 3..5.")),
    "Q14": Message(N_("The range %(value)s is empty."), N_("Put the smaller number first; ± takes no minus.")),
    "Q15": Message(
        N_("%(id)s: %(type)s answers are not yet supported."),
        N_("Use one of the other kinds. A file is no question: it is handed in for a practical, on its sheet."),
    ),
    "Q16": Message(N_("The question has no text."), N_("Write it after ##.")),
    "Q17": Message(N_("This text belongs to no question."), N_("Begin a question with ## and its text.")),
    "Q18": Message(N_("There is no case “%(value)s” in this file."), N_("%(meant)s")),
    "Q19": Message(N_("The attribute %(key)s stands twice."), N_("Keep one; sources may be listed as a,b.")),
    "Q20": Message(N_("type=%(value)s does not fit this answer."), N_("The shape of the answer is the type.")),
    "Q21": Message(N_("Feedback “%(prefix)s:” does not belong here."), N_("Remove it, or move it to its place.")),
    "Q22": Message(N_("The file holds no question."), N_("Add the first one; in the text it begins with ##.")),
    "Q23": Message(N_("The option has no text."), N_("Write it after the mark.")),
    "Q24": Message(N_("The statement is answered twice."), N_("Keep = true or = false.")),
    "Q25": Message(N_("The mark “%(value)s” is not known."), N_("Write ( ), (x), [ ], [x] or a weight like [-50%%].")),
    "Q26": Message(N_("This line after the answer cannot be read."), N_("Indent it, or put a general remark after >.")),
    "Q27": Message(N_("A question starts with ##."), N_("Use two signs #.")),
    "Q28": Message(N_("The case is not closed."), N_("Put a line ::: after it.")),
    "Q29": _warning(N_("No question belongs to the case “%(value)s”."), N_("Give its questions case=%(value)s.")),
    "Q30": Message(N_("There is no block “%(name)s” between questions."), N_("Only ::: case {#id} may stand there.")),
    "Q33": Message(N_("%(key)s does not fit this kind of answer."), N_("Leave it out, or answer in another way.")),
    "Q34": Message(
        N_("The pattern %(value)s cannot be used: %(problem)s."),
        N_("Letters, [sets], (groups), |, *, +, ?, {2,4}, ^ and $ are understood."),
    ),
    "Q35": Message(N_("“%(value)s” cannot be read as a %(kind)s."), N_("Write it like %(example)s.")),
    "Q36": _warning(
        N_("“%(value)s” is read as a text."),
        N_("Write the number alone, or type=time or type=date after the id, or put it in quotes."),
    ),
    "Q37": Message(
        N_("A match has 2 to %(most)s left sides, an order as many steps; here are %(count)s."),
        N_("Add or remove lines."),
    ),
    "Q39": Message(
        N_("The gap “%(value)s” cannot be used: %(problem)s."),
        N_("Write [[ word | other word ]], [[ 90 ± 5 ]] or [[ (x) right ( ) wrong ]]."),
    ),
    "Q40": Message(
        N_("The gap “%(value)s” stands where nothing can be filled in."),
        N_("Put it into the text, outside of links, pictures and code."),
    ),
    "Q41": Message(N_("A text has up to %(most)s gaps; here are %(count)s."), N_("Make two questions of it.")),
    "Q42": Message(
        N_("Nobody can type this answer: %(value)s"), N_("Leave no variant empty; 200 characters are the most.")
    ),
    "Q43": _warning(N_("No answer earns the full mark."), N_("Give one answer without a per cent.")),
    "Q44": _warning(N_("This accepts every answer, and gives marks for it."), N_("Write 0%% before it, or a word.")),
    "Q45": Message(N_("The steps are not numbered 1, 2, 3."), N_("Write them in the right order.")),
    "Q31": _warning(N_("Feedback “%(prefix)s:” is not yet shown to officers."), N_("Say it in the general remark.")),
}

TRANSLATIONS: dict[str, Message] = {
    "T01": Message(N_("There is no source text %(source)s for this translation."), N_("Name it like its source.")),
    "T02": _warning(N_("The source has changed since this was translated."), N_("Review it, then write of: %(hash)s")),
    "T03": Message(N_("The id “%(value)s” is not that of the source."), N_("Write id: %(source)s")),
    "T04": Message(N_("The course does not list the language “%(value)s”."), N_("Add it to languages in course.yml.")),
    "T05": _warning(N_("It does not say which text it translates."), N_("Write of: %(hash)s")),
    "T06": Message(N_("The source has no question “%(value)s”."), N_("%(meant)s")),
    "T07": Message(N_("%(what)s belongs to the source and not to a translation."), N_("Leave it out: %(example)s")),
    "T08": Message(
        N_("The source has %(wanted)s %(what)s here; this has %(found)s."), N_("Translate each, in the same order.")
    ),
    "T09": _warning(
        N_("%(count)s of the questions are not translated: %(ids)s"), N_("Officers see them in the source language.")
    ),
    "T10": Message(
        N_("The source embeds these questions: %(wanted)s; this embeds: %(found)s."), N_("Embed the same ones.")
    ),
    "T11": _warning(N_("%(count)s reasons are not translated."), N_("Officers see them in the source language.")),
}

ASSETS: dict[str, Message] = {
    "A01": Message(N_("There is no file “%(target)s”."), N_("%(meant)s")),
    "A02": Message(N_("The picture has no description."), N_("Say between [ and ] what it shows.")),
    "A03": Message(
        N_("This kind of file cannot be shown."),
        N_("Use SVG, PNG, JPEG or WebP; MP4 or WebM for a video, WebVTT for its captions."),
    ),
    "A04": Message(N_("The SVG cannot be read: %(problem)s."), N_("Save it again as plain SVG.")),
    "A05": Message(N_("The SVG holds %(what)s, which is not allowed."), N_("Save it as plain SVG without it.")),
    "A06": Message(N_("The size of the picture cannot be told."), N_("Give the SVG a viewBox.")),
    "A07": _warning(N_("No text uses this file."), N_("Use it or delete it.")),
    "A08": Message(N_("The file “%(target)s” lies outside the course."), N_("Put it in assets/ beside the text.")),
    "A09": Message(N_("The file “%(target)s” would come from elsewhere."), N_("Put it in assets/ beside the text.")),
    "A10": Message(N_("The file is %(found)s, not what its name says."), N_("Name it *.%(ending)s.")),
    "A11": Message(N_("The file is larger than %(limit)s."), N_("Make it smaller: officers read on slow lines.")),
    "A12": Message(
        N_("The captions cannot be read: %(problem)s."), N_("Begin with WEBVTT, then write times and texts in order.")
    ),
    "A13": Message(N_("The video says where it was filmed."), N_("Save it again without the place.")),
    "A14": Message(N_("“%(target)s” cannot stand here."), N_("Name %(expected)s.")),
    "A15": Message(
        N_("The film is TLP:%(label)s, and above TLP:GREEN no film is shown: it cannot bear the mark of its reader."),
        N_("Show pictures in its place, which bear the mark, and keep what is said and shown in it as text."),
    ),
}

CROSS: dict[str, Message] = {
    "X01": Message(N_("The folder %(module)s is not listed in course.yml."), N_("List it under modules or delete it.")),
    "X02": Message(N_("The folder modules/%(module)s does not exist."), N_("%(meant)s")),
    "X03": Message(N_("There is no outcome “%(value)s”."), N_("%(meant)s")),
    "X04": Message(N_("There is no bank “%(value)s”."), N_("%(meant)s")),
    "X05": Message(N_("There is no source “%(value)s” in sources.yml."), N_("%(meant)s")),
    "X06": Message(
        N_("%(wanted)s items are to be drawn from %(cell)s, which holds %(found)s."),
        N_("Write more items or draw fewer."),
    ),
    "X07": Message(
        N_("Each form asks for %(wanted)s red-line items; %(found)s can be drawn."),
        N_("Mark more items with redline or ask for fewer."),
    ),
    "X08": Message(N_("There is no question “%(value)s”."), N_("%(meant)s")),
    "X09": Message(N_("“%(value)s” belongs to an examination."), N_("Embed a practice item.")),
    "X10": Message(N_("The id “%(value)s” is taken by %(other)s."), N_("Give one of them another id.")),
    "X11": Message(N_("%(id)s: the right answer has no reason."), N_("Put > and the reason under it.")),
    "X12": _warning(N_("%(id)s: an option has no reason: %(option)s"), N_("Put > and the reason under it.")),
    "X13": Message(N_("The pass mark of %(mark)s cannot be reached; the best is %(best)s."), N_("Lower it.")),
    "X14": _warning(
        N_("%(stated)s minutes are stated; reading and answering take about %(found)s."), N_("State about %(found)s.")
    ),
    "X15": _warning(N_("The module holds %(words)s words; 1,600 are the most."), N_("Shorten or split it.")),
    "X16": Message(N_("There is no module “%(value)s”."), N_("%(meant)s")),
    "X17": Message(N_("The module %(module)s holds no lesson and no quiz."), N_("Write one, or take it out.")),
    "X18": Message(
        N_("The cases of the bank do not fit: %(wanted)s items are asked, %(found)s fit with whole cases."),
        N_("Change the number of items drawn or split a case."),
    ),
    "X20": Message(N_("%(other)s has the same address: /%(key)s."), N_("Let the names differ beyond their numbers.")),
    "X21": Message(N_("There is no figure, film or captions “%(path)s”."), N_("%(meant)s")),
    "X22": Message(
        N_("This module waits for %(module)s, which holds nothing but an examination."),
        N_("An examination opens last of all. Let it wait for a module with a lesson or a practice quiz."),
    ),
    "X23": Message(N_("The course comes before itself, so nobody could join it."), N_("Take its own id out.")),
    "X19": _warning(N_("No question tests the outcome “%(value)s”."), N_("Give a question for=%(value)s.")),
}

MESSAGES: dict[str, Message] = {**FILES, **COURSE, **LESSONS, **QUESTIONS, **TRANSLATIONS, **ASSETS, **CROSS}
