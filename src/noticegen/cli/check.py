"""``noticegen check``"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version

import click

from noticegen.build import prepare, read, shown_at
from noticegen.check.merged import Judged, judge
from noticegen.cli import regimes, terminal
from noticegen.diagnostics import Diagnostic, NoticegenError, exit_code
from noticegen.interchange import as_annotations, as_json, as_sarif

LIST = "list"
"""What stands for a regime and shows what regimes there are."""


@click.command("check")
@terminal.as_of_option
@terminal.strict_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text",
    show_default=True, help="For people, for programs, or for what shows findings at their lines.",
)  # fmt: skip
@click.option(
    "--regime", "names", multiple=True, metavar="NAME",
    help="Hold the notice against this regime instead of those in noticegen.yml, and show the "
    "whole list of what it asks for. May stand several times; `list` shows what there is.",
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context, as_of: str | None, strict: bool, form: str, names: tuple[str, ...]
) -> None:
    """Say everything that is wrong, and write nothing.

    The rules of `build`, the public record among them, and what a second pair of eyes would
    notice: drafts are looked at, too, and give warnings. Exit codes: 0 nothing is wrong,
    1 content, 2 usage, settings or theme, 3 the public record, 4 surroundings.
    """
    judged: Judged | None = None
    try:
        if LIST in names:
            regimes.show_all(form)
            ctx.exit(0)
        regimes.hold_known(names)
        sources = read(terminal.project())
        moment = terminal.moment(as_of, sources.config)
        if names and sources.config:
            chosen = tuple(dict.fromkeys(names))
            sources = sources._replace(config=replace(sources.config, regimes=chosen))
            shown = shown_at(sources, moment)
            judged = judge(*shown) if shown else None
        prepared = prepare(sources, moment, strict=strict, thorough=True)
    except NoticegenError as error:
        _tell((error.finding,), {}, form, strict=strict)
        ctx.exit(error.finding.exit)
    _tell(prepared.findings, prepared.texts, form, strict=strict, judged=judged)
    ctx.exit(exit_code(prepared.findings, strict=strict))


def _tell(
    findings: tuple[Diagnostic, ...],
    texts: Mapping[str, str],
    form: str,
    *,
    strict: bool,
    judged: Judged | None = None,
) -> None:
    translate = terminal.translate()
    match form:
        case "json":
            more = {"regimes": regimes.as_json(judged)} if judged else {}
            _print({**as_json(findings, translate, strict=strict), **more})
        case "sarif":
            _print(as_sarif(findings, translate, version("noticegen")))
        case "github":
            for line in as_annotations(findings, translate):
                terminal.out(line)
        case _:
            if judged:
                regimes.show(judged)
            terminal.show(findings, texts)
            if not findings:
                terminal.say_out("Nothing is wrong.")


def _print(document: Mapping[str, object]) -> None:
    terminal.out(json.dumps(document, ensure_ascii=False, indent=2))
