"""What the matrix asks about: `OBJECTS` by the names that its lines use, made over the demonstration."""

from __future__ import annotations

import base64
import hashlib
from datetime import date, timedelta

import sqlalchemy as sa

from app.accreditation.cohort_queries import cohort_of
from app.accreditation.models import GrantBatch, GrantBatchRow
from app.accreditation.profile_pictures import stored
from app.accreditation.queries import schemes_in_force
from app.accreditation.scheme_change_queries import versions_of
from app.accreditation.services.appealing import file_appeal
from app.accreditation.services.applications import open_case
from app.accreditation.services.changing_scheme import propose_change
from app.accreditation.services.declaring import NewConflict, declare_conflict
from app.accreditation.services.lives import Grounds
from app.accreditation.services.practical_days import NewDay, plan_day
from app.accreditation.services.training_together import NewCohort, make_cohort
from app.accreditation.services.transcribing import ask_for_transcript
from app.accreditation.services.withdrawing import propose_withdrawal
from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.course_archive import write_archive
from app.curriculum.domain.course_state import STATE, state_text
from app.curriculum.queries import asset_of, live_course
from app.curriculum.services.bringing import ReadFile, keep_brought
from app.curriculum.services.editing import edit_text
from app.curriculum.services.loading import load_course
from app.curriculum.services.owning import own_course
from app.curriculum.services.reporting import NewReport, report
from app.curriculum.services.reviewing import Remark, approve, comment
from app.foundation.transaction import Unit
from app.identity.agency_queries import all_agencies
from app.identity.passkey_queries import own_passkeys
from app.identity.passkeys import NewKey
from app.identity.services.actor import Actor
from app.identity.services.browser_sessions import open_session
from app.identity.services.copying_own import ask_for_own_copy
from app.identity.services.covering import cover
from app.identity.services.mandating import give_mandate
from app.identity.services.passkeys import NewPasskey, add_passkey
from app.identity.services.people import NewPerson, add_person, grant_role, set_totp
from app.identity.services.proposing_roles import propose_role
from app.identity.services.recovering import ask_recovery
from app.identity.sessions import hash_of
from app.jobs.services import enqueue
from app.learning.services.enrolling import join_course
from app.learning.services.nominating import approve as approve_nomination
from app.learning.services.nominating import nominate
from tests.access.evidence_things import evidence_things
from tests.access.insight_things import insight_things
from tests.access.world import ACTORS, STAGES, World
from tests.domain.curriculum.small_course import FIGURE, FILES, LESSON, QUIZ
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
NOBODY = "0123456789abcdef"
Things = dict[str, dict[str, str]]

_GONE = sa.text("UPDATE person SET state = 'left' WHERE id = :id")
_IDLE = sa.text("UPDATE session SET last_seen = :at WHERE token_hash = :hash")
_END = sa.text("UPDATE session SET ended_at = :at WHERE token_hash = :hash")
_FAIL = sa.text("UPDATE outbox SET state = 'failed' WHERE key = 'matrix'")
_CLOSE = sa.text("UPDATE course SET open_to_join = false WHERE key = 'closed-course'")
_NOMINATED = sa.text("SELECT public_id FROM nomination WHERE person_id = :id")
_WRITTEN = sa.text("UPDATE course_version SET author_id = :author WHERE state = 'in_review' AND author_id IS NULL")
_DRAFT = sa.text("UPDATE course_version SET state = 'draft' WHERE course_id = (SELECT id FROM course WHERE key = :key)")
_HASH = sa.text("SELECT v.source_hash FROM course_version v JOIN course c ON c.id = v.course_id WHERE c.key = :key")
_FIGURE = (
    "SELECT s.hash FROM source_file s JOIN course_version v ON v.id = s.version_id "
    "JOIN course c ON c.id = v.course_id WHERE c.key = :key AND s.path LIKE '%.svg' LIMIT 1"
)


