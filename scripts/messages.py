#!/usr/bin/env python3
"""Collect every message of the program into the template for translators and the catalogues.

    .venv/bin/python scripts/messages.py            writes src/noticegen/locales/noticegen.pot and
                                                    brings each language's noticegen.po up to date
    .venv/bin/python scripts/messages.py --check    fails where a file is not up to date

In a catalogue what is new stands without a translation, and what is not said any more is gone.

A message is the literal first argument of `say`, `say_out` or `Message`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from noticegen.catalogue import read_catalogue

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "noticegen"
TEMPLATE = SOURCES / "locales" / "noticegen.pot"
CALLS = ("say", "say_out", "Message")

_HEADER = """\
# Messages of noticegen. {about}
msgid ""
msgstr ""
{language}"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
_OF_TEMPLATE = "Made by scripts/messages.py; do not edit."
_OF_CATALOGUE = "Translate in the lines msgstr; scripts/messages.py keeps the rest."


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


Said = Mapping[str, frozenset[str]]
"""Every message with the files that say it."""


def said(sources: Path = SOURCES) -> Said:
    """What the program says."""
    files: dict[str, frozenset[str]] = {}
    for call in calls(sources):
        if call.template is not None:
            files[call.template] = files.get(call.template, frozenset()) | {call.file}
    return files


def template(said: Said) -> str:
    """The text of the template: each message once, in order, with the files that say it."""
    return _text(_HEADER.format(about=_OF_TEMPLATE, language=""), said, {})


def catalogue(said: Said, language: str, translated: Mapping[str, str]) -> str:
    """The text of the catalogue of a language: the same, with its translations."""
    line = f'"Language: {language}\\n"\n'
    return _text(_HEADER.format(about=_OF_CATALOGUE, language=line), said, translated)


def made(sources: Path = SOURCES) -> dict[Path, str]:
    """The template and every catalogue as they should be."""
    all_said = said(sources)
    texts = {TEMPLATE: template(all_said)}
    for path in sorted(TEMPLATE.parent.glob("*/LC_MESSAGES/noticegen.po")):
        language = path.parent.parent.name
        texts[path] = catalogue(all_said, language, read_catalogue(path))
    return texts


def _text(header: str, said: Said, translated: Mapping[str, str]) -> str:
    entries = [
        f"#: {' '.join(sorted(said[text]))}\n#, python-brace-format\n"
        f"msgid {_quoted(text)}\nmsgstr {_quoted(translated.get(text, ''))}\n"
        for text in sorted(said)
    ]
    return "\n".join([header, *entries])


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
    """Write the template and the catalogues, or compare them."""
    texts = made()
    old = [path for path in texts if not path.exists() or path.read_text("utf-8") != texts[path]]
    if "--check" in sys.argv[1:]:
        for path in old:
            print(f"{path.relative_to(ROOT)} is not up to date: run scripts/messages.py")
        return 1 if old else 0
    for path in old:
        path.parent.mkdir(exist_ok=True)
        path.write_text(texts[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
