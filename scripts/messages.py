#!/usr/bin/env python3
"""Collect every message of the program into the template for translators.

    .venv/bin/python scripts/messages.py            writes src/noticegen/locales/noticegen.pot
    .venv/bin/python scripts/messages.py --check    fails where the file is not up to date

A message is the literal first argument of `say`, `say_out` or `Message`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "noticegen"
TEMPLATE = SOURCES / "locales" / "noticegen.pot"
CALLS = ("say", "say_out", "Message")

_HEADER = """\
# Messages of noticegen. Made by scripts/messages.py; do not edit.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


@dataclass(frozen=True, slots=True)
class Call:
    """A place in the code that says something."""

    file: str
    line: int
    template: str | None
    """None where it is not a literal."""
    names: frozenset[str] | None
    """The names of the values; None where they are not written out."""


def calls(sources: Path = SOURCES) -> Iterator[Call]:
    """Every call that says something, in order of file and line."""
    for path in sorted(sources.rglob("*.py")):
        file = path.relative_to(sources.parent).as_posix()
        found = [
            node
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and _says(node.func)
        ]
        for node in sorted(found, key=lambda node: (node.lineno, node.col_offset)):
            yield _call(file, node)


def template(sources: Path = SOURCES) -> str:
    """The text of the template: each message once, in order, with the files that say it."""
    files: dict[str, set[str]] = {}
    for call in calls(sources):
        if call.template is not None:
            files.setdefault(call.template, set()).add(call.file)
    entries = [
        f"#: {' '.join(sorted(files[text]))}\n#, python-brace-format\n"
        f'msgid {_quoted(text)}\nmsgstr ""\n'
        for text in sorted(files)
    ]
    return "\n".join([_HEADER, *entries])


def _says(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):  # `reader.say` is about a theme's strings
        return function.attr == "say_out"
    return isinstance(function, ast.Name) and function.id in CALLS


def _call(file: str, node: ast.Call) -> Call:
    first = node.args[0] if node.args else None
    is_literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
    text = str(first.value) if is_literal and isinstance(first, ast.Constant) else None
    names: frozenset[str] | None = frozenset(k.arg for k in node.keywords if k.arg)
    if any(keyword.arg is None for keyword in node.keywords):
        names = None
    if len(node.args) > 1:
        names = None
        if isinstance(node.args[1], ast.Dict):
            keys = [k.value for k in node.args[1].keys if isinstance(k, ast.Constant)]
            names = frozenset(map(str, keys))
    return Call(file, node.lineno, text, names)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> int:
    """Write the template, or compare it."""
    made = template()
    if "--check" in sys.argv[1:]:
        is_same = TEMPLATE.exists() and TEMPLATE.read_text("utf-8") == made
        if not is_same:
            print(f"{TEMPLATE.relative_to(ROOT)} is not up to date: run scripts/messages.py")
        return 0 if is_same else 1
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