def make_world(instance: Instance) -> World:
    """Return the world over an instance that holds the demonstration."""
    world = World(instance)
    _settle(world)
    _open_sessions(world)
    world.objects["-"] = {}
    for found in (_desks, _courses, _attempts, _people, _things, evidence_things, insight_things):
        world.objects.update(found(world))
    world.keep()
    return world


def _settle(world: World) -> None:
    """Add who the story lacks: a coordinator elsewhere, another partner, a colleague with two roles, one who left."""
    agency = "SELECT id FROM agency WHERE country = :c AND kind = 'police'"
    ghana, morocco = (world.scalar(agency, c=c) for c in ("GH", "MA"))
    keyring = world.instance.works.keyring

    def add(unit: Unit) -> None:
        for name, where, *roles in (
            ("neighbour", morocco, "coordinator"),
            ("rival", morocco, "partner"),
            ("double", ghana, "officer", "trainer"),
            ("gone", ghana, "officer"),
            ("covered", ghana, "officer"),
            ("clerk", ghana, "operator"),
        ):
            world.people[name] = add_person(unit, keyring, NewPerson(where, name, f"Person {name}", demo=True))
            for role in roles:
                grant_role(unit, world.people[name], role, scope="another" if role == "partner" else "")
            if set(roles) - {"officer"}:
                set_totp(unit, world.people[name], "JBSWY3DPEHPK3PXP")
        unit.connection.execute(_GONE, {"id": world.people["gone"]})
        cover(unit, keyring, world.people["covered"], "Another Person", Actor(world.people["gone"], "coordinator"))

    world.do(add)
    named = {**{actor: name for actor, (name, _) in ACTORS.items()}, "staff2": "staff2"}
    actors = {keyring.search_hash("person.sign_in_name", name): actor for actor, name in named.items()}
    with world.instance.works.database.reading() as connection:
        for row in connection.execute(sa.text("SELECT id, sign_in_hash FROM person")):
            if row.sign_in_hash in actors:
                world.people[actors[row.sign_in_hash]] = row.id


def _open_sessions(world: World) -> None:
    conditions = {"full": "full", "ended": "full", "idle": "full", **STAGES}

    def work(unit: Unit) -> None:
        for actor, (_, role) in ACTORS.items():
            for condition, stage in conditions.items():
                person = world.people[actor]
                token = open_session(unit, person, role=role, stage=stage, shared=False, device="")
                world.tokens[actor, condition] = token
        unit.session.flush()
        long_ago = (unit.now - timedelta(hours=2)).replace(tzinfo=None)
        for actor in ACTORS:
            ended, idle = (hash_of(world.tokens[actor, condition]) for condition in ("ended", "idle"))
            unit.connection.execute(_END, {"at": unit.now.replace(tzinfo=None), "hash": ended})
            unit.connection.execute(_IDLE, {"at": long_ago, "hash": idle})

    world.do(work)
    for column in STAGES:
        world.tokens[column, "full"] = world.tokens["coo", column]


def _files(key: str) -> dict[str, bytes]:
    """The small course under another key, with a figure of its own; its modules may change places."""
    files = {path: text.replace("small-course", key).encode() for path, text in FILES.items()}
    files[FIGURE] += f"<!-- {key} -->".encode()
    files["course.yml"] = files["course.yml"].replace(b", after: first-steps", b"")
    return files


