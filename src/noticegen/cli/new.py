"""``noticegen new``: skeletons with the fields filled in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import click

from noticegen import names
from noticegen.build import Sources, read
from noticegen.cli import terminal
from noticegen.config import Config, config_of
from noticegen.diagnostics import (
    Code,
    Diagnostic,
    Exit,
    Location,
    Message,
    NoticegenError,
    exit_code,
    say,
)
from noticegen.frontmatter import split
from noticegen.markdown.parse import parse
from noticegen.model import Kind, Site
from noticegen.skeletons import pages, questions
from noticegen.skeletons.site import UNKNOWN_URL, NewSite, new_site, settings
from noticegen.skeletons.words import RECIPES
from noticegen.sourcetext import decode
from noticegen.theme import speaks
from noticegen.write.new import put_instead, put_new
from noticegen.yamlfile import did_you_mean

_NO_CI = "none"

date_option = click.option(
    "--date",
    metavar="TIME",
    help="When it becomes public: 2026-05-07 09:00, in the site's zone. Default: the next minute.",
)
title_option = click.option("--title", help="Its title in the authoritative language.")


@click.group("new", no_args_is_help=True)
def command() -> None:
    """Write a skeleton: a site, an update, a correction or a question.

    What you have to fill in is marked with TODO (in Japanese with 要確認). A build shows it with a
    warning, and `build --strict` does not publish it. No file is ever overwritten. Exit codes:
    0 done, 1 content, 2 usage or settings, 4 a file is there already or cannot be written.
    """


@command.command("site")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--organization", "--name", metavar="NAME", help="Who publishes the notice.")
@click.option(
    "--languages",
    metavar="TAGS",
    help="Separated by commas, the authoritative one first: ja,en. "
    "Default: the language of the terminal.",
)
@click.option("--url", metavar="URL", help="Where the notice will live. Default: filled in later.")
@click.option(
    "--timezone", metavar="ZONE", help="As in Asia/Tokyo. Default: the zone of this machine."
)
@click.option(
    "--ci",
    multiple=True,
    type=click.Choice([*RECIPES, _NO_CI]),
    help="Whose recipe to write, for checking, publishing and what is scheduled; may be given "
    "several times. Default: all, since each host reads its own alone.",
)
@terminal.as_of_option
@click.pass_context
def site(
    ctx: click.Context,
    folder: Path,
    organization: str | None,
    languages: str | None,
    url: str | None,
    timezone: str | None,
    ci: tuple[str, ...],
    as_of: str | None,
) -> None:
    """Begin a site in FOLDER (default: here) that builds at once."""
    tags = [tag.strip() for tag in languages.split(",")] if languages else [_language()]
    try:
        wanted = NewSite(
            organization=_organization(organization),
            languages=tuple(tags),
            timezone=timezone or _zone(),
            url=url or UNKNOWN_URL,
            version=version("noticegen"),
            ci=_recipes(ci),
        )
        config = config_of(settings(wanted))
        if not isinstance(config, Config):
            _fail(ctx, _of_options(config), Exit.USAGE)
        files = new_site(wanted, pages.begun(terminal.moment(as_of, config)))
        put_new(files, folder)
    except NoticegenError as error:
        _fail(ctx, [error.finding])
    _tell(files, folder)
    terminal.say_out(
        "Languages: {languages}; time zone: {zone}. noticegen.yml holds both.",
        languages=", ".join(wanted.languages),
        zone=wanted.timezone,
    )
    terminal.say_out(
        "Keep the repository private: content/ and record/pending/ hold what is not public yet."
    )
    for language in (tag for tag in wanted.languages if not speaks(tag)):
        terminal.say_out(
            "The built-in theme has no words in `{language}`; "
            "the first build says where to add them.",
            language=language,
        )
    here = "" if folder == Path() else f"cd {folder} && "
    terminal.say_out(
        "Now run `{command}`. It warns of each place that you have to fill in.",
        command=f"{here}noticegen build",
    )


@command.command("update", short_help="Begin an update in every language.")
@click.argument("slug")
@title_option
@date_option
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([str(kind) for kind in Kind]),
    default=[str(Kind.UPDATE)],
    show_default=True,
    help="What it is; may be given several times.",
)
@terminal.as_of_option
@click.pass_context
def update(
    ctx: click.Context,
    slug: str,
    title: str | None,
    date: str | None,
    kinds: tuple[str, ...],
    as_of: str | None,
) -> None:
    """Begin an update in every language: noticegen new update second-notice."""
    try:
        config = _config(ctx, _read(ctx))
        new = pages.NewUpdate(_slug(slug), _moment(date, as_of, config), kinds, title)
        files = pages.new_update(new, config.languages, config.zone.key)
        put_new(files, terminal.project())
    except NoticegenError as error:
        _fail(ctx, [error.finding])
    _tell(files)
    _tell_when(new.moment)


@command.command("correction", short_help="Begin a correction of a page or a question.")
@click.argument("page")
@click.option("--slug", default="correction", show_default=True, help="Its name after the date.")
@title_option
@date_option
@terminal.as_of_option
@click.pass_context
def correction(
    ctx: click.Context,
    page: str,
    slug: str,
    title: str | None,
    date: str | None,
    as_of: str | None,
) -> None:
    """Begin a correction of PAGE: index, 2026-03-03-second or faq#deadline."""
    try:
        sources = _read(ctx)
        config = _config(ctx, sources)
        wrong = _wrong(page, _site(ctx, sources))
        kinds = (str(Kind.CORRECTION),)
        new = pages.NewUpdate(_slug(slug), _moment(date, as_of, config), kinds, title)
        files, pasted = pages.new_correction(new, wrong, config.languages, config.zone.key)
        put_new(files, terminal.project())
    except NoticegenError as error:
        _fail(ctx, [error.finding])
    _tell(files)
    _tell_when(new.moment)
    terminal.say_out(
        "If a figure or a telephone number was wrong, correct it in content/facts.yml or "
        "content/contacts.yml, and nothing else is needed."
    )
    for path, lines in pasted:
        terminal.say_out("If words were wrong, correct them in {path} and add there:", path=path)
        for line in lines:
            terminal.out(f"    {line}")


