"""Where a site is put: what `targets` in ``noticegen.yml`` says."""

from __future__ import annotations

import re
import shlex
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from noticegen.diagnostics import Code, Diagnostic, Message, say
from noticegen.yamlfile import Fields, Mapping, Scalar, shown

KEYS = ("rclone", "rsync", "command", "url", "purge", "keep", "deletions")
"""Of one target."""

KEEP = 5
DELETIONS = 50

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_COUNT = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_SECRET = re.compile(
    r"""(?:
        \b(?:[a-z_]*pass(?:word|wd)?|[a-z_]*secret(?:_access_key)?|[a-z_]*token
            |[a-z_]*credentials|api_?key|access_key|sas_url|key_pem)\s*=
        | --?[a-z-]*(?:password|secret|token|api-?key)\s+(?!-)
        | \b(?:bearer|basic)\s+
        | //[^/@\s$]*:(?=[^/@\s]+@)
    )(?!["']?\$)["']?[^\s"',]""",
    re.IGNORECASE | re.VERBOSE,
)
"""A parameter of an rclone connection, or of a command, that has no place in a file that is kept
under version control. A variable that holds it (`$TOKEN`) may be named there."""
_REMOTE = re.compile(r":?[^-:][^:]*:.*", re.DOTALL)
"""A remote of rclone, or a connection (`:sftp,host=…:`), and a path."""
_SERVER = re.compile(r"(?:[^-:/\s][^:/\s]*:)?(?:/[^/\s\\'\"$`*?\[\];&|<>()!~{}]+)+/?")
"""A server and a whole path below the root, which every shell takes as they are."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Tool(StrEnum):
    """What carries the files to a target."""

    RCLONE = "rclone"
    """Object storage, SFTP, WebDAV and what else rclone knows: file by file, in phases."""
    RSYNC = "rsync"
    """A server, over SSH: a folder for each release, and a link that is switched."""
    COMMAND = "command"
    """The host's own tool, which publishes a folder as a whole."""


class Target(NamedTuple):
    """Where a site is put, and how."""

    name: str
    tool: Tool
    to: str
    """A remote with a path, a server with a path, or a command."""
    url: str
    """Where readers find what is put there; ends with a slash."""
    purge: str | None
    """A command that is given the addresses that changed, one a line."""
    keep: int
    """How many releases stay on a server."""
    deletions: int
    """How many files one deployment may delete."""

    @property
    def programs(self) -> tuple[str, ...]:
        """What has to be installed."""
        carries = self.to if self.tool is Tool.COMMAND else str(self.tool)
        return tuple(shlex.split(command)[0] for command in (carries, self.purge) if command)


def read_targets(fields: Fields, site: str | None) -> tuple[Target, ...]:
    """The targets under `targets`; `site` is the address of the site."""
    node = fields.node("targets")
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        fields.report(
            node.at,
            Code.WRONG_TYPE,
            say("`targets` must be keys and values, and {text} stands here", text=shown(node)),
            say("write it as targets: {{live: {{rclone: 'remote:bucket/notice'}}}}"),
        )
        return ()
    targets = []
    for key, inner in node.entries:
        if not _NAME.fullmatch(key.text):
            fields.report(
                key.at,
                Code.UNKNOWN_VALUE,
                say("“{name}” cannot be the name of a target", name=key.text),
                say("use small letters, digits and hyphens"),
            )
        elif not isinstance(inner, Mapping):
            fields.report(
                inner.at,
                Code.WRONG_TYPE,
                say("the target `{name}` says nothing of where it is", name=key.text),
                say("give it one of rclone, rsync and command"),
            )
        else:
            target = _target(key.text, Fields(inner, KEYS, fields.found), site)
            targets += [target] if target else []
    return tuple(targets)


