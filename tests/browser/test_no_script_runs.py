"""Hostile words in every text field, by form, paste, document, spreadsheet and folder: nothing of them comes alive."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml import html

from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.course_archive import write_archive
from app.curriculum.domain.course_file import read_course_file
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.translations import head_hash, source_hash
from app.curriculum.services.loading import load_course
from app.curriculum.services.owning import own_course
from tests.browser.hostile_words import ALL, PROBE, SHORT, WORDS, came_alive, watched
from tests.domain.curriculum.films import CAPTIONS, mp4, track
from tests.domain.curriculum.french import FRENCH, HEAD
from tests.domain.curriculum.small_course import FILES, LESSON, QUIZ
from tests.domain.curriculum.word_files import WordFile, heading, paragraph, part, png, point, table, text
from tests.page import Browser
from tests.plugins.browser import Opened, Screen, Served
from tests.plugins.instances import Instance
from tests.sitting import sit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
MODULE = "01-what-cybercrime-is"
TEXTS = f"modules/{MODULE}"
FIRST, PRACTICE = f"{TEXTS}/10-two-kinds.md", f"{TEXTS}/90-practice.quiz.md"
SEVERAL = {"single", "multiple", "match", "order"}


def opened(screen: Screen, *paths: str) -> Iterator[str]:
    """Open pages and give what came alive on them."""
    for path in paths:
        answer = screen.page.goto(screen.served.address + path)
        assert answer.status == 200, (path, answer.status)
        yield from came_alive(screen)


class Sender:
    """A person without a browser. Pages are not judged here: the judge takes words such as onerror= for markup."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.token = browser.token()

    def get(self, path: str) -> Any:
        """Return the HTML of a page."""
        return self._read(self._browser.client.get(path, follow_redirects=True))

    def post(self, path: str, fields: dict[str, Any]) -> str:
        """Send a form that must be taken; return where it led."""
        sent = {"csrf_token": self.token, **fields}
        answer = self._browser.client.post(path, data=sent)
        assert answer.status_code == 303, (path, answer.status_code, self._read(answer).text_content()[:3000])
        return str(answer.headers["Location"])

    def sent(self, path: str, fields: dict[str, Any]) -> Any:
        """Send a form that may be refused; return the HTML of the page that comes of it."""
        sent = {"csrf_token": self.token, **fields}
        return self._read(self._browser.client.post(path, data=sent, follow_redirects=True))

    def sat(self, instance: Instance, quiz: str) -> list[str]:
        """Sit a quiz of a course and return the links of its result."""
        return [str(link) for link in sit(self._browser, instance, quiz).tree.xpath("//main//a/@href")]

    def form(self, path: str, action: str) -> dict[str, str]:
        """Return the fields of a form as they stand."""
        found = [form for form in self.get(path).forms if action in (form.action or "") and form.method == "POST"]
        areas = {area.get("name") for area in found[-1].iter("textarea")}
        return {name: value.removeprefix("\n") if name in areas else value for name, value in found[-1].form_values()}

    def paste(self, words: str) -> str:
        """Return what the server makes of a paste."""
        headers = {"X-CSRF-Token": self.token}
        return str(
            self._browser.client.post("/authoring/paste", json={"html": words}, headers=headers).json["markdown"]
        )

    @staticmethod
    def _read(answer: Any) -> Any:
        return html.fromstring(answer.get_data(as_text=True))


@pytest.fixture
def people(served: Served) -> dict[str, Sender]:
    """Who sends hostile words, each in the session of their window: a code of the second factor serves once."""
    return {name: _sender(served, name) for name in ("trainer", "reviewer", "kwame", "efua")}


def _sender(served: Served, name: str) -> Sender:
    visitor = served.instance.visitor()
    (session,) = [cookie for cookie in served.session_of(name)["cookies"] if cookie["name"] == "provost"]
    visitor.client.set_cookie("provost", session["value"])
    return Sender(visitor)


def document(words: str = ALL) -> bytes:
    """Return a Word document with the words in each of its places."""
    word = WordFile()
    shown = word.picture(png(), words[:300])
    word.body = (
        heading(words[:180]) + paragraph(text(words) + word.footnote(2, words)) + heading(words[:150], 2)
        + point(words) + table(*[(f"a {words}", f"b {words}")] * 2) + paragraph(shown)
        + paragraph(word.link("https://example.org/?" + escape(words[:60]).replace(" ", ""), words))
        + paragraph(word.link("javascript:window.ran=20", "press")) + paragraph(text(words, "<w:vanish/>"))
    )  # fmt: skip
    word.parts["word/header1.xml"] = part("w:hdr", paragraph(text(words)))
    return word.bytes()