@command.command("question", short_help="Add a question to faq.md in every language.")
@click.argument("id_", metavar="ID")
@click.option("--topic", help="The id or the title of its topic. Default: the first.")
@date_option
@terminal.as_of_option
@click.pass_context
def question(
    ctx: click.Context, id_: str, topic: str | None, date: str | None, as_of: str | None
) -> None:
    """Add a question to faq.md in every language: noticegen new question am-i-affected."""
    try:
        config = _config(ctx, _read(ctx))
        old = _old_faqs(ctx, config)
        _hold_question(id_, topic, old, config.authoritative)
        new = questions.NewQuestion(id_, _moment(date, as_of, config), topic)
        files = questions.new_question(new, old, config.languages, config.zone.key)
        put_instead(files, terminal.project())
    except NoticegenError as error:
        _fail(ctx, [error.finding])
    for path in sorted(files):
        terminal.say_out("Added `{id}` to {path}", id=id_, path=path)
    _tell_when(new.moment)


# ------------------------------------------------------------------ what the arguments mean


def _organization(given: str | None) -> str:
    if given is None and sys.stdin is not None and sys.stdin.isatty():
        given = click.prompt(terminal.translate()(say("Name of the organisation")))
    if given and given.strip():
        return given.strip()
    raise NoticegenError(
        _unusable(
            say("the name of the organisation is missing"),
            say('add --organization "Harbour Books Ltd."'),
        )
    )


def _recipes(given: tuple[str, ...]) -> tuple[str, ...]:
    """The hosts that a recipe is written for."""
    if _NO_CI in given and set(given) != {_NO_CI}:
        raise NoticegenError(
            Diagnostic(
                Location("--ci"),
                Code.UNUSABLE_ARGUMENT,
                say("`{none}` goes with nothing else", none=_NO_CI),
            )
        )
    return tuple(host for host in RECIPES if not given or host in given)


