"""Course health, on both databases: of the own cohorts alone, in whole groups of ten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from app.assessment.item_queries import first_tries
from app.assessment.models import Attempt, QuizVersion
from app.curriculum.models import Course, CourseOwner, CourseVersion
from app.curriculum.owner_queries import owned_since
from app.curriculum.services.owning import own_course
from app.foundation.crypto import Keyring
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity.services.people import NewPerson, add_agency, place_person
from app.learning.models import Enrolment, Progress
from app.learning.pace_queries import pace_since
from tests.parts.insight.conftest import FUNDED, Counted

BEFORE, OWNED = datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _laid_out(unit: Unit) -> str:
    course = unit.session.scalar(sa.select(Course).where(Course.key == FUNDED))
    assert course
    unit.session.add(
        CourseVersion(id="v", course_id=course.id, number=1, state="live", title="T", source_hash="", outline={},
                      review_note="", created_at=BEFORE)
    )  # fmt: skip
    unit.session.add(QuizVersion(id="q", owner=FUNDED, key="final", edition="v", title="Final", rules={}, pool=[]))
    unit.session.flush()
    return add_agency(unit, name="Test agency", country="TO")


def _came(house: Counted, keyring: Keyring, agency: str, many: int, start: datetime) -> list[str]:
    """Add officers who joined, finished in 20 minutes and tried the quiz twice, one an hour; return their ids."""
    return house.database.write(
        lambda unit: [_officer(unit, keyring, agency, start + number * HOUR) for number in range(many)]
    )


def _officer(unit: Unit, keyring: Keyring, agency: str, at: datetime) -> str:
    person, enrolment = place_person(unit, keyring, NewPerson(agency, new_id(), "Test Officer")), new_id()
    done = at + HOUR / 3
    unit.session.add(
        Enrolment(id=enrolment, person_id=person, course=FUNDED, version_id="v", state="completed", joined_at=at,
                  moved_at=at, completed_at=done, first_completed_at=done)
    )  # fmt: skip
    unit.session.flush()
    unit.session.add(Progress(enrolment_id=enrolment, activity="a", state="done", at=done))
    for number in (1, 2):
        unit.session.add(
            Attempt(id=new_id(), public_id=new_id()[:16], person_id=person, quiz=f"{FUNDED}/final", number=number,
                    quiz_version_id="q", form=[], form_keys="", opened_at=at, submitted_at=at + HOUR, state="released",
                    passed=number == 2, result={"items": {"item": "1/2"}})
        )  # fmt: skip
    unit.session.flush()
    return person


def test_the_own_cohorts_of_a_trainer_are_who_came_since_and_in_whole_tens(house: Counted, keyring: Keyring) -> None:
    """T16: not who came before, not the trainer's own tries, first tries alone; nothing moves before ten more came."""
    agency = house.database.write(_laid_out)
    _came(house, keyring, agency, 12, BEFORE)
    (trainer,) = _came(house, keyring, agency, 1, OWNED + HOUR)
    house.clock.now = OWNED
    house.database.write(lambda unit: own_course(unit, FUNDED, trainer))

    def looked_at(most: int = 500) -> tuple[int, int, int, list[tuple[int, bool]]]:
        with house.database.reading() as connection:
            since = owned_since(connection, FUNDED, trainer)
            assert since == OWNED
            pace = pace_since(connection, FUNDED, since, [trainer], 10, most)
            tries = first_tries(connection, FUNDED, since, [trainer], 10, most)
        assert {one.open_for for one in tries} <= {HOUR}
        assert {*pace.worked} <= {HOUR / 3}
        return pace.starters, pace.finishers, len(pace.worked), sorted({(one.tries, one.passed) for one in tries})

    assert looked_at() == (0, 0, 0, [])
    _came(house, keyring, agency, 34, OWNED + HOUR)
    assert looked_at() == (34, 34, 30, [(30, False)])
    assert looked_at(most=20) == (34, 34, 20, [(30, False)])
    _came(house, keyring, agency, 5, OWNED + 60 * HOUR)
    assert looked_at() == (39, 39, 30, [(30, False)])


def test_who_owned_a_course_before_has_every_cohort_and_who_does_not_own_it_none(
    house: Counted, keyring: Keyring
) -> None:
    """T16: nothing stands where nobody wrote down since when."""
    house.clock.now = BEFORE
    house.database.write(lambda unit: own_course(unit, FUNDED, house.ghanaian))
    house.database.write(lambda unit: unit.session.execute(sa.update(CourseOwner).values(since=None)))
    with house.database.reading() as connection:
        began = connection.execute(sa.select(Course.created_at).where(Course.key == FUNDED)).scalar_one()
        assert owned_since(connection, FUNDED, house.ghanaian) == began
        assert owned_since(connection, FUNDED, house.kenyan) is None