def _target(name: str, fields: Fields, site: str | None) -> Target | None:
    ways = {tool: fields.scalar(tool) for tool in Tool}
    said = {tool: scalar for tool, scalar in ways.items() if scalar}
    url = _url(fields)
    purge = _command(fields, "purge")
    keep = _count(fields, "keep", KEEP)
    deletions = _count(fields, "deletions", DELETIONS)
    fields.finish()
    if len(said) != 1:
        fields.report(
            fields.at,
            Code.MISSING_FIELD,
            say("the target `{name}` needs one of rclone, rsync and command", name=name)
            if not said
            else say(
                "the target `{name}` has {ways}, and needs one of them",
                name=name,
                ways=" + ".join(said),
            ),
        )
        return None
    (tool, scalar), *_ = said.items()
    fault = _fault(tool, scalar)
    if fault:
        fields.found.append(fault)
        return None
    return Target(name, tool, scalar.text.strip(), url or site or "", purge, keep, deletions)


def _fault(tool: Tool, scalar: Scalar) -> Diagnostic | None:
    """What keeps a text from being a target."""
    if holds_secret(scalar.text):
        return Diagnostic(
            scalar.at,
            Code.SECRET_IN_SETTINGS,
            say("`{tool}` holds a password or a key", tool=tool),
            say("keep it in the settings of the tool or in an environment variable"),
        )
    if tool is Tool.COMMAND:
        return _unsplittable(scalar)
    if tool is Tool.RCLONE and not _REMOTE.fullmatch(scalar.text):
        return _unusable(
            scalar,
            say("`rclone` says {text}", text=shown(scalar)),
            say("write a remote and a path, as in prod:bucket/notice"),
        )
    if tool is Tool.RSYNC and not _SERVER.fullmatch(scalar.text):
        return _unusable(
            scalar,
            say("`rsync` says {text}", text=shown(scalar)),
            say(
                "write a server and a whole path below the root, without blanks, as in "
                "deploy@www.firm.example:/srv/notice"
            ),
        )
    return None


def holds_secret(text: str) -> bool:
    """Whether a text carries a password or a key."""
    return _SECRET.search(text) is not None


def _command(fields: Fields, key: str) -> str | None:
    scalar = fields.scalar(key)
    if scalar is None:
        return None
    if holds_secret(scalar.text):
        fields.report(
            scalar.at,
            Code.SECRET_IN_SETTINGS,
            say("`{tool}` holds a password or a key", tool=key),
            say("keep it in the settings of the tool or in an environment variable"),
        )
    elif fault := _unsplittable(scalar):
        fields.found.append(fault)
    return scalar.text


def _unsplittable(scalar: Scalar) -> Diagnostic | None:
    try:
        shlex.split(scalar.text)
    except ValueError:
        return _unusable(
            scalar,
            say(
                "the command has a quotation mark without its other half: {text}", text=scalar.text
            ),
            say("write it as in a shell; for pipes and variables use sh -c '…'"),
        )
    return None


def _unusable(scalar: Scalar, message: Message, hint: Message) -> Diagnostic:
    return Diagnostic(scalar.at, Code.UNUSABLE_ADDRESS, message, hint)


def _url(fields: Fields) -> str | None:
    scalar = fields.scalar("url")
    if scalar is None:
        return None
    if not _is_shown_at(scalar.text):
        fields.found.append(
            _unusable(
                scalar,
                say("`url` says {address}", address=scalar.text),
                say("write where readers find it, as in https://staging.firm.example/notice/"),
            )
        )
        return None
    return scalar.text if scalar.text.endswith("/") else f"{scalar.text}/"


def _is_shown_at(address: str) -> bool:
    """Whether a site can be found at an address: over HTTPS, or on this machine."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    is_plain = re.fullmatch(r"[!-~]+", address) and not (
        parts.query or parts.fragment or parts.username
    )
    return bool(is_safe and is_plain and parts.hostname)


def _count(fields: Fields, key: str, default: int) -> int:
    scalar = fields.scalar(key)
    if scalar is None:
        return default
    if not _COUNT.fullmatch(scalar.text):
        fields.report(
            scalar.at,
            Code.WRONG_TYPE,
            say("`{key}` is {text}", key=key, text=shown(scalar)),
            say("write a whole number, such as {number}", number=default),
        )
        return default
    return int(scalar.text)
