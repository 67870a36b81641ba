"""The operator's settings: what each does, what holds, its default, who changed it and why."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response
from wtforms import Form, StringField
from wtforms.validators import Length

from app.audit.changing_settings import change_setting
from app.audit.setting_queries import Change, changes
from app.audit.settings import SETTINGS, NotAValue, Setting
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.web.access import requires
from app.web.form import Needed, errors_of, sent, strip
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("settings", __name__)


class SettingForm(Form):
    """The new value as typed, and why it is changed."""

    value = StringField(filters=[strip], validators=[Length(max=80, message=N_("This is too long."))])
    reason = StringField(
        validators=[
            Needed(N_("Say why: whoever runs this system after you must understand it.")),
            Length(max=500, message=N_("This is too long: use at most 500 characters.")),
        ],
        filters=[strip],
    )


@pages.get("/settings")
@requires(Permission.SETTINGS_MANAGE)
def settings(visit: Visit) -> Response:
    """Every setting with what holds, and the changes, newest first."""
    made = changes(visit.read)
    rows = [(one, _holds(one, made)) for one in SETTINGS.values()]
    people = visit.parts["people"](visit.read, [change.changed_by for change in made])
    return render(
        "audit/settings.html",
        rows=rows,
        changes=made,
        settings=SETTINGS,
        people=people,
        changed=request.args.get("changed", ""),
    )


@pages.get("/settings/<key>")
@requires(Permission.SETTINGS_MANAGE)
def setting_page(visit: Visit, key: str) -> Response:
    """Where one setting is changed."""
    return _page(visit, _setting(key), {})


@pages.post("/settings/<key>")
@requires(Permission.SETTINGS_MANAGE, fresh=True)
def change(visit: Visit, key: str) -> Response:
    """Change the setting."""
    setting, form = _setting(key), sent(SettingForm)
    errors = {} if form.validate() else errors_of(form)
    value = _read(visit, setting, form.data["value"] or "", errors)
    if errors:
        return _page(visit, setting, errors)
    seen, me = _seen(request.form.get("seen", "")), visit.me
    visit.write(
        lambda unit: change_setting(unit, key, value, form.data["reason"], seen=seen, actor=me.id, role=me.role)
    )
    return redirect("/settings?changed=" + key, 303)


def _setting(key: str) -> Setting:
    if key not in SETTINGS:
        raise NotFound
    return SETTINGS[key]


def _read(visit: Visit, setting: Setting, typed: str, errors: dict[str, str]) -> str:
    """Return what is stored; what is wrong with it is added to `errors`."""
    try:
        value = setting.read(typed)
    except NotAValue as wrong:
        errors.setdefault("value", wrong.message)
        return ""
    check = visit.parts["setting_checks"].get(setting.key)
    problem = check(visit, value) if check else ""
    if problem:
        errors.setdefault("value", problem)
    return value


def _seen(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _holds(setting: Setting, made: tuple[Change, ...]) -> Change | None:
    return max((one for one in made if one.key == setting.key), key=lambda one: one.number, default=None)


def _page(visit: Visit, setting: Setting, errors: dict[str, str]) -> Response:
    last = _holds(setting, changes(visit.read))
    holds = last.value if last else setting.default
    return render(
        "audit/setting.html",
        status=422 if errors else 200,
        setting=setting,
        holds=holds,
        seen=last.number if last else 0,
        value=request.form.get("value", holds),
        reason=request.form.get("reason", ""),
        errors=errors,
    )