def _desks(world: World) -> Things:
    """A course on the desk of `trn` in each state: live, draft, in review, approved by `rev`; and one of nobody."""
    trainer, reviewer = world.people["trn"], world.people["rev"]
    show = check_form_maker(world.instance.works.parts["renderer"])

    def work(unit: Unit) -> None:
        for key in ("draft-course", "review-course", "approved-course"):
            load_course(unit, _files(key), show_check=show, publish=False)
            own_course(unit, key, trainer)
        load_course(unit, _files("worded-course"), show_check=show, publish=True)
        own_course(unit, "worded-course", trainer)
        edit_text(unit, course="worded-course", person_id=trainer, path=LESSON, edit=_longer)
        load_course(unit, _files("reviewers-course"), show_check=show, publish=False)
        own_course(unit, "reviewers-course", reviewer)
        unit.connection.execute(_WRITTEN, {"author": trainer})
        unit.connection.execute(_DRAFT, {"key": "draft-course"})
        edit_text(unit, course="draft-course", person_id=trainer, path=LESSON, edit=_longer)
        comment(unit, "draft-course", reviewer, Remark(LESSON, 1, "A remark."))
        approve(unit, "approved-course", reviewer, unit.connection.scalar(_HASH, {"key": "approved-course"}))

    world.do(work)
    on = {"path": LESSON, "module": "01-first-steps", "folder": "01-first-steps", "key": "first"}
    on["comment_id"] = world.scalar("SELECT id FROM review_comment")
    on["public_id"] = _reported(world)
    draft = {"course": "draft-course", **on}
    return {
        "desk-live": {"course": COURSE, **on},
        "desk-draft": draft,
        "desk-wording": {"course": "worded-course", **on},
        "desk-quiz": {**draft, "path": QUIZ},
        "desk-review": {"course": "review-course", **on},
        "desk-approved": {"course": "approved-course", **on},
        "desk-nobody": {"course": "hidden-course", **on},
        "missing-desk": {"course": "no-such-course", **on},
        "missing-text": {**draft, "path": "modules/01-first-steps/99-no-such.md"},
        "missing-module": {**draft, "module": "no-such-module", "folder": "no-such-module"},
        "missing-question": {**draft, "path": QUIZ, "key": "no-such-question"},
        "missing-comment": {**draft, "comment_id": "0" * 32},
        "missing-report": {**draft, "course": COURSE, "public_id": NOBODY},
        "crossed-desk": {**draft, "course": "reviewers-course"},
        "desk-french": {**draft, "language": "fr"},
        "crossed-french": {**draft, "course": "reviewers-course", "language": "fr"},
        "missing-language": {**draft, "language": "de"},
        "missing-words": {**draft, "language": "fr", "path": "modules/01-first-steps/99-no-such.md"},
        **_brought(world, draft),
        "table-csv": {"ending": "csv"},
        "missing-table": {"ending": "pdf"},
    }


def _brought(world: World, draft: dict[str, str]) -> Things:
    """A document with a picture, a table and a folder that `trn` has sent for the draft, and not yet added."""
    picture = {"name": "scene.webp", "alternative": "", "width": 4, "height": 3, "content": "UklGRg=="}
    lesson = {"title": "Brought", "body": "Words.\n\n![](assets/scene.webp)"}
    document = {"lessons": [lesson], "pictures": [picture], "notes": []}
    rows = [[1, ["question", "answer 1", "answer 2", "right"]], [2, ["What?", "A", "B", "1"]]]
    table = {"rows": rows, "read_as": "UTF-8", "guessed": False, "other_sheets": 0}

    def keep(kind: str, target: str, read: dict[str, object]) -> str:
        file = ReadFile(draft["course"], kind, target, "a file", read)
        return str(world.do(lambda unit: keep_brought(unit, world.people["trn"], file)))

    digest = hashlib.sha256(base64.b64decode(picture["content"])).hexdigest()
    sent = {**draft, "public_id": keep("document", draft["module"], document), "name": f"{digest}.webp"}
    cells = {**draft, "public_id": keep("questions", QUIZ, table)}
    files = _files(draft["course"])
    state = state_text(draft["course"], {**files, LESSON: _longer(files[LESSON].decode()).encode()})
    folder = base64.b64encode(write_archive({**files, STATE: state.encode()})).decode()
    put = {**draft, "public_id": keep("folder", "", {"zip": folder})}
    return {
        "sent-folder": put,
        "crossed-folder": {**put, "course": COURSE},
        "missing-folder": {**put, "public_id": NOBODY},
        "brought-document": sent,
        "brought-table": cells,
        "crossed-document": {**sent, "course": COURSE},
        "crossed-questions": {**cells, "course": COURSE},
        "missing-brought": {**sent, "public_id": NOBODY},
        "missing-picture": {**sent, "name": "0.webp"},
    }


