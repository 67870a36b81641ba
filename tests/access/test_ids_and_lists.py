"""What is shown of one person never reaches another, and no id that is shown opens anything."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.identity.sessions import hash_of
from tests.access.world import World

NAMES = {"own": "Amara Nkemelu", "mate": "Kwame Owusu", "far": "Youssef El Amrani", "new": "Efua Asante"}
LISTS = [
    ("coo", "/people", {"own", "mate", "new"}),
    ("coo2", "/people", {"far"}),
    ("coo", "/people?name=Youssef", set()),
    ("coo2", "/people?name=Youssef", {"far"}),
    ("coo", "/people?show=not-confirmed", set()),
    ("staff", "/accreditation/register", set()),
    ("prt", "/insight", set()),
    ("prt2", "/insight", set()),
    ("op", "/audit", set()),
    ("op", "/status", set()),
    ("trn", "/authoring", set()),
    ("trn", "/authoring/reviews", set()),
    ("rev", "/authoring/reviews/review-course", set()),
    ("own", "/", {"own"}),
    ("own", "/account", {"own"}),
    ("own", "/certificates", {"own"}),
    ("own", "/courses", {"own"}),
    ("far", "/certificates", {"far"}),
]


@pytest.mark.parametrize(("actor", "path", "seen"), LISTS)
def test_a_list_names_only_whom_the_reader_may_see(world: World, actor: str, path: str, seen: set[str]) -> None:
    """S2, X1, U13: a coordinator's own subtree; partners, trainers, operators and the register's front page: nobody."""
    page = world.send("GET", path, actor)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert {who for who, name in NAMES.items() if name in text} == seen


def test_everybody_sees_their_own_certificates_and_sessions_alone(world: World) -> None:
    """S2: the pages without an object in their address are the reader's own."""
    for actor, other in (("own", "far"), ("far", "own")):
        text = world.send("GET", "/certificates", actor).get_data(as_text=True)
        assert world.objects[f"number-{actor}"]["number"] in text
        assert world.objects[f"number-{other}"]["number"] not in text
    session = f"/account/sessions/{world.objects['own-session']['public_id']}/end"
    assert session in world.send("GET", "/account", "own").get_data(as_text=True)
    assert session not in world.send("GET", "/account", "mate").get_data(as_text=True)


def test_a_partner_sees_the_figures_of_their_own_courses_alone(world: World) -> None:
    """S2, P1: another partner's page is empty, not smaller."""
    own = world.send("GET", "/insight", "prt").get_data(as_text=True)
    other = world.send("GET", "/insight", "prt2").get_data(as_text=True)
    assert "Cybercrime First Responder" in own
    assert "Cybercrime First Responder" not in other


IDS = {
    "person id": "SELECT id FROM person WHERE id = :person",
    "person's public id": "SELECT public_id FROM person WHERE id = :person",
    "session's public id": "SELECT public_id FROM session WHERE token_hash = :hash",
    "hash of the session": "SELECT token_hash FROM session WHERE token_hash = :hash",
    "certificate number": "SELECT number FROM credential WHERE person_id = :person",
    "attempt": "SELECT public_id FROM attempt WHERE person_id = :person LIMIT 1",
    "enrolment": "SELECT id FROM enrolment WHERE person_id = :person LIMIT 1",
    "form token": "",
}


@pytest.mark.parametrize("name", IDS)
def test_an_id_that_is_shown_is_no_secret(world: World, name: str) -> None:
    """S2: no id works as session cookie, bearer or parameter; only the token does, which stands in the cookie alone."""
    token = world.tokens["own", "full"]
    shown = world.instance.works.keyring.request_token(token)
    if IDS[name]:
        with world.instance.works.database.reading() as connection:
            values = {"person": world.people["own"], "hash": hash_of(token)}
            known = {key: value for key, value in values.items() if f":{key}" in IDS[name]}
            shown = str(connection.execute(sa.text(IDS[name]), known).scalar_one())
    client = world.instance.app.test_client(use_cookies=False)
    for headers in ({"Cookie": f"provost={shown}"}, {"Authorization": f"Bearer {shown}"}, {"X-CSRF-Token": shown}):
        assert client.get("/account", headers=headers).status_code == 303, headers
    for query in (f"token={shown}", f"session={shown}", f"id={shown}"):
        assert client.get(f"/account?{query}").status_code == 303, query
    assert world.send("GET", "/account", "own").status_code == 200


def test_the_token_of_a_session_stands_on_no_page(world: World) -> None:
    """S2: what a screenshot or a saved page shows cannot sign anybody in."""
    token = world.tokens["own", "full"]
    for path in ("/", "/account", "/account/second-factor", "/certificates", "/courses"):
        answer = world.send("GET", path, "own")
        assert token not in answer.get_data(as_text=True), path
        assert token not in str(answer.headers), path


def test_a_figure_opens_for_whoever_is_on_a_course_that_shows_it(world: World) -> None:
    """T14: the address of a file asks for the enrolment on each request; leaving the course shuts it at once."""
    path = "/media/{digest}.{ending}".format(**world.objects["closed-figure"])
    told = {actor: world.send("GET", path, actor).status_code for actor in ("own", "mate", "new", "coo", "prt", "trn")}
    assert told == {"own": 200, "mate": 404, "new": 404, "coo": 404, "prt": 404, "trn": 200}
    left = sa.text("UPDATE enrolment SET state = 'withdrawn' WHERE person_id = :id AND course = 'closed-course'")
    world.do(lambda unit: unit.connection.execute(left, {"id": world.people["own"]}))
    assert world.send("GET", path, "own").status_code == 404
    world.heal()
    assert world.send("GET", path, "own").status_code == 200
