"""A course version as its readers meet it: modules, activities, what it is for. Plain values, kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Any

from app.curriculum.domain.labels import highest, is_for_everybody, needs_confirming
from app.curriculum.outline_words import OutlineWords, read_words, words_record


@dataclass(frozen=True, slots=True)
class Activity:
    """A lesson or a quiz. `href` is made once with the outline; `quiz_id` is the frozen quiz version.

    `tlp` is the narrowest label of its module and of the files that it shows.
    """

    key: str
    slug: str
    kind: str
    title: str
    minutes: int
    href: str
    module: str
    quiz_id: str = ""
    examination: bool = False
    items: int = 0
    measure: str = ""
    tlp: str = "CLEAR"
    apart: bool = False

    @property
    def voluntary(self) -> bool:
        """Whether the course does not wait for it: what measures before, after and later, and what a scheme asks."""
        return bool(self.measure) or self.apart

    @property
    def later(self) -> bool:
        """Whether it is the check of what is still known 90 days after the course (U15)."""
        return self.measure == "retention-check"

    @property
    def to_learn(self) -> bool:
        """Whether completing the course asks it: a lesson or practice."""
        return not self.examination and not self.voluntary


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    """A module with its activities in order; who looks after it is for its authors, and `review_by` is a day.

    `opens_after` is the key of the module that must be finished first; empty where it is open from the start.
    """

    key: str
    title: str
    minutes: int
    activities: tuple[Activity, ...]
    owner: str = ""
    review_by: str = ""
    tlp: str = "CLEAR"
    opens_after: str = ""


@dataclass(frozen=True)
class CourseOutline:
    """What a course page shows and what progress is counted against.

    `language` is that of the source; `translations` goes by language; `read_in` is the language that the words are in.
    """

    version_id: str
    course: str
    number: int
    title: str
    summary: str
    level: str
    language: str
    hours: str
    partner: str
    authors: tuple[str, ...]
    licence: str
    reviewed: str
    outcomes: tuple[tuple[str, str], ...]
    modules: tuple[ModuleOutline, ...]
    checks: Mapping[str, str] = field(default_factory=dict)
    prerequisites: tuple[str, ...] = ()
    tlp: str = "CLEAR"
    review_by: str = ""
    translations: Mapping[str, OutlineWords] = field(default_factory=dict)
    read_in: str = ""
    file_labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the course can be read in, its source language first."""
        return (self.language, *self.translations)

    @property
    def words(self) -> OutlineWords | None:
        """The translation that is being read; None where it is the source."""
        return self.translations.get(self.read_in)

    def in_language(self, locale: str) -> CourseOutline:
        """Return the outline as it reads in a language; the source where it has no such translation."""
        words = self.translations.get(locale)
        if words is None:
            return self
        return replace(
            self,
            read_in=locale,
            title=words.title or self.title,
            summary=words.summary or self.summary,
            outcomes=tuple((key, words.outcomes.get(key, text)) for key, text in self.outcomes),
            modules=tuple(_module_in(module, words) for module in self.modules),
        )

    @property
    def for_everybody(self) -> bool:
        """Whether the label lets every officer see the course and join it (TLP:CLEAR, TLP:GREEN; FIRST TLP 2.0)."""
        return is_for_everybody(self.tlp)

    def label_of(self, activity: Activity) -> str:
        """The label of what an activity shows: its own or that of the course, whichever is narrower."""
        return highest(self.tlp, activity.tlp)

    def label_of_file(self, digest: str) -> str:
        """The label of a figure, film or captions by its hash."""
        return highest(self.tlp, self.file_labels.get(digest, "CLEAR"))

    def opens_to(self, label: str, *, confirmed: bool) -> bool:
        """Whether who is on the course may see what bears a label (T21): above the course's, only the confirmed."""
        return confirmed or not needs_confirming(label, self.tlp)

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """All activities in the order of the course."""
        return tuple(activity for module in self.modules for activity in module.activities)

    @cached_property
    def to_learn(self) -> tuple[Activity, ...]:
        """The activities that completing the course asks: lessons and practice, not examinations."""
        return tuple(one for one in self.activities if one.to_learn)

    @cached_property
    def examinations(self) -> tuple[Activity, ...]:
        """The examinations of the course, without those that only a scheme asks."""
        return tuple(one for one in self.activities if one.examination and not one.apart)

    @cached_property
    def asked_label(self) -> str:
        """The narrowest label of what completing the course asks and of its examinations."""
        return reduce(highest, (one.tlp for one in (*self.to_learn, *self.examinations)), self.tlp)

    @cached_property
    def opened_by(self) -> Mapping[str, ModuleOutline]:
        """Module key → the module that must be finished before it opens (T11); without those that are open at once."""
        modules = {module.key: module for module in self.modules}
        return {one.key: modules[one.opens_after] for one in self.modules if one.opens_after in modules}

    def activity(self, module: str, slug: str) -> Activity | None:
        """Return the activity at this place of the course's addresses."""
        found = (one for one in self.activities if one.module == module and one.slug == slug)
        return next(found, None)

    def by_key(self, key: str) -> Activity | None:
        """Return the activity with this key."""
        return next((one for one in self.activities if one.key == key), None)

    def after(self, key: str) -> Activity | None:
        """Return the activity that follows, or None after the last."""
        keys = [activity.key for activity in self.activities]
        return next((one for one in self.activities[keys.index(key) + 1 :] if not one.voluntary), None)

    def module_of(self, activity: Activity) -> tuple[int, ModuleOutline]:
        """Return the module of an activity and its place, counted from 1."""
        for place, module in enumerate(self.modules, 1):
            if module.key == activity.module:
                return place, module
        raise KeyError(activity.module)


