"""The demonstration's desk: something to decide, something suspended, something that ends soon, a cohort to try."""

from __future__ import annotations

from app.cli.demo_desk import show_the_desk
from app.cli.demo_seeding import Seeding
from app.cli.demo_story import COURSE, PEOPLE
from app.identity.sign_in_names import person_signing_in
from tests.plugins.instances import Instance


def test_the_demonstration_shows_the_desk_at_work(demo: Instance) -> None:
    """A14, O28: as `./provost run` makes it; the finishers of a course are a cohort, and home says what waits."""
    seeding = Seeding(demo.works)
    with demo.works.database.reading() as connection:
        for person in PEOPLE:
            found = person_signing_in(connection, demo.works.keyring, person.name)
            assert found
            seeding.people[person.name] = found
    show_the_desk(seeding)
    staff = demo.signed_in("staff")
    queue = staff.get("/accreditation/queue")
    assert len(queue.tree.xpath("//tbody/tr")) == 4
    home = demo.signed_in("kofi").get("/")
    assert home.sees("Accreditation staff decide; your case lies with them since")
    assert demo.signed_in("rosa").get("/certificates").sees("Expires soon")
    assert demo.signed_in("carlos").get("/certificates").sees("The open question is answered.")
    form = {"scheme": "cfr-attendance", "title": "Class of spring", "who": "course", "course": COURSE}
    check = staff.post("/accreditation/batches/check", form)
    assert check.sees("4 people would be granted the certificate. Nothing is granted yet.")
    sent = {key: one[0] for key, one in check.form("batches").items()}
    done = staff.post("/accreditation/batches", sent)
    assert done.sees("1 of 5 people decided on")
    demo.work()
    assert staff.get(done.path).sees("5 of 5 people decided on")
    assert demo.signed_in("kofi").get("/").sees("attendance (demo)")
