"""A paper's answers are on the device first and on the server second; the bar says truly where they are (O17)."""

from __future__ import annotations

import io
import re
from functools import partial
from typing import Any

import pytest
from PIL import Image

from app.assessment.domain.question import Question
from tests.browser.looking import look
from tests.browser.stories import CHOICES, EXAMINATION, attempt_of
from tests.plugins.browser import Opened, Screen, Served
from tests.sitting import questions_of

pytestmark = pytest.mark.browser

_DRAFTS = "() => Object.keys(localStorage).filter((name) => name.startsWith('provost:attempt:'))"
_BASES = "() => indexedDB.databases().then((all) => all.length)"


@pytest.fixture
def paper(served: Served, window: Opened) -> Screen:
    """Kofi's examination, open; a line that fails is part of these tests."""
    screen = window(served, "kofi")
    screen.excuse("net::ERR_")
    screen.open(EXAMINATION)
    screen.press("Start now")
    assert state(screen) == "ready"
    return screen


def state(screen: Screen) -> str:
    """Return what the bar says, as the script names it."""
    return str(screen.page.locator(".save").get_attribute("data-state"))


def wait_for(screen: Screen, wanted: str) -> None:
    """Wait until the bar says it."""
    screen.page.wait_for_selector(f".save[data-state={wanted}]", state="visible")


def first(screen: Screen) -> Question:
    """Return the first question of the paper that is answered by one of several options."""
    questions = questions_of(screen.served.instance, attempt_of(screen))
    return next(one for one in questions if one.type in CHOICES and one.type != "multiple")


def choose(screen: Screen, question: Question, option: int) -> None:
    """Go to the question and choose one of its options, counted as the author wrote them."""
    screen.page.evaluate("key => { location.hash = `item-${key}`; }", question.key)
    key = question.choices[option].key
    screen.page.check(f"input[name='i-{question.key}'][value='{key}']")


def shown(screen: Screen, question: Question) -> int | None:
    """Return which option the page shows as chosen."""
    chosen = screen.page.locator(f"input[name='i-{question.key}']:checked").evaluate_all("all => all.map(o => o.value)")
    return [choice.key for choice in question.choices].index(chosen[0]) if chosen else None


def held(screen: Screen, question: Question) -> int | None:
    """Return which option the server holds: what a page without scripts, opened now, has chosen."""
    paper = screen.served.instance.signed_in("kofi").get(f"/attempts/{attempt_of(screen)}")
    chosen = paper.tree.xpath(f"//input[@name='i-{question.key}'][@checked]/@value")
    return [choice.key for choice in question.choices].index(chosen[0]) if chosen else None


def as_asked(screen: Screen) -> list[str]:
    """Return the items and options in the order of the page, and the moment at which the time is over."""
    return list(
        screen.page.locator("[data-item], [data-item] input[type=radio], [data-deadline]").evaluate_all(
            "all => all.map((one) => one.dataset.item || one.dataset.deadline || one.value)"
        )
    )


def test_an_answer_is_saving_then_saved_and_then_off_the_device(paper: Screen) -> None:
    """O17: no press is needed; "Saved" with its time is said after the server's word, within five seconds."""
    question, held_back = first(paper), list[Any]()
    paper.context.route("**/save", lambda route: held_back.append(route))
    with paper.page.expect_request("**/save") as sent:
        choose(paper, question, 0)
    assert state(paper) == "saving"
    assert len(paper.page.evaluate(_DRAFTS)) == 1
    assert sent.value.post_data_json["item"] == question.key
    assert held(paper, question) is None
    held_back[0].continue_()
    wait_for(paper, "saved")
    assert re.fullmatch(r"Saved at \d\d:\d\d:\d\d", paper.page.inner_text(".save").strip())
    body = sent.value.post_data_json
    assert body["sent"] - body["at"] < 5_000
    assert paper.page.evaluate(_DRAFTS) == []
    assert held(paper, question) == 0


def test_while_the_server_is_gone_answers_stay_on_the_device_and_are_sent_when_it_is_back(paper: Screen) -> None:
    """The server stopped in the middle of an examination; nothing is lost, nothing is claimed."""
    question = first(paper)
    paper.served.stop()
    choose(paper, question, 1)
    wait_for(paper, "offline")
    assert paper.page.inner_text(".save").startswith("Kept on this device")
    assert len(paper.page.evaluate(_DRAFTS)) == 1
    paper.served.start()
    wait_for(paper, "saved")
    assert held(paper, question) == 1


