from __future__ import annotations
import os, pytest
from tests.plugins.browser import Opened, Served
from tests.browser.looking import found, look

pytestmark = pytest.mark.browser
PAGES = {
    "kofi": [
        "/",
        "/certificates",
        "/accreditation/evidence",
        "/accreditation/evidence/code-of-conduct/1",
        "/accreditation/evidence/contact-hours",
        "/accreditation/evidence/practical/scene-exercise",
    ],
    "coordinator": ["/people/requests"],
    "reviewer": ["/practicals", "/practicals/demoasked0000001"],
    "staff": ["/accreditation/claims", "/accreditation/assessors", "CLAIM"],
}


def test_shots(window: Opened, served: Served) -> None:
    os.makedirs("/tmp/ev_shots", exist_ok=True)
    wrong = []
    for locale in ("en", "ar-XB"):
        for name, pages in PAGES.items():
            screen = window(served, name, locale=locale)
            for path in pages:
                if path == "CLAIM":
                    screen.open("/accreditation/claims")
                    screen.page.locator("main li a").first.click()
                    screen.page.wait_for_load_state()
                else:
                    screen.open(path)
                for width in (360, 1280):
                    screen.page.set_viewport_size({"width": width, "height": 740})
                    wrong += [f"{path} {locale} {width} {one}" for one in found(screen)]
                    if (locale, width) in (("en", 360), ("en", 1280), ("ar-XB", 360)):
                        screen.page.screenshot(
                            path=f"/tmp/ev_shots/{name}-{path.strip('/').replace('/', '_') or 'home'}-{locale}-{width}.png",
                            full_page=True,
                        )
    print("\n".join(wrong))
    assert not wrong
