"""The caption of a table that scrolls is read whole, without scrolling, on a narrow screen."""

from __future__ import annotations

import pytest

from tests.browser.test_every_page import both_directions
from tests.plugins.browser import Opened, Served

pytestmark = pytest.mark.browser

BEYOND = """() => [...document.querySelectorAll('.scroll')].filter((box) => {
  const text = document.createRange();
  text.selectNodeContents(box.querySelector('caption'));
  const [inner, outer] = [text.getBoundingClientRect(), box.getBoundingClientRect()];
  return inner.left < outer.left - 1 || inner.right > outer.right + 1;
}).map((box) => box.querySelector('caption').textContent)"""


@both_directions
def test_captions_of_wide_tables_are_whole_on_a_narrow_screen(window: Opened, shared: Served, locale: str) -> None:
    """Figures of an agency at 360 pixels, in both directions; the table beneath goes on beyond the edge."""
    screen = window(shared, "coordinator", locale=locale)
    screen.page.set_viewport_size({"width": 360, "height": 800})
    screen.open("/people/figures")
    wide = "() => [...document.querySelectorAll('.scroll')].some((box) => box.scrollWidth > box.clientWidth)"
    assert screen.page.evaluate(wide)
    assert screen.page.evaluate(BEYOND) == []
