"""The options by which `serve` and `preview` are told what to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from noticegen.cli import terminal
from noticegen.config import Config
from noticegen.serve.view import EVERYTHING, PUBLIC, View

_F = TypeVar("_F", bound=Callable[..., Any])


def view_options(function: _F) -> _F:
    """`--as-of`, `--public` and `--drafts`."""
    drafts = click.option("--drafts", is_flag=True, help="With --as-of: drafts, too.")
    public = click.option(
        "--public", "is_public", is_flag=True, help="What the public sees now, and nothing else."
    )
    return terminal.as_of_option(public(drafts(function)))


def view(as_of: str | None, is_public: bool, drafts: bool, config: Config | None) -> View:
    """The view that the options ask for: everything, where they ask for nothing."""
    if is_public and (drafts or as_of is not None):
        raise click.UsageError("--public stands alone: it is the site as it is now.")
    if as_of is not None:
        return View(terminal.moment(as_of, config), drafts)
    return PUBLIC if is_public else EVERYTHING
