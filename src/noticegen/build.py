"""The order of the stages: settings, theme, content, gate, rules, plan, pages, proof, output."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from noticegen import config as settings
from noticegen.check import check, everywhere
from noticegen.check.attachments import files_carry_only_what_is_seen
from noticegen.config import Config
from noticegen.diagnostics import (
    SETTINGS_FILE,
    Code,
    Diagnostic,
    Exit,
    Location,
    NoticegenError,
    Severity,
    exit_code,
    in_order,
    say,
)
from noticegen.hosts.known import Difference, chosen, control_files, differences
from noticegen.hosts.known import Written as ControlFile
from noticegen.hosts.known import findings as limits
from noticegen.hosts.model import Place, served
from noticegen.hosts.siblings import encodings, siblings
from noticegen.leaks import leaks
from noticegen.load import load
from noticegen.markdown.leftovers import left_overs
from noticegen.model import NEVER, Artifact, Site
from noticegen.moments import fixed_offset
from noticegen.plan import plan
from noticegen.proof import faults
from noticegen.public import PublicSite, has_drafts, moments, next_moment, public, texts
from noticegen.record.entry import EntryKind
from noticegen.record.folder import FOLDER, Read, Unmerged, read_folder
from noticegen.record.kept import with_kept
from noticegen.record.log import Log, Record
from noticegen.record.reading import Readings
from noticegen.record.sides import Sides
from noticegen.record.standing import stood
from noticegen.record.taking import Salts, Taken, Taking, no_salt
from noticegen.render import artifacts
from noticegen.steps import ANEW, Steps
from noticegen.theme import RenderingError, Theme, read_theme
from noticegen.write import Written, write
from noticegen.write.listing import digest
from noticegen.write.new import put_instead
from noticegen.write.stamp import Stamp, files_digest, put_stamp

OUTPUT = "output"

_NOTHING: frozenset[Exit] = frozenset()

_NAMED = 6
"""How many subjects a message names."""


class Sources(NamedTuple):
    """What was read of a project: a site, or the findings that say why there is none."""

    project: Path
    config: Config | None
    site: Site | None
    findings: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    """The text of each file, for excerpts."""
    record: Record | None = None
    """What `record/` holds; None where none is kept, or where it is broken."""
    unmerged: Unmerged | None = None
    """What a merge left of the record, where that is all that is wrong with it."""
    merged: frozenset[str] = frozenset()
    """The subjects of which another branch had sealed something."""


class Checked(NamedTuple):
    """A site that holds together, with everything that was learned on the way."""

    config: Config
    theme: Theme
    site: Site
    public: PublicSite
    log: Log | None
    """The public log; None where no record is kept."""
    stood: bool
    """Whether the moment lies before the end of the record, and texts are as they stood then."""
    files: Mapping[str, bytes]
    """The public attachments."""
    taken: Taken | None
    """What `noticegen record` would take down; None without a record, and at a moment before
    its end."""
    findings: tuple[Diagnostic, ...]


class Rendered(NamedTuple):
    """Artifacts that nobody looked at yet."""

    checked: Checked | None
    artifacts: tuple[Artifact, ...]
    """Empty where a finding stops the build."""
    findings: tuple[Diagnostic, ...]


class Prepared(NamedTuple):
    """Everything up to the first write."""

    config: Config | None
    artifacts: tuple[Artifact, ...]
    """Empty where a finding stops the build."""
    findings: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    siblings: tuple[Artifact, ...] = ()
    """Compressed ones, for hosts that send them."""
    control: tuple[ControlFile, ...] = ()
    """What tells the chosen hosts how to serve it."""
    differences: tuple[Difference, ...] = ()
    """What they cannot do."""


class Built(NamedTuple):
    """What a build did."""

    prepared: Prepared
    written: Written | None
    """None where a finding stopped the build."""
    findings: tuple[Diagnostic, ...]

    def exit(self, *, strict: bool) -> Exit:
        """The exit code."""
        return exit_code(self.findings, strict=strict)


def read(project: Path, *, drafts: datetime = NEVER, steps: Steps = ANEW) -> Sources:
    """Settings, content and record; `drafts` become public at that moment.

    Raises NoticegenError where a file cannot be read.
    """
    read_texts: dict[str, str] = {}
    settings_file = project / SETTINGS_FILE
    with _reading(project):
        if settings_file.is_file():
            read_texts[SETTINGS_FILE] = settings_file.read_bytes().decode("utf-8", "replace")
        config = settings.read_config(project)
        if not isinstance(config, Config):
            return Sources(project, None, None, in_order(config), read_texts)
        loaded = load(project, config, drafts=drafts, steps=steps)
        kept = _read_record(project, config)
    left = left_overs(read_texts[SETTINGS_FILE], SETTINGS_FILE)
    found = (*left, *loaded.findings, *kept.findings)
    findings = in_order(accepting(found, config))
    all_texts = {**read_texts, **loaded.sources, **kept.texts}
    site = loaded.site
    if site and kept.record:
        site = with_kept(site, kept.record.sealed)
    return Sources(project, config, site, findings, all_texts, kept.record, kept.unmerged)


def merging(sources: Sources) -> Sources:
    """The sources with the branch of the record that its checkpoint knows, where two were merged.

    What only the other branch sealed is to be taken down anew, after it.
    """
    if sources.unmerged is None:
        return sources
    record, others = sources.unmerged
    return sources._replace(
        record=record,
        unmerged=None,
        findings=tuple(f for f in sources.findings if f.code is not Code.RECORD_FORK),
        merged=frozenset(entry.subject for entry in others),
    )


def check_site(
    sources: Sources,
    moment: datetime,
    salts: Salts = no_salt,
    *,
    strict: bool = False,
    despite: frozenset[Exit] = _NOTHING,
    steps: Steps = ANEW,
    thorough: bool = False,
) -> Checked | tuple[Diagnostic, ...]:
    """A site at `moment` that holds together, or the findings that say why it does not.

    Findings of the kinds `despite` are told and do not stop it. All rules run if `thorough`.
    """
    config, site, record = sources.config, sources.site, sources.record
    findings = list(sources.findings)
    if config is None:
        return in_order(findings)
    with _reading(sources.project):
        theme = read_theme(sources.project, config.theme, config.languages, steps)
    if not isinstance(theme, Theme):
        return in_order((*findings, *theme))
    findings += theme.findings
    if site is None:
        return in_order(findings)
    seen = _seen(site, config, record, moment)
    if seen is None:
        return in_order((*findings, _nothing_public(site, moment)))
    site, shown, config, log, is_past = seen
    findings += _of_texts(shown)
    texts_read = sources.texts
    findings += check(site, shown, config, texts_read, thorough=thorough)
    findings += everywhere.of_texts(site, config, texts_read, thorough=thorough)
    later = [at for due in moments(site) if due > moment and (at := public(site, due))]
    if not is_past:
        findings += _later(site, later, config, texts_read, thorough=thorough)
    findings = accepting(findings, config)
    if _stop(findings, strict, despite):
        return in_order(findings)
    with _reading(sources.project):
        files = {name: path.read_bytes() for name, path in shown.site.files.items()}
        # What the moments to come publish is looked into while somebody is awake.
        paths = {name: path for at in later for name, path in at.site.files.items()}
        to_come = {name: path.read_bytes() for name, path in paths.items() if name not in files}
        others = {
            name: path.read_bytes()
            for name, path in (site.files if thorough else {}).items()
            if name not in files and name not in to_come
        }
    published = {**files, **to_come}
    found = [
        *files_carry_only_what_is_seen(published),
        *everywhere.of_files(site, config, published, thorough=thorough),
        *everywhere.of_files(site, config, others, thorough=thorough, is_public=False),
    ]
    findings += accepting(found, config)
    if _stop(findings, strict, despite):
        return in_order(findings)
    taken = None
    if record and log and not is_past:
        readings = Readings(shown, config, theme.strings)
        sides = Sides(site, shown, log, readings, sources.merged)
        digests = {name: digest(content) for name, content in {**files, **to_come}.items()}
        taken = Taking(sides, record, config, digests, salts).taken()
        findings += taken.findings
    return Checked(config, theme, site, shown, log, is_past, files, taken, in_order(findings))


def render_site(
    sources: Sources,
    moment: datetime,
    *,
    strict: bool = False,
    despite: frozenset[Exit] = _NOTHING,
    steps: Steps = ANEW,
    thorough: bool = False,
) -> Rendered:
    """The artifacts of a site at `moment`, not proved yet, or the findings that stop it.

    Findings of the kinds `despite` are told and do not stop it. All rules run if `thorough`.
    """
    checked = check_site(
        sources, moment, strict=strict, despite=despite, steps=steps, thorough=thorough
    )
    if not isinstance(checked, Checked):
        return Rendered(None, (), checked)
    findings = [*checked.findings, *_not_recorded(checked.taken)]
    if _stop(findings, strict, despite):
        return Rendered(checked, (), in_order(findings))
    planned = plan(checked.public, checked.log, stood=checked.stood)
    try:
        made = artifacts(planned, checked.config, checked.theme, checked.files, steps)
    except RenderingError as error:
        return Rendered(checked, (), in_order((*findings, error.finding)))
    return Rendered(checked, made, in_order(findings))


def prove(rendered: Rendered, steps: Steps = ANEW) -> tuple[Diagnostic, ...]:
    """What is wrong with the bytes that would be published."""
    checked, made = rendered.checked, rendered.artifacts
    if checked is None or not made:
        return ()
    config, theme, site, shown = checked[:4]
    return (
        *faults(made, config.url, steps),
        *leaks(made, site, shown, config, theme, checked.log),
    )


def prepare(
    sources: Sources, moment: datetime, *, strict: bool = False, thorough: bool = False
) -> Prepared:
    """The artifacts of a site at `moment`, proved, or the findings that stop it."""
    rendered = render_site(sources, moment, strict=strict, thorough=thorough)
    config, made = sources.config, rendered.artifacts
    found = (*rendered.findings, *prove(rendered))
    found += _of_drafts(sources, moment, found) if thorough else ()
    is_all = thorough and config and made
    findings = in_order((*found, *(_unused(found, config) if config and is_all else ())))
    if config is None or not made or exit_code(findings, strict=strict):
        return Prepared(config, (), findings, sources.texts)
    hosts = chosen(config.hosts)
    packed = siblings(made, encodings(hosts))
    site = served(made, config, packed)
    findings = in_order((*findings, *limits(hosts, site)))
    if exit_code(findings, strict=strict):
        return Prepared(config, (), findings, sources.texts)
    control = control_files(hosts, site)
    said = differences(hosts, site)
    return Prepared(config, made, findings, sources.texts, packed, control, said)


def shown_at(sources: Sources, moment: datetime) -> tuple[PublicSite, Config] | None:
    """What readers are shown at `moment`, with the settings; None where nothing is public."""
    if sources.config is None or sources.site is None:
        return None
    seen = _seen(sources.site, sources.config, sources.record, moment)
    return (seen.public, seen.config) if seen else None


class _Seen(NamedTuple):
    """What there is to see at a moment."""

    site: Site
    """The whole, with the numbers and holidays that the record keeps."""
    public: PublicSite
    config: Config
    log: Log | None
    is_past: bool
    """Whether the moment lies before the end of the record."""


def _seen(site: Site, config: Config, record: Record | None, moment: datetime) -> _Seen | None:
    """A site at `moment`, as the record kept it; None where nothing is public."""
    now = fixed_offset(moment.astimezone(config.zone))
    log = record.public(now) if record else None
    whole = with_kept(site, log) if log else site
    shown = public(whole, now)
    if shown is None:
        return None
    if log and log.end is not None and now < log.end:
        log = log.until(now)
        return _Seen(whole, *stood(shown, log, config), log, True)
    return _Seen(whole, shown, config, log, False)


def build(sources: Sources, output: Path, moment: datetime, *, strict: bool = False) -> Built:
    """Prepare the site and put it into `output`; on any error the old output stays.

    Raises NoticegenError where the surroundings do not let it.
    """
    _hold_apart(sources.project, output)
    prepared = prepare(sources, moment, strict=strict)
    if not prepared.artifacts:
        return Built(prepared, None, prepared.findings)
    published = (
        Artifact(file.path, file.text.encode())
        for file in prepared.control
        if file.place is Place.OUTPUT
    )
    everything = (*prepared.artifacts, *prepared.siblings, *published)
    written = write(everything, output)
    _stamp(everything, output, sources, moment)
    beside = {file.path: file.text for file in prepared.control if file.place is Place.BESIDE}
    put_instead(beside, sources.project)
    more = (written.copied,) if written.copied else ()
    return Built(prepared, written, (*prepared.findings, *more))


def _stamp(
    everything: tuple[Artifact, ...], output: Path, sources: Sources, moment: datetime
) -> None:
    """Note beside the output for which moment it was built, and when it is out of date."""
    digests = {artifact.path: digest(artifact.content) for artifact in everything}
    due = next_moment(sources.site, moment) if sources.site else None
    put_stamp(output, Stamp(moment, due, files_digest(digests)))


def _read_record(project: Path, config: Config) -> Read:
    folder = project / FOLDER
    if not config.record and not folder.exists():
        return Read(None, (), None, {})
    if config.record and folder.is_dir():
        return read_folder(folder, config.record)
    finding = (
        Diagnostic(
            Location(FOLDER),
            Code.RECORD_MISSING,
            say(
                "noticegen.yml names the record {origin}, and it is not here", origin=config.record
            ),
            say("bring the folder back from version control"),
        )
        if config.record
        else Diagnostic(
            Location(FOLDER),
            Code.RECORD_FOREIGN,
            say("there is a record here, and noticegen.yml does not name it"),
            say(
                "bring back the line `record: …` in noticegen.yml, "
                "or move the folder away if it is another site's"
            ),
        )
    )
    return Read(None, (finding,), None, {})


def _not_recorded(taken: Taken | None) -> Iterator[Diagnostic]:
    """That readers are shown, or will be, what nobody took down yet.

    A further year of public holidays is shown when it was taken down, and not before.
    """
    listed = (*taken.new, *taken.rescheduled) if taken else ()
    entries = [entry for entry in listed if entry.kind is not EntryKind.HOLIDAYS]
    if entries:
        subjects = list(dict.fromkeys(entry.subject for entry in entries))
        more = f" (+{len(subjects) - _NAMED})" if len(subjects) > _NAMED else ""
        yield Diagnostic(
            Location(FOLDER),
            Code.NOT_RECORDED,
            say("not in the record yet: {subjects}", subjects=", ".join(subjects[:_NAMED]) + more),
            say("run `noticegen record`, and commit what it writes"),
            Severity.WARNING,
        )


def accepting(findings: Iterable[Diagnostic], config: Config) -> list[Diagnostic]:
    """The findings, those that somebody accepted with the reason why."""
    known = {(item.rule, item.at): item.acceptance for item in config.accept}
    return [
        replace(finding, accepted=known.get((finding.code, finding.at.path)))
        for finding in findings
    ]


def _unused(findings: Iterable[Diagnostic], config: Config) -> Iterator[Diagnostic]:
    """Acceptances of what nobody finds any more: they would hide what comes later.

    A build does not look for everything, and cannot say.
    """
    used = {(finding.code, finding.at.path) for finding in findings}
    for item in config.accept:
        if (item.rule, item.at) not in used:
            yield Diagnostic(
                item.place,
                Code.NOTHING_ACCEPTED,
                say("nothing of {code} is found in {path}", code=item.rule, path=item.at),
                say("take it out, so that it does not hide what comes later"),
                Severity.WARNING,
            )


def _stop(findings: Iterable[Diagnostic], strict: bool, despite: frozenset[Exit]) -> bool:
    """Whether one of the findings lets nothing further happen."""
    return bool(exit_code((f for f in findings if f.exit not in despite), strict=strict))


def _of_texts(shown: PublicSite) -> list[Diagnostic]:
    """Findings of bodies as they are without their hidden blocks."""
    return [
        finding
        for page in shown.site.all_pages
        for _, document in texts(page)
        for finding in document.findings
    ]


def _later(
    site: Site,
    later: Iterable[PublicSite],
    config: Config,
    sources: Mapping[str, str],
    *,
    thorough: bool,
) -> list[Diagnostic]:
    """What would stop the builds at the moments to come, when nobody may be awake."""
    found: list[Diagnostic] = []
    for shown in later:
        rules = check(site, shown, config, sources, thorough=thorough, is_today=False)
        found += [*_of_texts(shown), *rules]
    return found


def _of_drafts(
    sources: Sources, moment: datetime, known: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """What would be wrong if drafts came last, after all that is scheduled; as warnings.

    Findings at places where the same is `known` are left out.
    """
    config, site = sources.config, sources.site
    if not config or not site or not has_drafts(site):
        return ()
    last = max(moment, *moments(site))
    finished = read(sources.project, drafts=last).site
    shown = public(finished, fixed_offset(last.astimezone(config.zone))) if finished else None
    if not finished or not shown:
        return ()
    rules = check(finished, shown, config, sources.texts, thorough=True, is_today=False)
    found = (*_of_texts(shown), *rules)
    places = {(finding.at, finding.code) for finding in known}
    new = [finding for finding in found if (finding.at, finding.code) not in places]
    return tuple(
        finding.as_warning() if finding.severity is Severity.ERROR else finding
        for finding in accepting(new, config)
    )


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
