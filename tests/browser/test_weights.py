"""What pages weigh on the wire, as Chromium counts it: a first visit with everything, and the visit after it (O10).

Sizes of bodies as they travel, compressed; 1 KB = 1,000 bytes (ux.md 0.2 and section 4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.browser.stories import COURSE, EXAMINATION
from tests.plugins.browser import PATIENCE, Opened, Screen, Served

pytestmark = pytest.mark.browser

KB = 1_000
LEFT_OUT = re.compile(r"/media/|/favicon\.")
"""Figures of lessons have their own limit; the browser fetches its icon when it likes."""


def weigh(screen: Screen, path: str) -> tuple[int, int, list[str]]:
    """Return the bytes of a first visit and of the next one, figures of lessons aside, and what was fetched first."""
    session = screen.context.new_cdp_session(screen.page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    first, fetched = _bytes(session, screen, path)
    again, _ = _bytes(session, screen, path)
    session.detach()
    return first, again, fetched


def _bytes(session: Any, screen: Screen, path: str) -> tuple[int, list[str]]:
    heads: dict[str, tuple[str, int]] = {}
    sizes: dict[str, int] = {}
    listeners = {
        "Network.responseReceived": lambda event: heads.update(_head(event["requestId"], event["response"])),
        "Network.requestServedFromCache": lambda event: sizes.update({event["requestId"]: 0}),
        "Network.loadingFinished": lambda event: sizes.setdefault(event["requestId"], event["encodedDataLength"]),
    }
    for name, listener in listeners.items():
        session.on(name, listener)
    screen.open(path)
    for _turn in range(PATIENCE // 10):  # a page is said to be open before its last bytes are counted
        if heads and sizes.keys() >= heads.keys():
            break
        screen.page.wait_for_timeout(10)
    for name, listener in listeners.items():
        session.remove_listener(name, listener)
    own = {one: url for one, (url, _) in heads.items() if one in sizes}
    total = sum(max(0, sizes[one] - (heads[one][1] if sizes[one] else 0)) for one in own)
    return total, sorted(own.values())


def _head(request: str, response: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """Return request → address and bytes of the headers of what is counted."""
    left_out = LEFT_OUT.search(response["url"])
    return {} if left_out else {request: (response["url"], response["encodedDataLength"])}


PAGES = {
    "": [("/", 14, 6), ("/sign-in", 8, 4), ("/verify", 8, 1.5)],
    "efua": [("/", 14, 6), (COURSE, 14, 7)],
    "kwame": [("/", 14, 6), ("/courses", 14, 7), (COURSE, 14, 7), (EXAMINATION, 12, 4), ("/account", 14, 8)],
    "amara": [("/", 14, 6), ("/certificates", 12, 6)],
    "staff": [("/accreditation/register", 14, 8)],
    "partner": [("/insight", 14, 6)],
    "coordinator": [("/people", 14, 8), ("/people/progress", 14, 8), ("/people/expiring", 14, 8)],
    "operator": [("/status", 14, 8)],
}
"""Person → pages with the KB allowed for a first visit and for the next."""


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "anyone")
def test_key_pages_stay_within_their_weights(window: Opened, shared: Served, name: str) -> None:
    """O10: ten segments fit the first flight, so the page is there after one round trip (RFC 6928)."""
    screen = window(shared, name)
    for path, first, again in PAGES[name]:
        weighed, next_time, fetched = weigh(screen, path)
        assert any(url.endswith(".css") for url in fetched), fetched
        assert 1_000 < weighed <= first * KB, f"{path}: {weighed} bytes of {fetched}"
        assert 300 < next_time <= again * KB, f"{path}: {next_time} bytes"
        assert next_time < weighed - 4_000, "the stylesheet was fetched again"


def test_every_lesson_stays_within_its_weight(window: Opened, shared: Served) -> None:
    """O10: text, stylesheet and scripts; figures come on top and have their own limit."""
    screen = window(shared, "amara")
    screen.open(COURSE)
    rows = screen.page.locator("ul.tasks li:has-text('Lesson, ') a")
    lessons = rows.evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert len(lessons) > 15
    for lesson in lessons:
        weighed, again, _ = weigh(screen, lesson)
        assert weighed <= 25 * KB, f"{lesson}: {weighed} bytes"
        assert again <= 500, "a lesson that did not change is not sent again to a person's own device"


def test_the_way_through_an_examination_without_scripts_stays_within_its_weight(served: Served, window: Opened) -> None:
    """U8: front page, paper, list of answers and result are at most 30 KB each, stylesheet included."""
    screen = window(served, "kofi", scripts=False)
    weighed = [weigh(screen, EXAMINATION)[0]]
    screen.press("Start now")
    paper = screen.path
    weighed += [weigh(screen, paper)[0], weigh(screen, f"{paper}/check")[0]]
    screen.press("Hand in")
    weighed.append(weigh(screen, paper)[0])
    assert max(weighed) <= 30 * KB, weighed


def test_a_paper_its_check_and_its_result_stay_within_their_weights(served: Served, window: Opened) -> None:
    """O10: the whole examination in one page, then nothing but single answers of half a kilobyte."""
    screen = window(served, "kofi")
    screen.open(EXAMINATION)
    screen.press("Start now")
    paper = screen.path
    first, again, fetched = weigh(screen, paper)
    assert sum(url.endswith(".js") for url in fetched) >= 3, fetched
    assert first <= 30 * KB, f"{first} bytes of {fetched}"
    assert again <= 15 * KB
    with screen.page.expect_request("**/save") as sent:
        first_answer = "document.querySelector('main form fieldset .opt input')"
        screen.page.evaluate(
            f"() => {{ {first_answer}.checked = true;"
            f" {first_answer}.dispatchEvent(new Event('input', {{bubbles: true}})); }}"
        )
    sizes = sent.value.sizes()
    assert sizes["requestBodySize"] + sizes["responseBodySize"] <= 500
    first, again, _ = weigh(screen, f"{paper}/check")
    assert first <= 14 * KB
    assert again <= 8 * KB
    screen.press("Hand in")
    first, again, fetched = weigh(screen, paper)
    assert first <= 14 * KB, f"{first} bytes of {fetched}"
    assert again <= 8 * KB
