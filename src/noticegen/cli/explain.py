"""``noticegen explain``"""

from __future__ import annotations

import click

from noticegen.cli import terminal
from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.explain import explanations, page_in
from noticegen.yamlfile import did_you_mean


@click.command("explain", short_help="Say more about a finding: noticegen explain NG204.")
@click.argument("code")
@click.pass_context
def command(ctx: click.Context, code: str) -> None:
    """Say what a finding means and what to do: noticegen explain NG204."""
    known = explanations(page_in(terminal.languages()))
    by_label = {item.label: str(item) for item in Code}
    wanted = by_label.get(code.lower(), code.upper())
    if wanted not in known:
        finding = Diagnostic(
            Location("explain"),
            Code.UNKNOWN_CODE,
            say("there is no finding {code}", code=code),
            did_you_mean(wanted, known),
        )
        terminal.show([finding], {})
        ctx.exit(finding.exit)
    terminal.out(known[wanted])