def _reported(world: World) -> str:
    """A report of `mate` on the course of `trn`; return its public id."""

    def work(unit: Unit) -> str:
        live = live_course(unit.connection, COURSE)
        assert live
        activity = live.outline.to_learn[0].key
        return report(unit, world.people["mate"], NewReport(COURSE, live.outline.version_id, activity, "A slip."))

    return str(world.do(work))


def _longer(text: str | None) -> str:
    return (text or "") + "\nOne more line.\n"


def _courses(world: World) -> Things:
    """A course that all but `new` joined, one by nomination that `own` is on, one that is not published."""
    show = check_form_maker(world.instance.works.parts["renderer"])

    def load(unit: Unit) -> None:
        load_course(unit, _files("closed-course"), show_check=show, publish=True)
        load_course(unit, _files("hidden-course"), show_check=show, publish=False)
        join_course(unit, person_id=world.people["own"], course="closed-course")
        unit.connection.execute(_CLOSE)

    world.do(load)
    figures = {key: world.scalar(_FIGURE, key=key) for key in (COURSE, "closed-course", "hidden-course")}
    with world.instance.works.database.reading() as connection:
        live, closed = live_course(connection, COURSE), live_course(connection, "closed-course")
        assert asset_of(connection, figures[COURSE])
    assert live
    assert closed
    practice = next(one for one in live.outline.to_learn if one.kind == "quiz")
    named = {
        "lesson": live.outline.to_learn[0],
        "practice": practice,
        "exam": live.outline.examinations[0],
        "closed-lesson": closed.outline.to_learn[0],
        "closed-exam": closed.outline.examinations[0],
    }
    places = {
        name: {"course": one.href.split("/")[2], "module": one.module, "slug": one.slug} for name, one in named.items()
    }
    return places | {
        "joined": {"course": COURSE},
        "closed": {"course": "closed-course"},
        "hidden": {"course": "hidden-course"},
        "missing-course": {"course": "no-such-course"},
        "missing-place": {**places["lesson"], "slug": "no-such-lesson"},
        "crossed-place": {**places["closed-exam"], "course": COURSE},
        "missing-section": {**places["lesson"], "module": "no-such-module"},
        "figure": {"digest": figures[COURSE], "ending": "svg"},
        "closed-figure": {"digest": figures["closed-course"], "ending": "svg"},
        "hidden-figure": {"digest": figures["hidden-course"], "ending": "svg"},
        "missing-figure": {"digest": "0" * 64, "ending": "svg"},
    }


def _attempts(world: World) -> Things:
    """An open attempt of `own` at a practice quiz, one that was handed in, and the examination that was passed."""
    path = "/courses/{course}/{module}/{slug}/start".format(**world.objects["practice"])
    answer = world.send("POST", path, "own")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    opened = answer.headers["Location"].rsplit("/", 1)[1]
    found = "SELECT public_id FROM attempt WHERE person_id = :id AND state = 'released' AND quiz LIKE :quiz"
    done, exam = (world.scalar(found, id=world.people["own"], quiz=quiz) for quiz in ("%practice%", "%final-exam%"))

    def first(public_id: str) -> str:
        keys = world.scalar("SELECT form_keys FROM attempt WHERE public_id = :id", id=public_id)
        return str(keys.split()[0])

    return {
        "open": {"public_id": opened, "item": first(opened)},
        "done": {"public_id": done, "item": first(done)},
        "done-exam": {"public_id": exam},
        "missing-item": {"public_id": done, "item": "no-such-item"},
        "missing-attempt": {"public_id": NOBODY, "item": first(opened)},
    }


def _passkey(world: World) -> str:
    """A passkey of `own`; return its public id."""

    def work(unit: Unit) -> str:
        token = open_session(unit, world.people["own"], role="officer", stage="full", shared=False, device="")
        unit.session.flush()
        new = NewPasskey(NewKey(b"a key", b"its public half", 0), "My phone", b"a challenge")
        add_passkey(unit, hash_of(token), Actor(world.people["own"], "officer"), new)
        return own_passkeys(unit.connection, world.people["own"])[0].public_id

    return str(world.do(work))