def spreadsheet(words: str = ALL) -> bytes:
    """Return a table with the words in each of its cells."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["type", "question", "answer 1", "answer 2", "right", "reason 1", "reason 2", "remark", words])
    for kind in ("single", "multiple", "truefalse", "text", "order", "match"):
        one, two = (words, f"{words} too") if kind != "match" else (f"{words} -> {words}", f"b -> {words}")
        rows.writerow([kind, f"{kind} {words}", one, two, "true" if kind == "truefalse" else "1", words, words, words])
    rows.writerow([words, words, words, words, words, words, words, words])
    return out.getvalue().encode()


def send_document(trainer: Sender, name: str = "a.docx") -> str:
    return trainer.post(f"{DESK}/bring-document/{MODULE}", {"file": (io.BytesIO(document()), name)})


def send_table(trainer: Sender) -> str:
    return trainer.post(f"{DESK}/bring-questions/{PRACTICE}", {"file": (io.BytesIO(spreadsheet()), f"{SHORT}.csv")})


def typed(words: str) -> str:
    """Return words as an author who knows the format types them, so that the form takes them."""
    return "".join(f"\\{sign}" if sign in "<[*_`" else sign for sign in words)


def question(kind: str, words: str) -> dict[str, str]:
    fields = {"kind": kind, "stem": words, "general": words, "right": "1", "action": "save"}
    for at in (1, 2):
        fields |= {f"option-{at}": f"{words} {at}", f"reason-{at}": words, f"other-{at}": f"{words} {at}"}
    return fields | ({"other-1": "", "other-2": ""} if kind != "match" else {})


def test_a_look_finds_what_came_alive(shared: Served, window: Opened) -> None:
    """The look itself is tried: markup, handlers and a script that ran are found, and a report of the policy too."""
    screen = watched(window(shared))
    screen.excuse("Content Security Policy")
    assert list(opened(screen, "/help")) == []
    screen.page.evaluate(f"document.querySelector('h1').innerHTML = `<{PROBE} onclick='x'>a</{PROBE}>`")
    screen.page.evaluate(
        "const one = document.createElement('script'); one.text = 'window.ran = 1'; document.body.append(one)"
    )
    screen.page.evaluate("window.ran = 5")
    found = "\n".join(came_alive(screen))
    assert PROBE in found
    assert "onclick=x" in found
    assert "a script ran: 5" in found
    assert "script-src" in found


def test_words_typed_and_brought_stay_words_before_their_author(
    served: Served, window: Opened, people: dict[str, Sender]
) -> None:
    """T1 S11 X14: every form of authoring, a paste, a document and a table, as the trainer sees them again."""
    trainer, base = people["trainer"], "/authoring/hostile"
    screen = watched(window(served, "trainer", width=1280))
    screen.excuse("422 (UNPROCESSABLE ENTITY)")
    wrong: list[str] = []
    trainer.post("/authoring/new", {"title": ALL[:200], "summary": ALL[:500], "key": "hostile"})
    fields = dict.fromkeys(("licence", "partner", "tags", "outcome-2", "outcome-3"), SHORT)
    record = {**trainer.form(f"{base}/record", "/record"), "title": WORDS[1], "summary": ALL[:500], **fields}
    trainer.post(f"{base}/record", record)
    trainer.post(f"{base}/new-module", {"title": ALL[:200], "minutes": "5"})
    trainer.post(f"{base}/new-bank", {"title": ALL[:200]})
    wrong += opened(screen, "/authoring", base, f"{base}/record", f"{base}/modules/01-first-module", f"{base}/changes")

    lesson = {**trainer.form(f"{DESK}/text/{FIRST}", "/text/"), "title": ALL[:200], "body": "\n\n".join(WORDS)}
    trainer.post(f"{DESK}/text/{FIRST}", {**lesson, "action": "save"})
    for kind in ("single", "multiple", "truefalse", "text", "match", "order"):
        trainer.post(f"{DESK}/new-question/{PRACTICE}", question(kind, typed(WORDS[0])))
    raw = [f"## {words} {{#raw-{at}}}\n\n- (x) {words}\n  > {words}\n- ( ) b\n" for at, words in enumerate(WORDS)]
    file = trainer.form(f"{DESK}/text/{PRACTICE}?as=file", "/text/")
    trainer.post(f"{DESK}/text/{PRACTICE}", {**file, "file": "\n\n".join([file["file"], *raw]), "action": "save"})
    look, rows = send_document(trainer, f"{SHORT[:90]}.docx"), send_table(trainer)
    wrong += opened(screen, DESK, f"{DESK}/text/{FIRST}", f"{DESK}/text/{FIRST}?as=file")
    wrong += opened(screen, f"{DESK}/text/{PRACTICE}", f"{DESK}/text/{PRACTICE}?page=2")
    wrong += opened(screen, f"{DESK}/question/raw-0/{PRACTICE}", f"{DESK}/revisions/{FIRST}?number=0")
    wrong += opened(screen, f"{DESK}/changes", f"{DESK}/rules/{PRACTICE}", f"{DESK}/sample/{PRACTICE}", look, rows)
    trainer.post(look, {"picture-1": ALL[:390]})
    trainer.post(rows, {})
    wrong += opened(screen, DESK, f"{DESK}/changes", f"{DESK}/text/{PRACTICE}?page=2")

    screen.open(f"{DESK}/new-lesson/{MODULE}")
    screen.page.fill("#f-title", ALL[:200])
    screen.page.fill("#f-body", trainer.paste("".join(f"<p><b>{escape(words)}</b>{words}</p>" for words in WORDS)))
    screen.page.wait_for_selector("#preview article", timeout=30_000)
    wrong += came_alive(screen)
    assert wrong == []


def send_film(trainer: Sender) -> None:
    """Put a film with hostile captions and transcript into the first lesson."""
    address = f"{DESK}/text/{FIRST}"
    captions = CAPTIONS + f"\n00:00:05.000 --> 00:00:09.000\n{' '.join(WORDS).replace('-->', '')}\n".encode()
    sent = {**trainer.form(address, "/text/"), "film_minutes": "2", "transcript": ALL, "alternative": ALL[:390]}
    sent |= {"film": (io.BytesIO(mp4(track())), f"{SHORT}.mp4"), "captions": (io.BytesIO(captions), f"{SHORT}.vtt")}
    page = trainer.sent(f"{DESK}/film/{FIRST}", sent)
    forms = [form for form in page.forms if f"/text/{FIRST}" in (form.action or "")]
    assert "::: video" in forms[-1].fields["body"], page.text_content()[:3000]
    trainer.post(address, {**dict(forms[-1].form_values()), "action": "save"})


def test_words_in_the_other_forms_of_authoring_stay_words(
    served: Served, window: Opened, people: dict[str, Sender]
) -> None:
    """T1 T7 T19 O21 O32 X14: rules, owners, gaps, numbers, films, a pasted table, translations, a challenge."""
    trainer, officer = people["trainer"], people["kwame"]
    screen = watched(window(served, "trainer", width=1280))
    screen.excuse("422 (UNPROCESSABLE ENTITY)")
    module, rules = f"{DESK}/modules/{MODULE}", f"{DESK}/rules/{PRACTICE}"
    trainer.post(module, {**trainer.form(module, module), "title": ALL[:200], "owner": ALL[:200]})
    trainer.post(rules, {**trainer.form(rules, rules), "title": ALL[:200], "action": "save"})
    quiz = trainer.post(f"{DESK}/new-quiz/{MODULE}", {"title": ALL[:200], "kind": "practice"})
    number = question("number", typed(WORDS[0])) | {"option-1": "42", "option-2": "50% 40..44"}
    gaps = {**question("gaps", ""), "stem": f"{typed(WORDS[0])} [[ {WORDS[0][:25]} | b ]] x", "option-1": "",
            "option-2": "", "reason-1": "", "reason-2": "", "right": ""}  # fmt: skip
    for fields in (number, gaps):
        trainer.post(f"{DESK}/new-question/{PRACTICE}", fields)
    words = typed(WORDS[0])
    written = f"## {words}? {{#as-text}}\n\n- (x) {words}\n  > {words}\n- ( ) b\n  > {words}\n"
    trainer.post(f"{DESK}/new-question/{PRACTICE}", {"text": written, "action": "save"})
    rows = csv.reader(io.StringIO(spreadsheet().decode()))
    pasted = trainer.post(
        f"{DESK}/bring-questions/{PRACTICE}", {"table": "\n".join("\t".join(row) for row in rows)}
    )  # fmt: skip
    send_film(trainer)
    wrong = [*opened(screen, DESK, module, rules, quiz, f"{DESK}/text/{FIRST}", f"{DESK}/changes", pasted)]
    found = f"{DESK}/text/{PRACTICE}?{urlencode({'find': ALL[:100]})}"
    wrong += opened(screen, f"{DESK}/text/{PRACTICE}", f"{DESK}/question/as-text/{PRACTICE}?as=text", found)

    for path in ("course.yml", FIRST, PRACTICE):
        desk = f"{DESK}/translate/fr/{path}"
        form = trainer.form(desk, desk)
        parts = {name: typed(WORDS[4]) for name in form if _is_text(trainer, desk, name)}
        said = {"reviewed_by": ALL[:200], "reviewed_on": "2027-01-31", "assisted": "1"}
        trainer.sent(desk, {**form, **parts, **said})
        wrong += opened(screen, desk)
    wrong += opened(screen, f"{DESK}/translate")

    screen.open(f"{DESK}/files")
    broken = {**hostile_folder(), "course.yml": f"format: {ALL}\n{ALL}: x\n".encode(), f"{SHORT}.md": b"x"}
    file = {"name": f"{SHORT[:60]}.zip", "mimeType": "application/zip", "buffer": write_archive(broken)}
    screen.page.set_input_files("[name=file]", file)
    screen.press("Look at what it changes")
    assert screen.page.locator("[role=alert]").count() > 0
    wrong += came_alive(screen)

    result = officer.sat(served.instance, f"/courses/{COURSE}/what-cybercrime-is/practice")
    challenge = next(link for link in result if "/challenge/" in link)
    officer.post(challenge, {"text": ALL})
    report = next(one for one in trainer.get(f"{DESK}/reports").xpath("//main//li//a/@href") if "/reports/" in one)
    wrong += opened(screen, f"{DESK}/reports", report)
    trainer.post(report, {"answer": ALL, "verdict": "accepted"})
    wrong += opened(screen, report)
    wrong += opened(watched(window(served, "kwame")), "/reports")
    assert wrong == []


def _is_text(trainer: Sender, page: str, name: str) -> bool:
    return bool(trainer.get(page).xpath(f"//textarea[@name='{name}']"))


def test_words_of_a_reviewer_and_of_readers_stay_words(
    served: Served, window: Opened, people: dict[str, Sender]
) -> None:
    """T4 O32: comments, reasons for sending back, reports of officers and the answers to them."""
    trainer, reviewer, officer = (people[name] for name in ("trainer", "reviewer", "kwame"))
    lesson = trainer.form(f"{DESK}/text/{FIRST}", "/text/")
    trainer.post(f"{DESK}/text/{FIRST}", {**lesson, "body": f"{lesson['body']}\n\nMore.", "action": "save"})
    trainer.post(f"{DESK}/ask-for-review", {})
    reviewer.post(f"/authoring/reviews/{COURSE}/comment", {"path": FIRST, "line": "1", "comment": ALL})
    before = watched(window(served, "reviewer", width=1280))
    wrong = [*opened(before, "/authoring/reviews", f"/authoring/reviews/{COURSE}")]
    reviewer.post(f"/authoring/reviews/{COURSE}/send-back", {"note": ALL})
    page = f"/courses/{COURSE}/what-cybercrime-is/two-kinds"
    officer.post(f"{page}/report", {"text": ALL})
    links = trainer.get(f"{DESK}/reports").xpath("//main//a/@href")
    report = next(link for link in links if link.startswith(f"{DESK}/reports/"))
    author = watched(window(served, "trainer", width=1280))
    wrong += opened(author, "/authoring", DESK, f"{DESK}/reports", report)
    trainer.post(report, {"answer": ALL, "verdict": "declined"})
    wrong += opened(watched(window(served, "kwame")), "/reports", page)
    assert wrong == []


def hostile_folder() -> dict[str, bytes]:
    """Return a course folder without an error whose every text that may hold anything holds the words."""
    safe = ALL.replace("\\", "").replace('"', "'").replace("\u202e", "")
    plain = "".join(f"\\{sign}" if not sign.isalnum() and sign.isascii() and sign != " " else sign for sign in safe)
    files = {path: content.replace("small-course", "hostile-course") for path, content in FILES.items()}
    files["course.yml"] = (
        files["course.yml"]
        .replace("title: Small course", f'title: "{safe[:180]}"')
        .replace("summary: Enough of a course to be read.", f'summary: "{safe[:400]}"')
        .replace("see: See what matters", f'see: "{safe[:200]}"')
        .replace("{title: First steps", f'{{title: "{safe[:150]}"')
    ) + f'authors:\n  - name: "{safe[:100]}"\n    organisation: "{safe[:100]}"\npartner: "{safe[:50]}"\n'
    files["sources.yml"] = f'RFC: {{title: "{safe}", year: 2002}}\n'
    files[LESSON] = (
        files[LESSON]
        .replace("title: Look first", f'title: "{safe[:150]}"')
        .replace("A room with a desk", plain[:300].rstrip("\\"))
        .replace('"A room")', f"'{safe.replace(chr(39), '')}')")
        .replace("Look before you touch.", f"{plain}\n\n::: glossary\n{plain}\n: {plain}\n:::\n\n")
    )
    files[QUIZ] = (
        files[QUIZ]
        .replace("title: Practice", f'title: "{safe[:150]}"')
        .replace("What is first?", f"{plain}?")
        .replace("Looking\n", f"{plain}\n")
        .replace("Right. Looking changes nothing.", plain)
        .replace("> Look, then act.", f"> {plain}")
    )
    files |= hostile_french(files, safe, plain)
    return {path: content.encode() for path, content in files.items()}


def hostile_french(files: dict[str, str], safe: str, plain: str) -> dict[str, str]:
    """Return the course, its lesson and its practice in French, with the words in each text."""
    head = read_course_file(files["course.yml"], Findings())
    assert head
    of = {path: source_hash(files[path].encode()) for path in (LESSON, QUIZ)}
    named = f'title: "{safe[:150]}"\nof: '
    asked = f"## {plain}? {{#first}}\n\n- {plain}\n  > {plain}\n- b {plain}\n  > {plain}\n\n> {plain}\n"
    return {
        HEAD: f'id: hostile-course\nsummary: "{safe[:400]}"\n{named}{head_hash(head)}\n'
        f'modules:\n  01-first-steps: "{safe[:150]}"\noutcomes:\n  see: "{safe[:200]}"\n',
        FRENCH[LESSON]: f"---\nid: look\n{named}{of[LESSON]}\n---\n\n{plain}\n\n::: check {{ref=first}}\n:::\n",
        FRENCH[QUIZ]: f"---\nid: practice\n{named}{of[QUIZ]}\n---\n\n{asked}",
    }


def test_words_that_were_published_stay_words_before_officers(
    served: Served, window: Opened, people: dict[str, Sender]
) -> None:
    """T1 S11 X14: a folder, a document and a table with the words in all their places, read, answered and explained."""
    works, trainer, reviewer = served.instance.works, people["trainer"], people["reviewer"]
    show = check_form_maker(works.parts["renderer"])
    works.database.write(lambda unit: load_course(unit, hostile_folder(), show_check=show, publish=True))
    trainer.post(send_document(trainer), {"picture-1": ALL[:390]})
    trainer.post(send_table(trainer), {})
    trainer.post(f"{DESK}/ask-for-review", {})
    wrong = [*opened(watched(window(served, "reviewer", width=1280)), f"/authoring/reviews/{COURSE}")]
    approval = reviewer.form(f"/authoring/reviews/{COURSE}", "/approve")
    reviewer.post(f"/authoring/reviews/{COURSE}/approve", {**approval, "then": "publish"})

    officer = watched(window(served, "efua"))
    wrong += opened(officer, "/courses", f"/courses/{COURSE}", "/courses/hostile-course")
    for course in (COURSE, "hostile-course"):
        officer.open(f"/courses/{course}")
        officer.press("Join this course")
    links = people["efua"].get(f"/courses/{COURSE}").xpath("//main//a/@href")
    brought = next(link for link in links if link.startswith(f"/courses/{COURSE}/what-cybercrime-is/script"))
    wrong += opened(officer, "/", brought, "/courses/hostile-course/first-steps/look", "/courses/hostile-course")
    people["efua"].post("/courses/hostile-course/language", {"language": "fr"})
    french = "/courses/hostile-course/first-steps/look"
    assert people["efua"].get(french).xpath("//article[@lang='fr'] | //*[@lang='fr']//article")
    wrong += opened(officer, french, "/courses/hostile-course", "/search?find=script")
    for paper in (f"/courses/{COURSE}/what-cybercrime-is/practice", "/courses/hostile-course/first-steps/practice"):
        officer.open(paper)
        officer.press("Start now")
        wrong += came_alive(officer)
        wrong += opened(officer, f"{officer.path.split('#')[0]}/check")
        officer.press("Hand in")
        wrong += came_alive(officer)
    with works.database.reading() as connection:
        owner = connection.exec_driver_sql("SELECT person_id FROM course_owner LIMIT 1").scalar()
    works.database.write(lambda unit: own_course(unit, "hostile-course", owner))
    author = watched(window(served, "trainer", width=1280))
    desk = "/authoring/hostile-course"
    wrong += opened(author, "/authoring", desk, f"{desk}/text/{LESSON}", f"{desk}/text/{QUIZ}", f"{desk}/record")
    assert wrong == []
