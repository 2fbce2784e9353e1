"""The texts of the skeletons, by language, with their gaps filled in."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_FALLBACK = "en"
_GAP = re.compile(r"%\{(\w+)\}")
_PUNCTUATION = re.compile(r"[\\`*_\[\]<>#|~&$]")

IGNORED = ".gitignore"
RECIPES: Mapping[str, str] = {
    "github": ".github/workflows/notice.yml",
    "gitlab": ".gitlab-ci.yml",
}
"""Where each host of continuous integration finds what it has to do."""

_SHARED: Mapping[str, str] = {
    IGNORED: "site/gitignore",
    **{path: f"site/{host}.yml" for host, path in RECIPES.items()},
}
"""Files of a site that are the same in every language, and where their texts lie."""


def _folder(language: str) -> Path:
    """Where the texts of a language lie; English stands in for one that has none."""
    own = _FOLDER / language.split("-")[0]
    return own if own.is_dir() else _FOLDER / _FALLBACK


def filled(name: str, language: str, **values: str) -> str:
    """The skeleton `name` in `language`; a value is put in as it is, and not read again."""
    path = _FOLDER / _SHARED[name] if name in _SHARED else _folder(language) / name
    text = path.read_text("utf-8")
    return _GAP.sub(lambda match: values[match.group(1)], text)


def word(key: str, language: str, **values: str) -> str:
    """A word or a sentence of `words.toml`."""
    text: str = _words(language)[key]
    return text.format(**values)


def words(key: str, languages: Iterable[str]) -> str:
    """A word in all languages, as YAML."""
    return in_languages({language: word(key, language) for language in languages})


def unit(languages: Iterable[str]) -> str:
    """The word for people in all languages, as YAML; plurals where they are known."""
    forms = {}
    for language in languages:
        known = _words(language)["unit"]
        is_own = _folder(language).name == language.split("-")[0]
        forms[language] = known if is_own else {"other": known["other"]}
    inner = (f"{language}: {_flow(form)}" for language, form in forms.items())
    return f"{{{', '.join(inner)}}}"


def in_languages(texts: Mapping[str, str]) -> str:
    """A text in several languages as YAML; one text stands by itself."""
    if len(texts) == 1:
        return quoted(*texts.values())
    return _flow(texts)


def quoted(text: str) -> str:
    """A text as a YAML scalar that is read back as it is."""
    return json.dumps(text, ensure_ascii=False)


def plain(text: str) -> str:
    """A text in markdown that shows as it is; placeholders in it stay what they are."""
    pieces = re.split(r"(\$\{[^}]*\})", text)
    return "".join(
        piece if index % 2 else _PUNCTUATION.sub(r"\\\g<0>", piece)
        for index, piece in enumerate(pieces)
    )


def _flow(texts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {quoted(text)}" for key, text in texts.items()) + "}"


def _words(language: str) -> dict[str, Any]:
    return tomllib.loads((_folder(language) / "words.toml").read_text("utf-8"))