def _recovery(world: World) -> str:
    """A request of the second operator to let `trn` back in; return its public id."""
    clerk = Actor(world.people["clerk"], "operator")
    return str(world.do(lambda unit: ask_recovery(unit, world.people["trn"], "The phone is lost.", clerk)))


def _proposed_role(world: World) -> str:
    """A proposal of the second operator to make `rev` accreditation staff; return its public id."""
    clerk = Actor(world.people["clerk"], "operator")
    why = "Decides cases from May."
    return str(world.do(lambda unit: propose_role(unit, world.people["rev"], "accreditation", why, clerk)))


def _people(world: World) -> Things:
    public_id = "SELECT public_id FROM person WHERE id = :id"
    keys = ("own", "far", "trn", "double", "gone", "covered", "clerk", "coo")
    named = {f"person-{key}": {"public_id": world.scalar(public_id, id=world.people[key])} for key in keys}
    session = "SELECT public_id FROM session WHERE token_hash = :hash"
    return (
        named
        | _nominated(world)
        | _together(world)
        | _mandated(world)
        | {
            "missing-person": {"public_id": NOBODY},
            "proposed-role": {"public_id": _proposed_role(world)},
            "missing-proposed-role": {"public_id": NOBODY},
            "recovery": {"public_id": _recovery(world)},
            "missing-recovery": {"public_id": NOBODY},
            "own-passkey": {"public_id": _passkey(world)},
            "missing-passkey": {"public_id": NOBODY},
            "setting": {"key": "staff-passkey-from"},
            "missing-setting": {"key": "no-such-setting"},
            "own-session": {"public_id": world.scalar(session, hash=hash_of(world.tokens["own", "half"]))},
            "missing-session": {"public_id": NOBODY},
            "held": {},
            "unheld": {},
            "own-agency": {},
            "far-agency": {},
            "missing-agency": {},
        }
    )


def _case(world: World) -> str:
    """A case of an officer who is on no course, under the scheme in force; return its public id."""

    def work(unit: Unit) -> str:
        found = next(one for one in schemes_in_force(unit.connection) if one.scheme.key == "cfr-knowledge")
        return open_case(unit, world.people["new"], found, "0" * 64).public_id

    return str(world.do(work))


def _batch(world: World, state: str = "proposed") -> str:
    """A batch that `rev` asked for: it waits for a second person, or is done, with its file; return its public id."""
    key, asked_by, far = state[0] * 16, world.people["rev"], world.people["far"]
    digest = world.instance.works.parts["storage"].put_content(b"a file") if state == "done" else None
    credential = world.scalar("SELECT id FROM credential WHERE person_id = :id", id=far) if digest else None
    outcome = "granted" if credential else "waiting"

    def work(unit: Unit) -> str:
        unit.session.add(
            GrantBatch(id=key * 2, public_id=key, token=key, scheme="cfr-knowledge", title="A class", state=state,
                       asked_by=asked_by, created_at=unit.now, archive_sha256=digest, archive_size=digest and 6)
        )  # fmt: skip
        unit.session.flush()
        unit.session.add(
            GrantBatchRow(batch_id=key * 2, person_id=far, position=1, outcome=outcome, credential_id=credential)
        )
        return key

    return str(world.do(work))


def _transcript(world: World) -> str:
    """A transcript that `own` asked for and the worker has made; return its key."""
    actor, key = Actor(world.people["own"], "officer"), "1" * 32
    world.do(lambda unit: ask_for_transcript(unit, actor, key, "en", unit.now.date()))
    world.instance.work()
    return key


def _own_copy(world: World) -> str:
    """A copy of their record that `own` asked for and the worker has made; return its id."""
    world.do(lambda unit: ask_for_own_copy(unit, Actor(world.people["own"], "officer")))
    world.instance.work()
    return str(world.scalar("SELECT id FROM outbox WHERE name = 'account.copy'"))