def test_without_a_line_handing_in_waits_and_the_paper_stays(paper: Screen) -> None:
    """The browser's own page for a lost line never takes the place of the paper."""
    question = first(paper)
    paper.context.set_offline(True)
    choose(paper, question, 0)
    wait_for(paper, "offline")
    paper.page.click("[data-go=check]")
    paper.page.click("[data-hand-in]")
    assert paper.page.locator("[data-hand-in]").is_visible()
    assert state(paper) == "offline"
    paper.context.set_offline(False)
    wait_for(paper, "saved")
    assert held(paper, question) == 0
    paper.press("Hand in")
    assert paper.h1 == "Result: Final examination"
    assert paper.page.evaluate(_DRAFTS) == []


def test_after_a_crash_without_a_line_the_next_page_restores_and_sends(paper: Screen) -> None:
    """O18: the browser dies before anything could be sent: same items, same order, same end, and the answer."""
    question, address, line = first(paper), f"/attempts/{attempt_of(paper)}", {"up": False}
    paper.context.route("**/save", lambda route: route.continue_() if line["up"] else route.abort())
    choose(paper, question, 1)
    wait_for(paper, "offline")
    before = as_asked(paper)
    with pytest.raises(Exception, match="crash"):
        paper.page.goto("chrome://crash")
    line["up"] = True
    paper.page = paper.context.new_page()
    paper.open(address)
    assert as_asked(paper) == before
    assert shown(paper, question) == 1
    wait_for(paper, "saved")
    assert held(paper, question) == 1


def test_saves_that_come_twice_or_too_late_change_nothing(paper: Screen) -> None:
    """The network repeats and reorders as it likes."""
    question, sent = first(paper), []
    paper.page.on("request", lambda request: sent.append(request.post_data) if request.url.endswith("/save") else None)
    for option in (0, 1):
        with paper.page.expect_response("**/save"):
            choose(paper, question, option)
        wait_for(paper, "saved")
    replay = """([to, token, body]) => fetch(to, {
      method: "POST", body, headers: {"Content-Type": "application/json", "X-CSRF-Token": token},
    }).then((answer) => answer.status)"""
    token = paper.page.input_value("[name=csrf_token] >> nth=-1")
    for body in (sent[0], sent[1], sent[0]):
        assert paper.page.evaluate(replay, [f"/attempts/{attempt_of(paper)}/save", token, body]) == 200
    assert held(paper, question) == 1


def test_two_windows_of_one_browser_show_the_same_answer(paper: Screen) -> None:
    """What is chosen in one window is chosen in the other, and the last choice stands."""
    question, one = first(paper), paper.page
    paper.page = two = paper.context.new_page()
    paper.open(one.url.removeprefix(paper.served.address))
    choose(paper, question, 0)
    one.wait_for_selector(f"input[name='i-{question.key}']:checked", state="attached")
    paper.page = one
    assert shown(paper, question) == 0
    choose(paper, question, 1)
    wait_for(paper, "saved")
    paper.page = two
    two.wait_for_function(
        "([name, key]) => document.querySelector(`input[name='${name}'][value='${key}']`).checked",
        arg=[f"i-{question.key}", question.choices[1].key],
    )
    assert held(paper, question) == 1


def test_a_save_that_arrives_leaves_the_newer_answer_of_another_window_on_the_device(paper: Screen) -> None:
    """The one window's answer is still under way when the other's is given, which cannot be sent yet."""
    question, one, held_back = first(paper), paper.page, list[Any]()
    one.route("**/save", lambda route: held_back.append(route))
    with one.expect_request("**/save"):
        choose(paper, question, 0)
    paper.page = two = paper.context.new_page()
    two.route("**/save", lambda route: route.abort())
    paper.open(one.url.removeprefix(paper.served.address))
    choose(paper, question, 1)
    newer = f"input[name='i-{question.key}'][value='{question.choices[1].key}']"
    one.wait_for_selector(f"{newer}:checked", state="attached")
    with one.expect_response("**/save"):
        held_back[0].continue_()
    one.wait_for_function("() => document.querySelector('.save').dataset.state === 'saved'")
    assert len(two.evaluate(_DRAFTS)) == 1


