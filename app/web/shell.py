"""What every page carries around its own matter: navigation, person, language, form token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from app.web.locales import NAMES, direction, gettext_for
from app.web.visit import Visit


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One of at most four links of a role."""

    href: str
    label: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role that the person may switch to."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ShellPerson:
    """The signed-in person as the bar shows them."""

    name: str
    role_label: str
    other_roles: tuple[RoleChoice, ...]
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that may be chosen, in its own name."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page."""

    locale: str
    dir: str
    nav: tuple[NavigationItem, ...]
    person: ShellPerson | None
    csrf: str
    path: str
    shared: bool
    demo: bool
    languages: tuple[Language, ...]
    low_data: bool = False


Links = Mapping[str, tuple[tuple[str, str], ...]]


def shell_maker(
    navigation: Links, role_labels: Mapping[str, str], languages: tuple[str, ...], *, demo: bool
) -> Callable[[Visit], Shell]:
    """Return the function that frames a visit; links are literals, their labels are translated here."""

    def make(visit: Visit) -> Shell:
        person, locale = visit.person, visit.locale
        role = person.role if person else ""
        return Shell(
            locale=locale,
            dir=direction(locale),
            nav=links(locale, role, _current(visit.path, navigation.get(role, ()))),
            person=ShellPerson(person.name, label(locale, role), others(locale, role, person.roles), person.acting_for)
            if person
            else None,
            csrf=visit.form_token,
            path=visit.path,
            shared=bool(person and person.shared_computer),
            demo=demo,
            languages=offered(locale),
            low_data=visit.low_data,
        )

    def label(locale: str, role: str) -> str:
        return gettext_for(locale)[0](role_labels[role])

    @cache
    def links(locale: str, role: str, here: str) -> tuple[NavigationItem, ...]:
        translate = gettext_for(locale)[0]
        return tuple(
            NavigationItem(href, translate(text), current=href == here) for href, text in navigation.get(role, ())
        )

    @cache
    def others(locale: str, role: str, roles: tuple[str, ...]) -> tuple[RoleChoice, ...]:
        return tuple(RoleChoice(one, label(locale, one)) for one in roles if one != role)

    @cache
    def offered(locale: str) -> tuple[Language, ...]:
        return tuple(Language(code, NAMES[code], code == locale) for code in languages)

    return make


def _current(path: str, links: tuple[tuple[str, str], ...]) -> str:
    """Return the link that the page stands under: the longest that begins its address; nothing where none does."""
    under = [href for href, _ in links if path == href or (href != "/" and path.startswith(href + "/"))]
    return max(under, key=len, default="")
