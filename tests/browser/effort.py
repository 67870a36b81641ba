"""How much work a story is for the person before the window, by the keystroke-level model (Card, Moran, Newell 1980).

A browser counts what is done: words read, clicks, signs typed. Each has its usual time: a click is a decision, the hand
to the mouse, pointing and pressing (1.35 + 0.4 + 1.1 + 0.2 s); a sign 0.28 s, which is no practised typist; a minute of
silent reading 238 words (Brysbaert 2019, a mean over 190 studies). Every line is read once, wherever it stands again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

CLICK, SIGN, WORD = 1.35 + 0.4 + 1.1 + 0.2, 0.28, 60 / 238
_COUNTING = """(() => {
  const none = '{"words": 0, "clicks": 0, "signs": 0, "lines": []}';
  const kept = () => JSON.parse(sessionStorage.getItem("effort") || none);
  const keep = (change) => { const all = kept(); change(all); sessionStorage.setItem("effort", JSON.stringify(all)); };
  const lengths = new WeakMap();
  addEventListener("DOMContentLoaded", () => {
    const main = document.querySelector("main");
    if (main) keep((all) => {
      const seen = new Set(all.lines);
      for (const line of main.innerText.split("\\n").map((one) => one.trim()).filter(Boolean)) {
        if (!seen.has(line)) all.words += line.split(/\\s+/).length;
        seen.add(line);
      }
      all.lines = [...seen];
    });
  });
  addEventListener("click", (event) => { if (event.isTrusted) keep((all) => { all.clicks += 1; }); }, true);
  addEventListener("input", (event) => {
    const field = event.target, now = (field.value || "").length;
    const before = lengths.get(field) ?? (field.defaultValue || "").length;
    lengths.set(field, now);
    keep((all) => { all.signs += Math.abs(now - before); all.clicks += 1; });
  }, true);
})()"""


@dataclass(frozen=True, slots=True)
class Effort:
    """What was done in a window: words read, clicks (one for each field entered), signs typed."""

    words: int
    clicks: int
    signs: int

    @property
    def minutes(self) -> float:
        """Return how long that takes by the model."""
        return (self.words * WORD + self.clicks * CLICK + self.signs * SIGN) / 60


def count_effort(context: Any) -> None:
    """Count in every page that opens in a window from now on."""
    context.add_init_script(_COUNTING)


def effort_of(page: Any) -> Effort:
    """Return what was counted in a window."""
    found = json.loads(page.evaluate("sessionStorage.getItem('effort')"))
    return Effort(found["words"], found["clicks"], found["signs"])