def test_a_window_elsewhere_with_a_newer_answer_wins_and_the_older_is_told(window: Opened, paper: Screen) -> None:
    """An answer that waited on a phone does not undo what was chosen since at the station."""
    question = first(paper)
    paper.context.set_offline(True)
    choose(paper, question, 0)
    wait_for(paper, "offline")
    station = window(paper.served, "kofi", width=1280)
    station.open(paper.path.split("#")[0])
    choose(station, question, 1)
    wait_for(station, "saved")
    paper.excuse("409 (CONFLICT)")
    paper.context.set_offline(False)
    wait_for(paper, "conflict")
    assert held(paper, question) == 1
    paper.page.reload()
    assert shown(paper, question) == 1


def test_signed_out_in_the_middle_answers_wait_for_a_new_sign_in(paper: Screen) -> None:
    """The session ended elsewhere; the bar says so, and after signing in again in a new tab all is sent."""
    question = first(paper)
    paper.excuse("400 (BAD REQUEST)")
    paper.context.clear_cookies()
    choose(paper, question, 1)
    wait_for(paper, "login")
    with paper.context.expect_page() as opened:
        paper.page.click(".save a")
    tab = opened.value
    person = paper.served.sign_in_of("kofi")
    tab.fill("[name=name]", person["name"])
    tab.fill("[name=password]", person["password"])
    with tab.expect_navigation():
        tab.click("main form .btn")
    tab.close()
    paper.page.bring_to_front()
    paper.page.evaluate("() => dispatchEvent(new Event('focus'))")
    wait_for(paper, "saved")
    assert held(paper, question) == 1


def test_a_page_of_the_network_s_own_is_not_taken_for_the_server_s_word(paper: Screen) -> None:
    """O17: a captive portal answers 200 to everything."""
    paper.context.route("**/save", lambda route: route.fulfill(status=200, body="<html>Welcome to the hotel</html>"))
    question = first(paper)
    choose(paper, question, 0)
    wait_for(paper, "offline")
    assert len(paper.page.evaluate(_DRAFTS)) == 1
    assert held(paper, question) is None
    paper.context.unroute("**/save")
    wait_for(paper, "saved")


def test_signing_out_erases_what_is_kept_on_the_device(paper: Screen) -> None:
    """The next person at a shared computer finds nothing, also where the browser does not heed Clear-Site-Data."""
    paper.context.route("**/save", lambda route: route.abort())
    paper.context.route("**/sign-out", _without_clearing)
    choose(paper, first(paper), 0)
    wait_for(paper, "offline")
    paper.page.evaluate("() => new Promise((done) => { indexedDB.open('provost').onsuccess = done; }).then(() => {})")
    assert paper.page.evaluate(_BASES) == 1
    paper.page.evaluate("() => scrollTo(0, 0)")
    paper.page.click(".who summary")
    with paper.page.expect_navigation():
        paper.page.click(".who-menu button:has-text('Sign out')")
    assert paper.h1 == "You are signed out"
    assert paper.sees("Drafts on this computer are erased.")
    assert paper.page.evaluate("() => localStorage.length") == 0
    paper.page.wait_for_function(f"() => ({_BASES})().then((left) => left === 0)")  # once the page before has let go


def _without_clearing(route: Any) -> None:
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "clear-site-data"}
    route.fulfill(response=answer, headers=headers)


def test_the_clock_hands_in_once_when_a_real_time_is_over(served: Served, window: Opened) -> None:
    """What was chosen in the last moment goes along; one minute before the end it is said aloud."""
    screen = window(served, "kofi")
    screen.page.clock.install()
    screen.open(EXAMINATION)
    screen.press("Start now")
    question, sent = first(screen), _hand_ins(screen)
    choose(screen, question, 1)
    screen.page.clock.fast_forward("24:20")
    assert screen.page.inner_text(".timer").startswith("0:")
    assert screen.page.locator("[data-live]").inner_text() == "Minutes left: 1"
    assert sent == []
    with screen.page.expect_navigation():
        screen.page.clock.fast_forward("00:41")
    assert screen.h1 == "Result: Final examination"
    screen.page.clock.fast_forward("10:00")
    assert len(sent) == 1


