"""The words of schemes and their changes: what each number means, who decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import judge
from app.accreditation.domain.scheme import Scheme
from app.accreditation.domain.scheme_change import ONE, RULE, TWO, Setting, settings_of
from app.accreditation.services.gathering import course_titles
from app.accreditation.shown import asked_of_holders
from app.foundation.words import N_
from app.web.visit import Visit

NAMES: Mapping[str, str] = {
    "valid-months": N_("Valid for (months)"),
    "appeal-days": N_("A decision may be appealed against within (days)"),
    "cut": N_("Cut score (per cent)"),
    "areas": N_("At least in each area (per cent)"),
    "at-least": N_("Criteria that must be met"),
    "assessors": N_("Assessors, each judging alone"),
    "agencies": N_("Of how many agencies these assessors must be"),
    "n": N_("How many"),
    "within-months": N_("Not older than (months)"),
    "of-these": N_("So many of these requirements are enough"),
    "opens-months": N_("Renewal opens before the end (months)"),
    "grace-days": N_("Grace after the end (days)"),
}
DECIDERS: Mapping[str, str] = {
    RULE: N_("The rule, at once"),
    ONE: N_("One person of accreditation staff"),
    TWO: N_("Two persons of accreditation staff"),
}
TREES: Mapping[str, str] = {
    "": N_("Validity"),
    "requirements": N_("What is asked"),
    "renewal": N_("What is asked to renew it"),
}


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """The settings that belong together: those of one requirement with its sentence, or those of a tree as a whole."""

    tree: str
    sentence: Markup
    settings: tuple[Setting, ...]


def sentences(visit: Visit, version_id: str, scheme: Scheme, tree: Mapping[str, Any]) -> tuple[Markup, ...]:
    """Return what a tree asks, one sentence for each requirement, in the language of the visit."""
    titles = course_titles(visit.read, version_id, scheme)
    names = {key: sheet.title for key, sheet in scheme.sheets.items()}
    return asked_of_holders(visit, judge(tree, Evidence()), {**titles, **names})


def setting_groups(
    visit: Visit, version_id: str, scheme: Scheme, document: Mapping[str, Any]
) -> tuple[SettingGroup, ...]:
    """Return the settings of a document in groups, in the order of the file."""
    said = {"requirements": sentences(visit, version_id, scheme, scheme.requirements)}
    if scheme.renewal:
        said["renewal"] = sentences(visit, version_id, scheme, scheme.renewal.requirements)
    groups: dict[tuple[str, int | None], list[Setting]] = {}
    for setting in settings_of(document):
        groups.setdefault((setting.tree, setting.leaf), []).append(setting)
    return tuple(
        SettingGroup(tree, Markup("") if leaf is None else said[tree][leaf], tuple(found))
        for (tree, leaf), found in groups.items()
    )
