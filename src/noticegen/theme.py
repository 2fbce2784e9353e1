"""A theme: templates, style and interface strings. The only user of jinja2.

The site's own `themes/<name>/` overrides the built-in theme file by file. Everything is read
once; rendering touches no file.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import string
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import jinja2
import jinja2.bccache

from noticegen.contrast import COLOURS, declared, low_contrast, used
from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.sourcetext import decode
from noticegen.steps import ANEW, Steps, once

BUILT_IN = Path(__file__).with_name("themes") / "default"
STRINGS = "strings"
_ENGLISH = f"{STRINGS}/en.toml"
BUILT_IN_PLACE = "theme:default"
STYLES = ("colours.css", "tokens.css", "style.css")
"""Joined to the one style block, in this order."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything a theme holds, read once."""

    templates: Mapping[str, str]
    """Source by name, such as ``update.html`` or ``directives/steps.html``."""
    places: Mapping[str, str]
    """Where each template came from, for messages."""
    style: str
    strings: Mapping[str, Mapping[str, str]]
    """Interface strings by language."""
    environment: jinja2.Environment
    findings: tuple[Diagnostic, ...] = ()
    """Warnings about the site's own colours."""

    @property
    def style_hash(self) -> str:
        """The source expression that allows the style block (Content Security Policy Level 3)."""
        digest = hashlib.sha256(self.style.encode()).digest()
        return f"sha256-{base64.b64encode(digest).decode()}"


class RenderingError(Exception):
    """A template cannot be rendered: carries the finding."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(str(finding.message))
        self.finding = finding


def speaks(language: str) -> bool:
    """Whether the built-in theme has words in `language`."""
    return (BUILT_IN / STRINGS / f"{language.split('-')[0]}.toml").is_file()


def read_theme(
    project: Path, name: str, languages: tuple[str, ...], steps: Steps = ANEW
) -> Theme | tuple[Diagnostic, ...]:
    """The theme `name` of the site in `project`, with strings for all `languages`.

    Raises OSError where a file cannot be read.
    """
    own = project / "themes" / name
    if name != "default" and not own.is_dir():
        return (
            Diagnostic(
                Location("noticegen.yml"),
                Code.NO_THEME,
                say("the theme `{name}` has no folder themes/{name}/", name=name),
                say("create the folder, or set `theme: default`"),
            ),
        )
    written: dict[tuple[str, str], bytes] = {}
    for root, shown_root in ((BUILT_IN, BUILT_IN_PLACE), (own, f"themes/{name}")):
        for path in _files(root) if root.is_dir() else ():
            if path.suffix in {".html", ".css", ".toml"} and path.is_file():
                written[shown_root, path.relative_to(root).as_posix()] = path.read_bytes()
    return once(steps, "theme", _theme, _Written(written, languages))


class _Written(NamedTuple):
    """The files of a theme, the built-in ones first."""

    files: Mapping[tuple[str, str], bytes]
    """By where they come from and their place in the theme."""
    languages: tuple[str, ...]


def _theme(written: _Written) -> Theme | tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    files: dict[str, tuple[str, str]] = {}
    languages = written.languages
    for (root, relative), raw in written.files.items():
        source = decode(raw, f"{root}/{relative}")
        if isinstance(source, tuple):
            found.extend(source)
        else:
            files[relative] = (source.text, source.path)
    strings = _strings(files, languages, found)
    for name_ in STYLES:
        found.extend(_unsafe_style(*files[name_]))
    if not found:
        found.extend(_undefined_tokens({name: files[name] for name in STYLES}))
    templates = {key: text for key, (text, _) in files.items() if key.endswith(".html")}
    places = {key: place for key, (_, place) in files.items()}
    if found:
        return tuple(found)
    return Theme(
        MappingProxyType(templates),
        MappingProxyType(places),
        # Without a line end at the end: some who look at policies leave it out of the digest.
        "".join(files[name_][0] for name_ in STYLES).strip(),
        MappingProxyType(strings),
        _environment(tuple(templates.items()), tuple(places.items())),
        () if _is_built_in(files["colours.css"][1]) else tuple(low_contrast(*files["colours.css"])),
    )


def _is_built_in(place: str) -> bool:
    return place.startswith(BUILT_IN_PLACE)


def _files(root: Path) -> list[Path]:
    """What lies below `root`. A folder that cannot be read is not taken for an empty one."""

    def refuse(error: OSError) -> None:
        raise error

    walked = os.walk(root, onerror=refuse)
    return sorted(Path(folder, name) for folder, _, names in walked for name in names)


def render(theme: Theme, template: str, about: str, **values: Any) -> str:
    """The text that `template` makes of `values`; `about` names the page in messages.

    Raises `RenderingError` with the template's name and line.
    """
    try:
        return theme.environment.get_template(template).render(**values)
    except jinja2.TemplateSyntaxError as error:
        name = error.name or template
        finding = Diagnostic(
            Location(theme.places.get(name, name), error.lineno, 1),
            Code.TEMPLATE,
            say("the template cannot be read: {problem}", problem=error.message),
        )
    except jinja2.TemplateNotFound as error:
        finding = Diagnostic(
            Location(theme.places.get(template, template)),
            Code.TEMPLATE,
            say("the template {name} is missing, wanted for {page}", name=error.name, page=about),
        )
    except jinja2.UndefinedError as error:
        finding = Diagnostic(
            _place_in_template(theme, template, error),
            Code.UNDEFINED,
            say("{problem}, while making {page}", problem=error.message, page=about),
            say("correct the name; docs/theming.md lists what templates are given"),
        )
    except _FAILURES as error:
        finding = Diagnostic(
            _place_in_template(theme, template, error),
            Code.TEMPLATE,
            say("the template cannot be rendered for {page}: {problem}", page=about, problem=error),
        )
    raise RenderingError(finding)


_FAILURES = (
    jinja2.TemplateError, TypeError, ValueError, LookupError, ArithmeticError, RecursionError,
)  # fmt: skip
"""What an expression in a template can end in."""


def _place_in_template(theme: Theme, template: str, error: BaseException) -> Location:
    """The deepest template line of a traceback; jinja2 puts its own lines there."""
    place = Location(theme.places.get(template, template))
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name in theme.templates:
            place = Location(theme.places[name], trace.tb_lineno, 1)
        trace = trace.tb_next
    return place


class _Loader(jinja2.BaseLoader):
    """Templates from memory, under file names that tracebacks can show."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._templates = templates

    def get_source(self, _environment: jinja2.Environment, template: str) -> Any:
        if template not in self._templates:
            raise jinja2.TemplateNotFound(template)
        return self._templates[template], template, lambda: True


