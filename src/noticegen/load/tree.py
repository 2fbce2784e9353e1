"""The folder `content/`  ->  which file is what. Every file has a place, or is reported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from noticegen import names
from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.sourcetext import nfc
from noticegen.yamlfile import nearest

CONTENT = "content"
FILES = "files"
FACTS, CONTACTS, FILE_LIST = "facts.yml", "contacts.yml", "files.yml"


@dataclass(slots=True)
class Tree:
    """What lies in `content/`."""

    pages: dict[str, dict[str, Path]] = field(default_factory=dict)
    """By page name, then by language: ``{"faq": {"ja": …}}``."""
    files: dict[str, Path] = field(default_factory=dict)
    data: dict[str, Path] = field(default_factory=dict)
    """``facts.yml``, ``contacts.yml`` and ``files.yml``, those that are there."""
    found: list[Diagnostic] = field(default_factory=list)


def read_tree(project: Path, languages: tuple[str, ...]) -> Tree:
    """Sort the files below `project`/content."""
    tree = Tree()
    content = project / CONTENT
    if not content.is_dir() or content.is_symlink():
        tree.found.append(
            Diagnostic(
                Location(CONTENT),
                Code.NO_HOME,
                say("there is no folder content/"),
                say("create content/{language}/index.md", language=languages[0]),
            )
        )
        return tree
    for entry in _entries(content, CONTENT, tree):
        place = f"{CONTENT}/{entry.name}"
        if entry.is_dir():
            if entry.name in languages:
                _read_language(entry.name, Path(entry.path), tree, languages)
            elif entry.name == FILES:
                _read_files(Path(entry.path), "", tree)
            else:
                _report_folder(place, entry.name, languages, tree)
        elif entry.name in {FACTS, CONTACTS, FILE_LIST}:
            tree.data[entry.name] = Path(entry.path)
        else:
            _report_file(place, tree)
    return tree


def _entries(folder: Path, place: str, tree: Tree) -> Iterator[os.DirEntry[str]]:
    """The entries of a folder in order of name; links, secrets and leftovers are dealt with."""
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    seen: dict[str, str] = {}
    for entry in entries:
        at = Location(f"{place}/{entry.name}")
        if entry.is_symlink():
            tree.found.append(
                Diagnostic(
                    at,
                    Code.SYMBOLIC_LINK,
                    say("{name} is a symbolic link, and is not followed", name=entry.name),
                    say("put the file itself here"),
                )
            )
            continue
        if names.SECRET.fullmatch(entry.name):
            tree.found.append(
                Diagnostic(
                    at,
                    Code.SECRET_FILE,
                    say("{name} looks like a file of secrets", name=entry.name),
                    say("move it out of content/"),
                )
            )
            continue
        if names.IGNORED.fullmatch(entry.name):
            continue
        key = nfc(entry.name).casefold()
        if key in seen:
            tree.found.append(
                Diagnostic(
                    at,
                    Code.NAME_CLASH,
                    say(
                        "{name} and {other} differ only in case or in how their signs are composed",
                        name=entry.name,
                        other=seen[key],
                    ),
                    say("rename one of them, or delete it if it is a copy"),
                )
            )
            continue
        seen[key] = entry.name
        yield entry


def _read_language(language: str, folder: Path, tree: Tree, languages: tuple[str, ...]) -> None:
    place = f"{CONTENT}/{language}"
    for entry in _entries(folder, place, tree):
        if entry.is_dir():
            if entry.name == "updates":
                for update in _entries(Path(entry.path), f"{place}/updates", tree):
                    at = f"{place}/updates/{update.name}"
                    stem = _stem(update, at, tree)
                    if stem and _is_update_name(stem, at, tree):
                        tree.pages.setdefault(f"updates/{stem}", {})[language] = Path(update.path)
            else:
                _report_folder(f"{place}/{entry.name}", entry.name, ("updates",), tree)
            continue
        stem = _stem(entry, f"{place}/{entry.name}", tree)
        if stem and _is_page_name(stem, f"{place}/{entry.name}", tree, languages):
            tree.pages.setdefault(stem, {})[language] = Path(entry.path)


def _stem(entry: os.DirEntry[str], place: str, tree: Tree) -> str | None:
    if entry.is_dir():
        _report_folder(place, entry.name, (), tree)
        return None
    if not entry.name.endswith(".md"):
        _report_file(place, tree)
        return None
    return nfc(entry.name.removesuffix(".md"))


def _is_update_name(stem: str, place: str, tree: Tree) -> bool:
    if names.UPDATE.fullmatch(stem) or names.DRAFT.fullmatch(stem):
        return True
    dated = stem[:4].isdigit()
    proposed = names.proposal(stem, "update")
    tree.found.append(
        Diagnostic(
            Location(place),
            Code.FILE_NAME,
            say("the name of an update is its date and a few words in a–z, 0–9 and hyphens"),
            say("rename it to {name}.md", name=proposed)
            if dated
            else say("rename it to 2026-03-02-{name}.md with its date in front", name=proposed),
        )
    )
    return False


def _is_page_name(stem: str, place: str, tree: Tree, languages: tuple[str, ...]) -> bool:
    fault = names.fault(stem, languages)
    if fault:
        hint = say("rename it to {name}.md, in each language", name=names.proposal(stem))
        tree.found.append(Diagnostic(Location(place), Code.FILE_NAME, fault, hint))
    return fault is None


def _read_files(folder: Path, prefix: str, tree: Tree) -> None:
    place = f"{CONTENT}/{FILES}/{prefix}".rstrip("/")
    for entry in _entries(folder, place, tree):
        name = prefix + nfc(entry.name)
        if entry.is_dir():
            _read_files(Path(entry.path), f"{name}/", tree)
        elif names.SIBLING.search(entry.name):
            tree.found.append(
                Diagnostic(
                    Location(f"{place}/{entry.name}"),
                    Code.FILE_NAME,
                    say("hosts send a file with this ending in the place of the one without it"),
                    say("unpack it, or give it the ending of what it is"),
                )
            )
        elif entry.name.startswith(".") or not _is_plain(name):
            tree.found.append(
                Diagnostic(
                    Location(f"{place}/{entry.name}"),
                    Code.FILE_NAME,
                    say("{name} cannot be part of an address everywhere", name=entry.name),
                    say("use letters a–z, digits, hyphens and one dot: {name}", name=_plain(name)),
                )
            )
        else:
            tree.files[name] = Path(entry.path)


def _is_plain(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return (
        all(c.isascii() and (c.isalnum() or c in "-_./") for c in name)
        and last.split(".")[0].lower() not in names.WINDOWS
        and not last.endswith(".")
    )


def _plain(name: str) -> str:
    stem, _, suffix = name.rsplit("/", 1)[-1].rpartition(".")
    return f"{names.proposal(stem or suffix, 'file')}.{suffix.lower()}"


def _report_folder(place: str, name: str, known: tuple[str, ...], tree: Tree) -> None:
    best = nearest(name, known)
    tree.found.append(
        Diagnostic(
            Location(place),
            Code.UNEXPECTED_FILE,
            say("the folder {name} has no place here", name=name),
            say("did you mean `{name}`?", name=best)
            if best
            else say(
                "a language belongs into `languages` of noticegen.yml; move anything else away"
            ),
        )
    )


def _report_file(place: str, tree: Tree) -> None:
    tree.found.append(
        Diagnostic(
            Location(place),
            Code.UNEXPECTED_FILE,
            say(
                "{name} has no place here and would not be published", name=place.rsplit("/", 1)[-1]
            ),
            say("text is .md in a language's folder; attachments go to content/files/"),
        )
    )
