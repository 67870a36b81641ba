"""An officer began before a course had its examination: they move to the version that has it, and are certified."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from app.accreditation.services.scheme_loading import load_schemes
from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.folder import read_folder
from app.curriculum.services.loading import load_course
from tests.plugins.instances import Instance
from tests.sitting import sit

COURSE = "cybercrime-first-responder"
FOLDER = Path(__file__).parents[2] / "courses" / COURSE
EXAMINATION = f"/courses/{COURSE}/final-examination/final-examination"
NEWER = f"/courses/{COURSE}/newer-version"
FIGURE = "modules/01-what-cybercrime-is/assets/two-kinds.svg"


def publish(demo: Instance, files: dict[str, bytes]) -> None:
    show_check = check_form_maker(demo.works.parts["renderer"])
    demo.works.database.write(lambda unit: load_course(unit, files, show_check=show_check, publish=True))


def figure_of(page_text: str) -> str:
    return next(part for part in page_text.split('"') if part.startswith("/media/"))


def test_an_officer_moves_to_the_version_with_the_examination_and_holds_a_certificate(demo_on_both: Instance) -> None:
    """T13, O7: nothing moves by itself; what happens is said before; what was done counts, with scripts off."""
    whole, _ = read_folder(FOLDER)
    before = {path: text for path, text in whole.items() if "/10-final-examination." not in path}
    publish(demo_on_both, before)
    began_before_it(demo_on_both)
    newer = {**whole, FIGURE: whole[FIGURE].replace(b"</svg>", b"<desc>Newer</desc></svg>")}
    publish(demo_on_both, newer)

    officer = demo_on_both.signed_in("kofi")
    assert officer.get("/").sees("Your version of the course does not hold it.")
    assert officer.get(EXAMINATION).status == 404
    old_figure = figure_of(officer.get(f"/courses/{COURSE}/what-cybercrime-is/two-kinds").text)
    course = officer.get(f"/courses/{COURSE}")
    page = officer.get(course.link("See what version 3 changes"))
    assert page.h1 == "The newer version of this course"
    sections = {h2.text_content(): h2.getnext() for h2 in page.tree.xpath("//h2")}
    assert "Final examination" in sections["What is new"].text_content()
    changed = page.tree.xpath("//h2[starts-with(., 'What has changed')]/following-sibling::ul[1]/li/bdi/text()")
    assert changed == ["Two kinds of cybercrime"]
    assert page.sees("You cannot go back to version 2.")
    assert page.sees("Your certificates stay as they are")
    assert page.sees("Read again what has changed, and you have done the newer version.")

    moved = officer.post(NEWER, page.form("/newer-version"))
    assert moved.path == f"/courses/{COURSE}"
    assert moved.text.count("Changed since you did it.") == 1
    assert not moved.sees("There is a newer version")
    assert officer.get(NEWER).sees("You are on the newest version")
    assert officer.post(NEWER, {"number": "3"}).path == f"/courses/{COURSE}"
    lesson = officer.get(f"/courses/{COURSE}/what-cybercrime-is/two-kinds")
    assert lesson.sees("Changed since you did it.")
    assert figure_of(lesson.text) != old_figure
    assert officer.get(old_figure).status == 200, "what they sat on the version before still shows it"
    officer.post(f"/courses/{COURSE}/what-cybercrime-is/two-kinds/done")
    assert not officer.get(f"/courses/{COURSE}").sees("Changed since you did it.")

    assert sit(officer, demo_on_both, EXAMINATION).sees("Passed with 100 %")
    assert officer.get("/certificates").sees("Cybercrime First Responder")


def test_what_a_move_fulfils_is_granted_with_it(demo: Instance, tmp_path: Path) -> None:
    """O9: the newer version asks less of a module, and a scheme asks that module alone."""
    text = (FOLDER.parent / "schemes" / "cfr-knowledge.yml").read_text()
    asked = f"requirements:\n  all:\n    - course-completed: {{course: {COURSE}, modules: [01-what-cybercrime-is]}}\n"
    scheme = text.partition("requirements:")[0].replace("id: cfr-knowledge", "id: first-module")
    (tmp_path / "first-module.yml").write_text(scheme.replace("version: 2", "version: 1") + asked)
    whole, _ = read_folder(FOLDER)
    lesson = b"---\nid: one-more\ntitle: One more\nduration: 1 min\n---\n\nRead on.\n"
    publish(demo, {**whole, "modules/01-what-cybercrime-is/40-one-more.md": lesson})
    began_before_it(demo)
    publish(demo, whole)
    issuer = demo.works.parts["issuer"]
    demo.works.database.write(lambda unit: load_schemes(unit, tmp_path, issuer))
    officer = demo.signed_in("kofi")
    assert not officer.get("/certificates").tree.xpath("//a[contains(@href, '/certificates/PRV')]")
    officer.post(NEWER, officer.get(NEWER).form("/newer-version"))
    assert officer.get("/certificates").tree.xpath("//a[contains(@href, '/certificates/PRV')]")


def began_before_it(demo: Instance) -> None:
    """Put Kofi, who has learnt all and sat nothing, on the version that is live now: they joined while it was."""
    live = "(SELECT live_version_id FROM course WHERE key = :course)"
    kofi = "(SELECT id FROM person WHERE sign_in_hash = :hash)"
    hashed = demo.works.keyring.search_hash("person.sign_in_name", "kofi")
    put = sa.text(f"UPDATE enrolment SET version_id = {live} WHERE course = :course AND person_id = {kofi}")  # noqa: S608
    demo.works.database.write(lambda unit: unit.connection.execute(put, {"course": COURSE, "hash": hashed}))
