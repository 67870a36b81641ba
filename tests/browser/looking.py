"""What a close look at a page finds: broken rules of accessibility, controls too small to hit, scrolling sideways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

from tests.plugins.browser import HEIGHT, WIDTHS, Screen

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERY_RULE: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
    "iframes": False,
}
_BROKEN = """async (options) => (await axe.run(document, options)).violations.flatMap((rule) => rule.nodes.map(
  (node) => `${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`))"""
_MEASURED = """() => {
  const controls = "button, summary, select, textarea, input:not([type=hidden]), .btn, .nav a, .who-menu a";
  const wrong = [...document.querySelectorAll(controls)]
    .filter((one) => one.checkVisibility() && !one.closest(".vh"))
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
    .map((one) => `smaller than 24 px: ${one.outerHTML.slice(0, 160)}`);
  const focusable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  wrong.push(...[...document.querySelectorAll("main *")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .filter((one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX))
    .filter((one) => one.checkVisibility() && !one.matches(focusable) && !one.querySelector(focusable))
    .map((one) => `scrolls, but not by keyboard: ${one.outerHTML.slice(0, 160)}`));
  const width = document.documentElement.scrollWidth;
  return width > innerWidth ? [...wrong, `scrolls sideways: ${width} px on a screen of ${innerWidth} px`] : wrong;
}"""

_TURN = "() => { document.dir = document.dir === 'rtl' ? 'ltr' : 'rtl'; }"


def found(screen: Screen) -> list[str]:
    """Return what is wrong with the page as it stands in this window, by axe and by measure."""
    if not screen.page.evaluate("() => 'axe' in window"):
        screen.page.evaluate(AXE)
    return [*screen.page.evaluate(_BROKEN, EVERY_RULE), *measured(screen)]


def measured(screen: Screen) -> list[str]:
    """Return what is wrong with sizes and places alone."""
    return list(screen.page.evaluate(_MEASURED))


def look(screen: Screen) -> None:
    """Look at the page in both directions at both widths; raises AssertionError with everything that is wrong.

    axe reads the page once, narrow and in its own direction: its markup and colours are the same wide and turned
    around, where sizes and places alone can differ.
    """
    screen.page.wait_for_load_state()  # a click is over when the next page begins
    wrong = []
    for width in WIDTHS:
        screen.page.set_viewport_size({"width": width, "height": HEIGHT})
        seen = measured(screen) if width > WIDTHS[0] else found(screen)
        wrong += [f"{screen.path} at {width} px: {one}" for one in seen]
        screen.page.evaluate(_TURN)
        wrong += [f"{screen.path} turned around at {width} px: {one}" for one in measured(screen)]
        screen.page.evaluate(_TURN)
    assert wrong == [], "\n".join(wrong)