def _module_in(module: ModuleOutline, words: OutlineWords) -> ModuleOutline:
    activities = tuple(replace(one, title=words.activities.get(one.key, one.title)) for one in module.activities)
    return replace(module, title=words.modules.get(module.key, module.title), activities=activities)


_TEXTS = ("title", "summary", "level", "language", "hours", "partner", "licence", "reviewed")


def outline_record(outline: CourseOutline) -> dict[str, Any]:
    """Return the outline as JSON values."""
    plain = {name: getattr(outline, name) for name in (*_TEXTS, "tlp", "review_by")}
    return plain | {
        "prerequisites": list(outline.prerequisites),
        "authors": list(outline.authors),
        "outcomes": [list(pair) for pair in outline.outcomes],
        "checks": dict(outline.checks),
        "file_labels": dict(outline.file_labels),
        "translations": {locale: words_record(words) for locale, words in outline.translations.items()},
        "modules": [
            {
                "key": module.key,
                "title": module.title,
                "minutes": module.minutes,
                "owner": module.owner,
                "review_by": module.review_by,
                "tlp": module.tlp,
                "opens_after": module.opens_after,
                "activities": [_activity_record(activity) for activity in module.activities],
            }
            for module in outline.modules
        ],
    }


def _activity_record(activity: Activity) -> dict[str, Any]:
    names = ("key", "slug", "kind", "title", "minutes", "href", "module", "quiz_id", "examination", "items", "measure",
             "apart")  # fmt: skip
    return {name: getattr(activity, name) for name in (*names, "tlp")}


def read_outline(version_id: str, course: str, number: int, record: Mapping[str, Any]) -> CourseOutline:
    """Return the outline of a stored record."""
    return CourseOutline(
        version_id=version_id,
        course=course,
        number=number,
        **{name: record[name] for name in _TEXTS},
        authors=tuple(record["authors"]),
        prerequisites=tuple(record.get("prerequisites", ())),
        tlp=record.get("tlp", "CLEAR"),
        review_by=record.get("review_by", ""),
        outcomes=tuple((key, text) for key, text in record["outcomes"]),
        checks=record["checks"],
        file_labels=record.get("file_labels", {}),
        translations={locale: read_words(words) for locale, words in record.get("translations", {}).items()},
        read_in=record["language"],
        modules=tuple(
            ModuleOutline(
                module["key"],
                module["title"],
                module["minutes"],
                tuple(Activity(**one) for one in module["activities"]),
                module.get("owner", ""),
                module.get("review_by", ""),
                module.get("tlp", "CLEAR"),
                module.get("opens_after", ""),
            )
            for module in record["modules"]
        ),
    )
