"""The least application that `serve_application` takes: its page is the process id of the worker that answers."""

from __future__ import annotations

import os

from flask import Flask

app = Flask(__name__)
loaded_by = os.getpid()


@app.get("/")
def page() -> str:
    """Say which worker answers, and which process loaded what it answers with."""
    return f"{os.getpid()} {loaded_by}"
