"""What waits on a page for a poor line, and how anyone asks for such pages (O23)."""

from __future__ import annotations

import re

import pytest

from app.web.low_data import addresses_in, without_pictures
from tests.parts.web.small_house import SmallHouse

WORDS = {"picture": "Show the picture", "film": "Show the film"}
IMAGE = '<img src="/media/a.webp" alt="<b> &gt; &quot;c&quot;" width="4" height="3" loading="lazy">'
FILM = (
    '<video controls="" preload="none"><source src="/media/f.mp4" type="video/mp4">'
    '<track kind="captions" src="/media/c.vtt" label="Captions" default=""><a href="/media/f.mp4">Video</a></video>'
)
SAID = '&lt;b&gt; &gt; "c"'
ASK = (
    f'<a class="later" href="/media/a.webp" target="_blank">Show the picture (<bdi>12 KB</bdi>): <bdi>{SAID}</bdi></a>'
)
ASK_FILM = '<a class="later" href="/media/f.mp4" target="_blank">Show the film</a>'


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (f"<figure>{IMAGE}</figure>", f"<figure><template>{IMAGE}</template>{ASK}</figure>"),
        (f'<a href="/b">{IMAGE} there</a>!', f'<a href="/b">{SAID} there</a><template>{IMAGE}</template>{ASK}!'),
        (f"<details>{FILM}</details>", f"<details><template>{FILM}</template>{ASK_FILM}</details>"),
        ("<aside>&lt;img src=1&gt;</aside><abbr>x</abbr>", "<aside>&lt;img src=1&gt;</aside><abbr>x</abbr>"),
    ],
    ids=["figure", "within a link", "film and its captions", "text that only looks so"],
)  # fmt: skip
def test_pictures_and_films_wait_behind_a_link_that_names_their_size(page: str, shown: str) -> None:
    """O23."""
    assert without_pictures(page, {"/media/a.webp": 12_345}, WORDS) == shown
    assert addresses_in(page) == tuple(re.findall(r'(?:img|source) src="([^"]+)"', page))


def test_anyone_says_before_signing_in_that_this_device_has_a_poor_line(house: SmallHouse) -> None:
    """O23: kept in a cookie of the device, and taken back the same way."""
    browser = house.browser()
    page = browser.get("/data-use?back=/help").text
    token = re.search(r'name="csrf_token" value="(\w+)"', page)
    assert token
    assert re.search(r'value="full" checked', page)
    sent = {"csrf_token": token[1], "data": "low", "back": "/help"}
    answer = browser.post("/data-use", data=sent)
    assert (answer.status_code, answer.location) == (303, "/help")
    assert re.search(r'value="low" checked', browser.get("/data-use").text)
    assert "later." in browser.get("/help").text
    assert browser.post("/data-use", data=sent | {"data": "some"}).status_code == 404
    browser.post("/data-use", data=sent | {"data": "full"})
    assert "later." not in browser.get("/help").text
