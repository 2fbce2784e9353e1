"""A canonical text  ->  its keys and values, and its body: the way back from `states`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from noticegen.yamlfile import Plain, plain, read_yaml

GROWING = frozenset(
    {
        "changes", "values", "phone", "fax", "mail", "post", "form",
        "hours", "until", "closures", "versions",
    }
)  # fmt: skip
"""Lists whose items each became public at a moment of their own, and stay."""

FIXED = ("date", "from", "translated", "number", "backdated", "type")
"""What nothing can change any more."""

DERIVED = frozenset({"public_holidays"})
"""What no author writes."""


class Canonical(NamedTuple):
    """What a canonical text says."""

    fields: Mapping[str, Plain]
    body: str | None

    @property
    def head(self) -> Mapping[str, Plain]:
        """What may change with a public note."""
        return {
            key: value
            for key, value in self.fields.items()
            if key not in GROWING and key not in FIXED and key not in DERIVED
        }


def read_canonical(text: str) -> Canonical:
    """The parts of a text that `State.text` wrote, or an empty one for a text that it did not."""
    body = None
    head = text
    if text.startswith("---\n"):
        head, _, body = text.removeprefix("---\n").partition("---\n")
        body = body.removesuffix("\n")
    read = read_yaml(head, "record")
    fields = {} if isinstance(read, tuple) else plain(read)
    return Canonical(fields if isinstance(fields, Mapping) else {}, body)


def items(fields: Mapping[str, Plain], key: str) -> tuple[Mapping[str, Plain], ...]:
    """The items of a growing list."""
    listed = fields.get(key, ())
    return tuple(item for item in listed if isinstance(item, Mapping))


def moment_of(item: Mapping[str, Plain]) -> str:
    """When an item became public, as the record writes it."""
    written = item.get("announced") or item.get("at") or item.get("from")
    assert isinstance(written, str), "every item of a growing list has a moment"
    return written


def title_in(text: str, language: str) -> str:
    """What the subject of a canonical text is called; in `language` where it says several."""
    fields = read_canonical(text).fields
    name: Plain = fields.get("title") or fields.get("name") or ""
    if isinstance(name, Mapping):
        name = name.get(language, "")
    return name if isinstance(name, str) else ""
