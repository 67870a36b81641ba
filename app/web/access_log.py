"""The access line: one JSON object a request, without address parameters, names or network addresses."""

from __future__ import annotations

import json
import os
import time

from flask import Flask, g, request
from werkzeug.wrappers import Response

_as_json = json.JSONEncoder(ensure_ascii=False).encode


class AccessLog:
    """Writes lines to a descriptor by one `write` each, so that lines of two processes never mix."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def install(self, app: Flask) -> None:
        """Log each answer of `app`; does nothing where no descriptor is given."""
        if self._descriptor is not None:
            app.after_request(self._line)

    def _line(self, response: Response) -> Response:
        visit = g.visit
        line = {
            "at": visit.now.isoformat(timespec="milliseconds"),
            "request": visit.request_id,
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else "",
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.started) * 1000, 1),
            "role": visit.person.role if visit.person else "",
        }
        if self._descriptor is not None:
            os.write(self._descriptor, (_as_json(line) + "\n").encode())
        return response