def _conflict(world: World) -> str:
    """A conflict that `staff` declared about an officer; return its public id."""
    new = NewConflict("family", "", person_id=world.people["far"])
    world.do(lambda unit: declare_conflict(unit, new, Actor(world.people["staff"], "accreditation")))
    return str(world.scalar("SELECT public_id FROM conflict_declaration"))


def _withdrawal(world: World, number: str) -> str:
    """A withdrawal that the second member of staff proposed; return its public id."""
    actor = Actor(world.people["staff2"], "accreditation")
    grounds = Grounds("issued-in-error", "The wrong scheme.")
    return str(world.do(lambda unit: propose_withdrawal(unit, number, actor, grounds)))


def _scheme_change(world: World) -> str:
    """A change of the scheme that the second member of staff proposed; return its public id."""
    actor = Actor(world.people["staff2"], "accreditation")

    def work(unit: Unit) -> str:
        base = versions_of(unit.connection, "cfr-knowledge")[0]
        changed = {**base.document, "valid-months": 24, "version": base.number + 1}
        return propose_change(unit, actor, base, changed, "Shorter.", "s" * 16)

    return str(world.do(work))


def _complaint(world: World) -> str:
    """A complaint of `own`; return its public id."""
    actor = Actor(world.people["own"], "officer")
    return str(world.do(lambda unit: file_appeal(unit, actor, "complaint", "The room was too loud.", "c" * 16)))


def _mandated(world: World) -> Things:
    """A mandate of `coo` over the agency of `far`, under which nobody acts."""
    far, coordinator = "SELECT agency_id FROM person WHERE id = :id", world.people["coo"]
    agency = world.scalar(far, id=world.people["far"])
    with world.instance.works.database.reading() as connection:
        over = next(one for one in all_agencies(connection) if one.id == agency)
    actor = Actor(world.people["op"], "operator")
    world.do(lambda unit: give_mandate(unit, coordinator, over, date(2031, 3, 1), "Somebody is away.", actor))
    number = world.scalar("SELECT public_id FROM mandate WHERE person_id = :id", id=coordinator)
    return {"mandate": {"public_id": number}, "missing-mandate": {"public_id": NOBODY}}


def _together(world: World) -> Things:
    """A cohort of the agency of `coo` with a practical day."""
    agency = world.scalar("SELECT agency_id FROM person WHERE id = :id", id=world.people["coo"])
    day, actor = date(2031, 3, 1), Actor(world.people["coo"], "coordinator")
    path = world.scalar("SELECT path FROM agency WHERE id = :id", id=agency)

    def make(unit: Unit) -> tuple[str, str]:
        public_id = make_cohort(unit, agency, NewCohort("Spring", "cfr-knowledge", day, day), actor)
        found = cohort_of(unit.connection, path, public_id)
        assert found
        return public_id, plan_day(unit, found, NewDay(day, "Hall", 3, 60), actor)

    cohort, planned = world.do(make)
    return {
        "cohort-own": {"public_id": cohort},
        "missing-cohort": {"public_id": NOBODY},
        "day-own": {"public_id": planned},
        "missing-day": {"public_id": NOBODY},
    }


def _nominated(world: World) -> Things:
    """Nominations of officers of Ghana by somebody else: one that the agency answers, one that the programme does."""
    agency = world.scalar("SELECT agency_id FROM person WHERE id = :id", id=world.people["own"])
    by, second = Actor(world.people["clerk"], "coordinator"), Actor(world.people["double"], "coordinator")

    def work(unit: Unit) -> None:
        closed = live_course(unit.connection, "closed-course")
        assert closed
        for name in ("mate", "new"):
            nominate(unit, world.people[name], agency, closed, "The work.", by)
        approve_nomination(unit, unit.connection.scalar(_NOMINATED, {"id": world.people["new"]}), second)

    world.do(work)
    found = {"nomination-own": "mate", "nomination-approved": "new"}
    named = {key: {"public_id": world.scalar(str(_NOMINATED), id=world.people[name])} for key, name in found.items()}
    return named | {"missing-nomination": {"public_id": NOBODY}}