def _of_options(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What is wrong with settings that came from options, and are not on disk; each once."""
    by_code = {finding.code: finding for finding in findings}
    about_options = [finding for code, finding in by_code.items() if code.startswith("NG1")]
    for finding in about_options or by_code.values():
        yield replace(finding, at=Location("new site"))


def _language() -> str:
    """The language of the terminal, if the built-in theme speaks it."""
    tag = terminal.language()
    return tag if speaks(tag) else "en"


def _zone() -> str:
    """The zone of this machine by its name, or UTC."""
    link = Path("/etc/localtime")
    path = os.environ.get("TZ", "").removeprefix(":") or str(link.resolve())
    return path.rpartition("zoneinfo/")[2] if "/" in path and "localtime" not in path else "UTC"


def _moment(date: str | None, as_of: str | None, config: Config) -> datetime:
    if date is None:
        return pages.next_minute(terminal.moment(as_of, config))
    return terminal.moment(date, config, "--date")


def _slug(slug: str) -> str:
    if names.PAGE.fullmatch(slug):
        return slug
    raise NoticegenError(
        _unusable(
            say("“{name}” has more than small letters a–z, digits and single hyphens", name=slug),
            say("write it as {name}; the date is put in front", name=names.proposal(slug, "news")),
        )
    )


def _wrong(page: str, site: Site) -> pages.Wrong:
    """The page or question that a correction names."""
    name, _, id_ = page.partition("#")
    found = next((p for p in site.all_pages if name in (p.name, _short(p.name))), None)
    if found is None:
        known = [_short(p.name) for p in site.all_pages]
        raise NoticegenError(
            _unusable(say("there is no page `{name}`", name=name), did_you_mean(name, known))
        )
    if not id_:
        titles = {version.language: version.title for version in found.versions}
        return pages.Wrong(found.name, None, titles)
    known_questions = site.faq.questions if site.faq and found is site.faq else ()
    asked = next((q for q in known_questions if q.id == id_), None)
    if asked is None:
        raise NoticegenError(
            _unusable(
                say("`{page}` has no question `{id}`", page=name, id=id_),
                did_you_mean(id_, [q.id for q in known_questions]) if known_questions else None,
            )
        )
    return pages.Wrong(found.name, id_, {answer.language: answer.title for answer in asked.answers})


def _short(name: str) -> str:
    return name.removeprefix("updates/")


def _old_faqs(ctx: click.Context, config: Config) -> Mapping[str, questions.OldFaq]:
    """The FAQs that are there, by language."""
    old = {}
    for language in config.languages:
        path = f"content/{language}/faq.md"
        file = terminal.project() / path
        if not file.exists():
            continue
        raw = file.read_bytes()
        source = decode(raw, path)
        if isinstance(source, tuple):
            _fail(ctx, source)
        parts = split(source)
        if isinstance(parts, Diagnostic):
            _fail(ctx, [parts])
        document = parse(parts.body, path, first_line=parts.body_line)
        old[language] = questions.OldFaq(
            raw.decode("utf-8"), parts.body_line, tuple(document.headings)
        )
    return old


def _hold_question(
    id_: str, topic: str | None, old: Mapping[str, questions.OldFaq], first: str
) -> None:
    if not names.PAGE.fullmatch(id_):
        raise NoticegenError(
            _unusable(
                say(
                    "“{name}” has more than small letters a–z, digits and single hyphens", name=id_
                ),
                say("write it as {name}", name=names.proposal(id_, "question")),
            )
        )
    for language, faq in old.items():
        if id_ in faq.ids:
            raise NoticegenError(
                _unusable(
                    say("`{id}` is in use in content/{language}/faq.md", id=id_, language=language),
                    say("choose another id; this one stays with its question for ever"),
                )
            )
    if topic is not None and first in old and questions.chosen_topic(old[first], topic) is None:
        raise NoticegenError(
            _unusable(
                say("there is no topic `{name}`", name=topic),
                did_you_mean(topic, [known.id for known in old[first].topics]),
            )
        )


# ------------------------------------------------------------------ reading and telling


def _read(ctx: click.Context) -> Sources:
    try:
        return read(terminal.project())
    except NoticegenError as error:
        _fail(ctx, [error.finding])


def _config(ctx: click.Context, sources: Sources) -> Config:
    if sources.config is None:
        _fail(ctx, sources.findings, sources=sources)
    return sources.config


def _site(ctx: click.Context, sources: Sources) -> Site:
    if sources.site is None:
        _fail(ctx, sources.findings, sources=sources)
    return sources.site


def _unusable(message: Message, hint: Message | None = None) -> Diagnostic:
    return Diagnostic(Location("new"), Code.UNUSABLE_ARGUMENT, message, hint)


def _fail(
    ctx: click.Context,
    findings: Iterable[Diagnostic],
    exit_: Exit | None = None,
    sources: Sources | None = None,
) -> NoReturn:
    found = tuple(findings)
    terminal.show(found, sources.texts if sources else {})
    ctx.exit(exit_ or exit_code(found))


def _tell(files: Mapping[str, str], folder: Path = Path()) -> None:
    for path in sorted(files):
        terminal.say_out("Wrote {path}", path=(folder / path).as_posix())


def _tell_when(moment: datetime) -> None:
    """A build before that moment does not show it, and an author would look for it."""
    terminal.say_out("It becomes public at {moment}.", moment=moment.isoformat(" ", "minutes"))
