"""Words that would run as a script on a page that printed them as they are, and a look at what came of them."""

from __future__ import annotations

from tests.plugins.browser import Screen

PROBE = "xss-probe"
"""An element that no page of ours has: if one stands on a page, some words became markup."""
WORDS = (
    f"<script>window.ran=1</script><{PROBE}>a</{PROBE}>",
    f'"><img src=x onerror=window.ran=2><{PROBE}>',
    f"' onfocus=window.ran=3 autofocus x='<{PROBE}>",
    f"<svg onload=window.ran=4><{PROBE}>",
    f"</textarea></title></style><script>window.ran=5</script><{PROBE}>",
    "[press](javascript:window.ran=6) ![x](javascript:window.ran=6 \"y\")",
    f"<a href='data:text/html,<script>window.ran=7</script>'>x</a><{PROBE}>",
    f"<details open ontoggle=window.ran=8><{PROBE}>",
    f"<math><mtext></p><style><img src=x onerror=window.ran=9></style><{PROBE}>",
    "{{ 7 * 7 }} ${7*7} <%= 7*7 %> {% raw %}",
    f"<!--><img src=x onerror=window.ran=10>--><{PROBE}>",
    f"&lt;script&gt;window.ran=11&lt;/script&gt; &#60;{PROBE}&#62;",
    f"\u202e<{PROBE} style=animation-name:x onanimationstart=window.ran=12>",
)  # fmt: skip
ALL = " ".join(WORDS)
SHORT = WORDS[0] + WORDS[1]

WATCH = """window.reported = [];
addEventListener("securitypolicyviolation", (event) => window.reported.push(`report: ${event.violatedDirective}`));"""
_FOUND = """() => {
  const handlers = [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes]
    .filter((attribute) => attribute.name.startsWith("on") || /^\\s*(javascript|data|vbscript):/i.test(attribute.value))
    .map((attribute) => `${one.tagName} ${attribute.name}=${attribute.value.slice(0, 60)}`));
  const strange = [...document.querySelectorAll("PROBE, script:not([src]), iframe, object, embed, base, math, style")];
  return [...handlers, ...strange.map((one) => one.outerHTML.slice(0, 120)), ...window.reported,
    ...(window.ran === undefined ? [] : [`a script ran: ${window.ran}`])];
}""".replace("PROBE", PROBE)


def watched(screen: Screen) -> Screen:
    """Let every page of a window note reports of the content policy, and let no dialog pass unseen."""
    screen.context.add_init_script(WATCH)
    screen.page.on("dialog", lambda dialog: screen.problems.append(f"a dialog: {dialog.message}"))
    return screen


def came_alive(screen: Screen) -> list[str]:
    """Return everything on the page that words became: scripts that ran, elements, handlers, links, reports."""
    screen.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    return [f"{screen.path}: {one}" for one in screen.page.evaluate(_FOUND)]
