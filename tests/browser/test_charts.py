"""Charts are read on a light and a dark screen, in a reader's own colours, on paper, in both directions (P3, O37)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plugins.browser import HEIGHT, MIRRORED, WIDTHS, Opened, Served

pytestmark = pytest.mark.browser

SCREEN = {"media": "screen", "color_scheme": "light", "forced_colors": "none", "reduced_motion": "reduce"}
MEDIA: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "own colours, dark": {"color_scheme": "dark", "forced_colors": "active"},
    "own colours, light": {"forced_colors": "active"},
    "paper": {"media": "print"},
    "paper, from a dark screen": {"media": "print", "color_scheme": "dark"},
}
_PALE = """() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = (colour) => {
    const linear = (one) => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4;
    const [r, g, b] = colour.map((one) => linear(one / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const [r, g, b, a = 1] = parts(getComputedStyle(at).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const contrast = (one, colour, ground) => {
    const [r, g, b, a = 1] = parts(colour), seen = a * getComputedStyle(one).opacity;
    const mixed = [r, g, b].map((part, at) => part * seen + ground[at] * (1 - seen));
    const [low, high] = [light(mixed), light(ground)].sort((x, y) => x - y);
    return (high + .05) / (low + .05);
  };
  const wrong = [];
  const judge = (one, colour, ground, least) => {
    const found = contrast(one, colour, ground);
    if (found < least) wrong.push(`${found.toFixed(1)} of ${least}: ${one.outerHTML.slice(0, 120)}`);
  };
  for (const one of document.querySelectorAll(".bars text")) judge(one, getComputedStyle(one).fill, behind(one), 4.5);
  for (const one of document.querySelectorAll(".bars :is(rect, b)")) {
    const { fill, stroke, backgroundColor, outlineColor, outlineStyle } = getComputedStyle(one);
    const swatch = outlineStyle === "none" ? backgroundColor : outlineColor;
    const bar = stroke === "none" ? fill : stroke;
    judge(one, one.matches("b") ? swatch : bar, behind(one.parentElement), 3);
  }
  const says = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  for (const one of document.querySelectorAll("main *"))
    if (!one.closest("svg") && one.checkVisibility() && says(one))
      judge(one, getComputedStyle(one).color, behind(one), 4.5);
  return wrong;
}"""
_PLACES = """() => [...document.querySelectorAll(".bars svg")].flatMap((chart) => {
  const frame = chart.getBoundingClientRect(), wrong = [];
  const boxes = [...chart.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
  for (const [text, box] of boxes)
    if (box.left < frame.left - 1 || box.right > frame.right + 1) wrong.push(`cut off: ${text}`);
  for (const [at, [text, one]] of boxes.entries())
    for (const [other, two] of boxes.slice(at + 1))
      if (one.left < two.right && two.left < one.right && one.top + 3 < two.bottom && two.top + 3 < one.bottom)
        wrong.push(`${text} lies on ${other}`);
  return wrong;
})"""


@pytest.mark.parametrize("locale", ["en", MIRRORED])
def test_charts_are_read_on_every_ground(window: Opened, shared: Served, locale: str) -> None:
    """P3, O37: words 4.5 : 1 and bars 3 : 1 against what is behind them; no value is cut off or lies on another."""
    screen = window(shared, "partner", locale=locale)
    screen.open("/insight")
    assert screen.page.locator(".bars rect.was").count() > 0
    wrong = []
    for name, media in MEDIA.items():
        screen.page.emulate_media(**{**SCREEN, **media})
        for width in WIDTHS:
            screen.page.set_viewport_size({"width": width, "height": HEIGHT})
            seen = [*screen.page.evaluate(_PALE), *screen.page.evaluate(_PLACES)]
            wrong += [f"{name}, {width} px: {one}" for one in seen]
    assert wrong == [], "\n".join(wrong)