class _OwnBytecode(jinja2.FileSystemBytecodeCache):
    """Compiled templates of the built-in theme, kept beside them as Python keeps its modules.

    An entry is used only for the same source and the same versions of jinja2 and Python, so a
    page's bytes never depend on it. Templates of a site's own theme are compiled every time:
    nothing is written into or for a site.
    """

    def __init__(self, folder: Path, own: frozenset[str]) -> None:
        super().__init__(str(folder))
        self._own = own

    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> jinja2.bccache.Bucket:
        if name in self._own:
            return super().get_bucket(environment, name, filename, source)
        return jinja2.bccache.Bucket(environment, "", "")

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.key:
            # A read-only installation compiles its templates every time instead.
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)


def _bytecode(places: Mapping[str, str]) -> _OwnBytecode | None:
    if sys.dont_write_bytecode:
        return None
    folder = BUILT_IN / "__pycache__"
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
    own = (name for name, place in places.items() if place.startswith(BUILT_IN_PLACE))
    return _OwnBytecode(folder, frozenset(own)) if folder.is_dir() else None


@lru_cache(maxsize=2)
def _environment(
    templates: tuple[tuple[str, str], ...], places: tuple[tuple[str, str], ...]
) -> jinja2.Environment:
    """Kept within a process, for who builds again: its templates are loaded once."""
    return jinja2.Environment(
        loader=_Loader(dict(templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_bytecode(dict(places)),
    )


def _strings(
    files: Mapping[str, tuple[str, str]], languages: tuple[str, ...], found: list[Diagnostic]
) -> dict[str, Mapping[str, str]]:
    needed = {tag for language in languages for tag in (language, language.split("-")[0])}
    tables: dict[str, Mapping[str, str]] = {}
    unreadable: set[str] = set()
    for key, (text, place) in files.items():
        if not key.startswith(f"{STRINGS}/"):
            continue
        if place.startswith(BUILT_IN_PLACE) and Path(key).stem not in needed:
            continue
        try:
            tables[Path(key).stem] = _table(text)
        except tomllib.TOMLDecodeError as error:
            unreadable.add(Path(key).stem)
            found.append(
                Diagnostic(
                    Location(
                        place, getattr(error, "lineno", 0) or 0, getattr(error, "colno", 0) or 0
                    ),
                    Code.TEMPLATE,
                    say("the strings cannot be read: {problem}", problem=error),
                )
            )
    chosen: dict[str, Mapping[str, str]] = {}
    for language in languages:
        name = language if language in tables else language.split("-")[0]
        if name in tables:
            place = files[f"{STRINGS}/{name}.toml"][1]
            if not place.startswith(BUILT_IN_PLACE):
                wanted = _table((BUILT_IN / _ENGLISH).read_text("utf-8"))
                found.extend(_string_faults(tables[name], wanted, place))
            chosen[language] = MappingProxyType(dict(tables[name]))
        elif name not in unreadable:
            found.append(
                Diagnostic(
                    Location("noticegen.yml"),
                    Code.NO_STRING,
                    say("the theme has no interface strings for `{language}`", language=language),
                    say(
                        "add themes/<name>/strings/{language}.toml with the keys of en.toml",
                        language=language,
                    ),
                )
            )
    return chosen


@lru_cache(maxsize=8)
def _table(text: str) -> Mapping[str, str]:
    """The strings of a language; kept within a process, for who builds again."""
    return {name: str(value) for name, value in tomllib.loads(text).items()}


def _string_faults(
    table: Mapping[str, str], wanted: Mapping[str, str], place: str
) -> Iterator[Diagnostic]:
    """Strings that are missing, or that ask for a value which they are not given."""
    if missing := sorted(wanted.keys() - table.keys()):
        yield Diagnostic(
            Location(place),
            Code.NO_STRING,
            say("interface strings are missing: {names}", names=", ".join(missing)),
            say("add them"),
        )
    for key, text in wanted.items():
        given = _fields(text)
        assert given is not None, "the built-in strings are well-formed"
        asked = _fields(table.get(key, ""))
        if asked is None or asked - given:
            yield Diagnostic(
                Location(place),
                Code.NO_STRING,
                say("the string `{key}` says “{text}”", key=key, text=table[key]),
                say(
                    "it is given {names}",
                    names=", ".join(f"{{{name}}}" for name in sorted(given)) or say("nothing"),
                ),
            )


def _fields(text: str) -> set[str] | None:
    """The values that a string asks for; None where its braces do not pair."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _undefined_tokens(styles: Mapping[str, tuple[str, str]]) -> Iterator[Diagnostic]:
    """Custom properties that the style uses and no file gives a value that holds everywhere.

    A declaration with one of them does nothing: text is of no colour, or a line of no height.
    """
    if all(_is_built_in(place) for _, place in styles.values()):
        return
    given = {
        value.name for text, _ in styles.values() for value in declared(text) if not value.condition
    }
    missing: dict[str, list[str]] = {}
    for text, place in styles.values():
        for name in dict.fromkeys(used(text)):
            if name not in given:
                home = styles["colours.css"][1] if name in COLOURS else place
                own = (styles["tokens.css"][1] if _is_built_in(home) else home, place)
                at = next((one for one in own if not _is_built_in(one)), place)
                missing.setdefault(at, []).append(name)
    for place, names in missing.items():
        yield Diagnostic(
            Location(place),
            Code.NO_TOKEN,
            say("the style uses what has no value: {names}", names=", ".join(names)),
            say("give it one in `:root {{ … }}`, outside of @media"),
        )


_UNSAFE = re.compile(r"</|@import|url\(\s*['\"]?(?!data:|#)|[<&]", re.IGNORECASE)


def _unsafe_style(style: str, place: str) -> tuple[Diagnostic, ...]:
    """The style stands inside pages that must be well-formed and fetch nothing."""
    return tuple(
        Diagnostic(
            Location(place, style.count("\n", 0, match.start()) + 1, 1),
            Code.UNSAFE_STYLE,
            say("the style says `{text}`", text=match.group()),
            say("a style block fetches nothing and holds no `<` or `&`; take it out"),
        )
        for match in _UNSAFE.finditer(style)
    )
