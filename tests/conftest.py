"""What every test may ask for: databases, the application, a page client, demo people. Short on purpose."""

from __future__ import annotations

pytest_plugins = [
    "tests.ci_skips",
    "tests.plugins.times",
    "tests.plugins.cheaper",
    "tests.plugins.databases",
    "tests.plugins.instances",
    "tests.plugins.browser",
]