def test_the_clock_hands_nothing_in_without_a_deadline_ahead(served: Served, window: Opened) -> None:
    """A page with no deadline, or with one that was over when the page came, never hands itself in."""
    screen = window(served, "kofi")
    screen.open(EXAMINATION)
    screen.press("Start now")
    sent = _hand_ins(screen)
    for deadline in ("0", "1000", "", "soon"):
        screen.context.route("**/attempts/*", partial(_with_deadline, deadline))
        screen.page.reload()
        screen.context.unroute("**/attempts/*")
        assert screen.page.locator("[data-deadline]").get_attribute("data-deadline") == deadline
        screen.page.wait_for_timeout(300)
    assert sent == []
    assert screen.page.locator("form[data-attempt]").count() == 1


def _with_deadline(deadline: str, route: Any) -> None:
    answer = route.fetch()
    before, mark, rest = answer.text().partition('data-deadline="')
    route.fulfill(response=answer, body=before + mark + deadline + rest[rest.index('"') :])


def _hand_ins(screen: Screen) -> list[str]:
    sent: list[str] = []
    screen.page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/hand-in") else None)
    return sent


def test_an_assessors_sheet_waits_for_the_line_and_is_sent_once(served: Served, window: Opened) -> None:
    """A13: filled in where no network is: kept over a reload with its photographs, sent once, erased."""
    screen = window(served, "reviewer")
    screen.excuse("net::ERR_")
    screen.open("/practicals")
    look(screen)
    _others_use_it_too(served, True)
    screen.press("Kofi Boateng (demo)")
    assert state(screen) == "ready"
    assert screen.sees("choose them again after you opened it anew")
    assert screen.page.evaluate(_BASES) == 0
    _others_use_it_too(served, False)
    screen.page.reload()
    wait_for(screen, "ready")
    for number in range(1, 15):
        screen.page.check(f"[name=met-{number}][value={'no' if number == 14 else 'yes'}]")
    screen.page.fill("[name=place]", "A car park")
    for names, said in (
        (["hall"], "Kept on this device"),
        (["yard", "huge"], "over 8 MB was left out"),  # a camera gives one after another: each is added
        (["desk", "gate", "roof"], "At most 4 photographs"),
    ):
        screen.page.set_input_files("[name=files]", [_photograph(name) for name in names])
        screen.page.wait_for_selector(f"[data-photographs]:has-text('{said}')")
    screen.page.click("[aria-label='Remove yard.png']")
    screen.page.wait_for_selector("[data-photographs]:has-text('Kept on this device until')")
    screen.page.reload()
    wait_for(screen, "ready")
    assert screen.page.input_value("[name=place]") == "A car park"
    look(screen)
    assert _photographs(screen) == ["hall.png", "desk.png", "gate.png"]
    screen.page.fill("[name=witness]", "-")
    screen.context.set_offline(True)
    screen.page.click("button:has-text('Sign and send')")
    wait_for(screen, "offline")
    screen.context.set_offline(False)
    screen.page.wait_for_url("**/practicals/sent/*")
    assert screen.h1 == "Sheet sent: Passed"
    look(screen)
    assert screen.page.evaluate("() => Object.keys(localStorage).filter((name) => name.startsWith('provost:'))") == []
    assert screen.page.evaluate(_KEPT) == 0
    with served.instance.works.database.reading() as connection:
        sent = connection.exec_driver_sql("SELECT count(*) FROM evidence WHERE outcome = 'passed'").scalar_one()
        files = connection.exec_driver_sql(
            "SELECT count(*) FROM evidence_file WHERE media_type = 'image/jpeg'"
        ).scalar_one()
    assert (sent, files) == (1, 3)


_KEPT = """() => new Promise((done) => { indexedDB.open('provost').onsuccess = ({ target: { result } }) => {
  result.transaction('photographs').objectStore('photographs').count().onsuccess = (one) => done(one.target.result);
  result.close();
}; })"""


def _others_use_it_too(served: Served, truly: bool) -> None:
    with served.instance.works.database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE session SET shared_computer = {truly}")


def _photographs(screen: Screen) -> list[str]:
    return list(screen.page.locator("[name=files]").evaluate("one => [...one.files].map((file) => file.name)"))


def _photograph(name: str) -> Any:
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), (len(name) * 9, ord(name[0]), 0)).save(picture, "PNG")
    content = b"x" * 8_000_001 if name == "huge" else picture.getvalue()
    return {"name": f"{name}.png", "mimeType": "image/png", "buffer": content}
