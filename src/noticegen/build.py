"""The order of the stages: settings, theme, content, gate, rules, plan, pages, proof, output."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from noticegen import config as settings
from noticegen.check import check
from noticegen.check.attachments import files_carry_only_what_is_seen
from noticegen.config import Config
from noticegen.diagnostics import (
    SETTINGS_FILE,
    Code,
    Diagnostic,
    Exit,
    Location,
    NoticegenError,
    exit_code,
    in_order,
    say,
)
from noticegen.leaks import leaks
from noticegen.load import load
from noticegen.model import Artifact, Site
from noticegen.moments import fixed_offset
from noticegen.plan import plan
from noticegen.proof import faults
from noticegen.public import PublicSite, moments, public, texts
from noticegen.render import artifacts
from noticegen.theme import RenderingError, Theme, read_theme
from noticegen.write import Written, write

OUTPUT = "output"


class Sources(NamedTuple):
    """What was read of a project: a site, or the findings that say why there is none."""

    project: Path
    config: Config | None
    site: Site | None
    findings: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    """The text of each file, for excerpts."""


class Prepared(NamedTuple):
    """Everything up to the first write."""

    config: Config | None
    artifacts: tuple[Artifact, ...]
    """Empty where a finding stops the build."""
    findings: tuple[Diagnostic, ...]
    texts: Mapping[str, str]


class Built(NamedTuple):
    """What a build did."""

    prepared: Prepared
    written: Written | None
    """None where a finding stopped the build."""
    findings: tuple[Diagnostic, ...]

    def exit(self, *, strict: bool) -> Exit:
        """The exit code."""
        return exit_code(self.findings, strict=strict)


def read(project: Path) -> Sources:
    """Settings and content. Raises NoticegenError where a file cannot be read."""
    read_texts: dict[str, str] = {}
    settings_file = project / SETTINGS_FILE
    with _reading(project):
        if settings_file.is_file():
            read_texts[SETTINGS_FILE] = settings_file.read_bytes().decode("utf-8", "replace")
        config = settings.read_config(project)
        if not isinstance(config, Config):
            return Sources(project, None, None, in_order(config), read_texts)
        loaded = load(project, config)
    findings = in_order((*settings.warnings(config), *loaded.findings))
    return Sources(project, config, loaded.site, findings, {**read_texts, **loaded.sources})


def prepare(sources: Sources, moment: datetime, *, strict: bool = False) -> Prepared:
    """The artifacts of a site at `moment`, or the findings that stop it."""
    config, site, findings = sources.config, sources.site, list(sources.findings)

    def stopped() -> Prepared:
        return Prepared(config, (), in_order(findings), sources.texts)

    if config is None:
        return stopped()
    with _reading(sources.project):
        theme = read_theme(sources.project, config.theme, config.languages)
    if not isinstance(theme, Theme):
        findings += theme
        return stopped()
    if site is None:
        return stopped()
    shown = public(site, fixed_offset(moment.astimezone(config.zone)))
    if shown is None:
        findings.append(_nothing_public(site, moment))
        return stopped()
    findings += _of_texts(shown)
    findings += check(site, shown, config)
    findings += _later(site, moment, config)
    if exit_code(findings, strict=strict):
        return stopped()
    with _reading(sources.project):
        files = {name: path.read_bytes() for name, path in shown.site.files.items()}
        to_come = {
            name: path.read_bytes()
            for name, path in _files_to_come(site, moment).items()
            if name not in files
        }
    findings += files_carry_only_what_is_seen({**files, **to_come})
    if exit_code(findings, strict=strict):
        return stopped()
    try:
        made = artifacts(plan(shown), config, theme, files)
    except RenderingError as error:
        findings.append(error.finding)
        return stopped()
    findings += faults(made, config.url)
    findings += leaks(made, site, shown, config, theme)
    if exit_code(findings, strict=strict):
        return stopped()
    return Prepared(config, made, in_order(findings), sources.texts)


def build(sources: Sources, output: Path, moment: datetime, *, strict: bool = False) -> Built:
    """Prepare the site and put it into `output`; on any error the old output stays.

    Raises NoticegenError where the surroundings do not let it.
    """
    _hold_apart(sources.project, output)
    prepared = prepare(sources, moment, strict=strict)
    if not prepared.artifacts:
        return Built(prepared, None, prepared.findings)
    written = write(prepared.artifacts, output)
    more = (written.copied,) if written.copied else ()
    return Built(prepared, written, (*prepared.findings, *more))


def _of_texts(shown: PublicSite) -> list[Diagnostic]:
    """Findings of bodies as they are without their hidden blocks."""
    return [
        finding
        for page in shown.site.all_pages
        for _, document in texts(page)
        for finding in document.findings
    ]


def _later(site: Site, moment: datetime, config: Config) -> list[Diagnostic]:
    """What would stop the builds at the moments to come, when nobody may be awake."""
    found: list[Diagnostic] = []
    for later in moments(site):
        if later > moment and (shown := public(site, later)):
            found += [*_of_texts(shown), *check(site, shown, config)]
    return found


def _files_to_come(site: Site, moment: datetime) -> Mapping[str, Path]:
    """Attachments of the moments to come: they are looked into while somebody is awake."""
    found: dict[str, Path] = {}
    for later in moments(site) if site.files else ():
        if later > moment and (shown := public(site, later)):
            found |= shown.site.files
    return found


def _nothing_public(site: Site, moment: datetime) -> Diagnostic:
    home = site.home.authoritative
    return Diagnostic(
        home.at,
        Code.NOTHING_PUBLIC,
        say(
            "the standing notice is not public at {moment}",
            moment=moment.isoformat(" ", "minutes"),
        ),
        say("build for a later moment with --as-of, or bring its date forward"),
    )


@contextmanager
def _reading(project: Path) -> Iterator[None]:
    """What the system does not let us read is a finding that names it."""
    try:
        yield
    except OSError as error:
        path = Path(os.fsdecode(error.filename or project))
        shown = path.relative_to(project) if path.is_relative_to(project) else path
        raise NoticegenError(
            Diagnostic(
                Location(shown.as_posix()),
                Code.SYSTEM,
                say("it cannot be read: {problem}", problem=error.strerror or error),
                say("give the user who builds permission to read it"),
            )
        ) from error


def _hold_apart(project: Path, output: Path) -> None:
    """The output must not be, hold or lie in anything that noticegen reads."""
    target = Path(os.path.realpath(output))
    root = Path(os.path.realpath(project))
    sources = [root / name for name in ("content", "themes", "record", SETTINGS_FILE, ".git")]
    inside = any(target == source or source in target.parents for source in sources)
    around = target == root or target in root.parents or target == Path.home()
    if inside or around:
        raise NoticegenError(
            Diagnostic(
                Location("--output"),
                Code.OUTPUT_IN_SOURCES,
                say("the output would lie in the sources, or hold them: {path}", path=output),
                say("choose a folder of its own, such as output/ beside content/"),
            )
        )
