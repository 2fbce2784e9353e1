"""`site.json` holds what partners would otherwise type again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from browser import every_construct
from sites import ROOT, build_well, put

Data = dict[str, Any]

PAGE = (ROOT / "docs/site-json.md").read_text("utf-8")
BY_ID = ("facts", "contacts", "closures")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    project = put(tmp_path_factory.mktemp("every"), every_construct.files())
    output = build_well(project, as_of="2026-03-20 12:00")
    read: Data = json.loads((output / "site.json").read_text("utf-8"))
    return read


def test_the_page_about_it_lists_every_key(data: Data) -> None:
    described = {
        section.split("\n", 1)[0].replace("The file", ""): {
            key
            for line in section.split("\n")
            if line.startswith("| `")
            for key in re.findall(r"`(\w+)`", line.split("|")[1])
        }
        for section in PAGE.split("\n## ")[1:]
    }
    changes = described.pop("changes")
    described |= {f"{place}changes[]": changes for place in ("", "facts.*.", "contacts.*.")}
    found: dict[str, set[str]] = {}
    for path, keys in mappings(data):
        found.setdefault(path, set()).update(keys)
    assert {key: described[key] for key in sorted(described)} == {
        key: found[key] for key in sorted(found) if key in described
    }
    # The others have no keys of ours: texts by language, money by currency, hours by day.
    for path in found.keys() - described.keys() - {*BY_ID, "contacts.*.hours[].weekly"}:
        assert found[path] <= {*data["languages"], "JPY"} or ".unit." in path, path


def mappings(value: Any, path: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every mapping in the data with its keys, by its path: ``facts.*.values[]``."""
    if isinstance(value, list):
        for item in value:
            yield from mappings(item, f"{path}[]")
    elif isinstance(value, dict):
        yield path, set(value)
        for key, item in value.items():
            step = "*" if path in BY_ID else key
            yield from mappings(item, f"{path}.{step}".lstrip("."))


def test_notes_stand_beside_what_they_are_about(data: Data) -> None:
    assert [note["kind"] for note in data["changes"]] == ["policy"]
    first, second = data["facts"]["people"]["changes"]
    assert first == {
        "at": "2026-03-11T10:00:00+09:00",
        "with": "2026-03-11-correction",
        "kind": "wording",
        "note": {
            "ja": "名称を短くしました。",
            "en": "The name is shorter now.",
            "de": "Der Name ist jetzt kürzer.",
        },
    }
    assert second["with"] is None
    assert data["contacts"]["hotline"]["changes"][0]["note"]["en"] == "We now answer in English."
    agency = data["contacts"]["agency"]
    assert agency["withdrawn"] == agency["changes"][0]["at"] == "2026-03-12T11:00:00+09:00"


def test_it_stands_once_for_all_languages(data: Data) -> None:
    assert data["languages"] == ["ja", "en", "fr", "de"]
    assert data["title"]["en"] == "Notice about a leak of the data of customers"


def test_a_fact_has_its_history(data: Data) -> None:
    people = data["facts"]["people"]
    first, second = people["values"]
    assert (first["value"], second["value"]) == ("912480", "912455")
    assert first["corrected"] == second["from"] == "2026-03-11T10:00:00+09:00"
    assert second["change"] == "correction"
    assert second["note"] == {
        "ja": "二重に数えていました。",
        "en": "Some people were counted twice.",
    }
    assert first["text"]["en"] == "912,480 people"
    assert first["as_of"] == "2026-03-08"
    assert people["current"] == second["from"]
    assert people["url"]["de"] == "https://www.some.example/notice/de/numbers.html#people"


def test_a_fact_that_was_replaced_has_no_current_value(data: Data) -> None:
    assert data["facts"]["records"]["current"] is None
    assert data["facts"]["people"]["values"][0]["replaces"] == "records"


def test_amounts_are_what_was_typed(data: Data) -> None:
    gift = data["facts"]["gift"]["values"]
    assert [value["value"] for value in gift] == [None, {"JPY": "1000"}]
    assert gift[0]["status"] == "undecided"
    assert data["facts"]["deadline"]["values"][0]["value"] == "2027-12-28"


def test_a_line_has_its_numbers_and_hours(data: Data) -> None:
    hotline = data["contacts"]["hotline"]
    assert hotline["channels"][0]["values"][0]["e164"] == "+818000000140"
    first, second = hotline["hours"]
    assert first["weekly"]["sun"] == ["09:00-21:00"]
    assert second["weekly"]["mon"] == ["09:00-12:00", "13:00-18:00"]
    assert second["weekly"]["sun"] == []
    assert (first["on_holidays"], second["on_holidays"]) == ("open", "closed")
    assert hotline["until"] == "2027-12-28"
    press = data["contacts"]["press"]["channels"][0]["values"]
    assert [value["change"] for value in press] == [None, "correction"]
    assert data["contacts"]["swiss"]["hours"][0]["on_holidays"] == ["10:00-12:00"]
    assert data["closures"]["may"]["lines"] == ["hotline"]


def test_an_update_has_its_number_and_addresses(data: Data) -> None:
    first = data["updates"][0]
    assert (first["name"], first["number"]) == ("2026-03-02-first", 1)
    assert first["url"]["en"].endswith("/en/updates/2026-03-02-first.html")
