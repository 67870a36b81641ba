"""A second owner of a demonstration course, so that two people can be at work on it."""

from __future__ import annotations

from app.curriculum.services.owning import own_course
from tests.page import Browser
from tests.plugins.instances import Instance


def second_owner(demo: Instance, course: str) -> Browser:
    """Make the demo's reviewer, who owns no course, an owner of this one, and return them signed in."""
    with demo.works.database.reading() as connection:
        person = connection.exec_driver_sql("SELECT person_id FROM authenticator WHERE kind = 'totp'").scalars().all()
        owners = set(connection.exec_driver_sql("SELECT person_id FROM course_owner").scalars())
        trainers = set(connection.exec_driver_sql("SELECT person_id FROM role_grant WHERE role = 'trainer'").scalars())
    other = next(one for one in sorted(person) if one in trainers - owners)
    demo.works.database.write(lambda unit: own_course(unit, course, other))
    return demo.signed_in("reviewer")