def _things(world: World) -> Things:
    """Certificates, a failed job, a published quarter, a static file."""
    world.do(lambda unit: enqueue(unit, "status-lists.publish", {}, "lists"))
    world.instance.work()

    def fail(unit: Unit) -> None:
        enqueue(unit, "no.such-job", {}, "matrix")
        unit.connection.execute(_FAIL)

    world.do(fail)
    number = "SELECT number FROM credential WHERE person_id = :id"
    own = world.scalar(number, id=world.people["own"])
    shelf = world.instance.works.parts["shelf"]
    return {
        "number-own": {"number": own, "language": "en"},
        "case": {"public_id": _case(world)},
        "missing-case": {"public_id": NOBODY},
        "transcript-own": {"key": _transcript(world)},
        "missing-script": {"key": "0" * 32},
        "own-copy": {"copy_id": _own_copy(world)},
        "missing-copy": {"copy_id": "0" * 32},
        "batch": {"public_id": _batch(world)},
        "batch-done": {"public_id": _batch(world, "done")},
        "missing-batch": {"public_id": NOBODY},
        "staff-conflict": {"public_id": _conflict(world)},
        **{f"{act}-own": {"number": own, "act": act} for act in ("suspend", "withdraw", "correct")},
        "reinstate-own": {"number": own, "act": "reinstate"},
        "record-own": {"number": own, "ending": "json"},
        "missing-record": {"number": own, "ending": "pdf"},
        "missing-act": {"number": own, "act": "destroy"},
        "missing-suspend": {"number": "PRV-0000-0000-0000-0000-0", "act": "suspend"},
        "withdrawal": {"public_id": _withdrawal(world, world.scalar(number, id=world.people["far"]))},
        "missing-withdrawal": {"public_id": NOBODY},
        "scheme": {"key": "cfr-knowledge"},
        "missing-scheme": {"key": "no-such-scheme"},
        "appeal-own": {"public_id": _complaint(world)},
        "missing-appeal": {"public_id": NOBODY},
        "number-far": {"number": world.scalar(number, id=world.people["far"])},
        "status-list": {"status_list": "1", "purpose": "revocation"},
        "missing-list": {"status_list": "77", "purpose": "revocation"},
        "fingerprint": {"sha256": world.scalar("SELECT sha256 FROM certificate_file ORDER BY sha256 LIMIT 1")},
        "missing-print": {"sha256": "0" * 64},
        "missing-issuer": {"digest": "0" * 64},
        "issuer-picture": {"digest": stored(world.instance.works.parts["storage"], b"<svg/>")},
        "scheme-version": {"key": "cfr-1", "number": "3"},
        "missing-version": {"key": "cfr-knowledge", "number": "99"},
        "scheme-change": {"public_id": _scheme_change(world)},
        "missing-change": {"public_id": NOBODY},
        "missing-number": {"number": "PRV-0000-0000-0000-0000-0", "language": "en"},
        "job": {"job_id": world.scalar("SELECT id FROM outbox WHERE key = 'matrix'")},
        "missing-job": {"job_id": "0" * 32},
        "quarter": {"period": world.scalar("SELECT period FROM published_table LIMIT 1")},
        "missing-quarter": {"period": "2019-Q1"},
        "board-report": {"period": world.scalar("SELECT period FROM board_report LIMIT 1")},
        "missing-board-report": {"period": "2019-Q1"},
        "sheet": {"period": world.scalar("SELECT period FROM published_table LIMIT 1"), "statistic": "funnel"},
        "missing-sheet": {
            "period": world.scalar("SELECT period FROM published_table LIMIT 1"),
            "statistic": "no-such-sheet",
        },
        "file": {"name": shelf.url("provost.css").rsplit("/", 1)[1]},
        "missing-file": {"name": "provost.css"},
    }
