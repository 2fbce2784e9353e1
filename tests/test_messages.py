"""What the program says: every message can be translated, and states facts in plain words."""

from __future__ import annotations

import gettext
import importlib.util
import re
import string
import sys
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from noticegen.diagnostics import Code, Diagnostic, Location, Severity, say
from noticegen.report import LOCALES, as_text, translator

SCRIPT = Path(__file__).parent.parent / "scripts" / "messages.py"

SELF = {"noticegen/diagnostics.py", "noticegen/cli/terminal.py"}
"""Where `say` and `say_out` pass a message on."""


def script() -> ModuleType:
    """`scripts/messages.py` as a module."""
    spec = importlib.util.spec_from_file_location("messages", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


messages = script()


@pytest.fixture(scope="module")
def said() -> list[Any]:
    """Every message in the source."""
    return [c for c in messages.calls() if not (c.file in SELF and c.template is None)]


def fields(template: str) -> set[str]:
    """The names in braces of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_messages_are_found(said: list[Any]) -> None:
    assert len(said) > 200


def test_every_message_is_a_literal_with_a_value_for_every_name(said: list[Any]) -> None:
    """Translators do not see what is put together."""
    assert [
        call for call in said if call.template is None or call.names != fields(call.template)
    ] == []


def test_every_message_states_a_fact(said: list[Any]) -> None:
    judging = re.compile(r"\binvalid\b|\bfailed to\b|!(?!\[)|\bplease\b|\boops\b|^\s|\s$", re.I)
    assert [call for call in said if judging.search(call.template)] == []


def test_the_template_for_translators_is_up_to_date() -> None:
    assert messages.TEMPLATE.read_text("utf-8") == messages.template(), "run scripts/messages.py"


def test_the_template_for_translators_can_be_read_and_names_no_machine(said: list[Any]) -> None:
    text = messages.TEMPLATE.read_text("utf-8")
    catalogue = read_po(BytesIO(text.encode()))
    assert {message.id for message in catalogue if message.id} == {call.template for call in said}
    assert str(Path.home()) not in text
    assert "Date" not in text.partition("\n\n")[0]


def test_catalogues_use_the_names_of_their_messages() -> None:
    for path in LOCALES.glob("*/LC_MESSAGES/noticegen.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id and message.string:
                    assert fields(str(message.string)) == fields(str(message.id)), message.id


def a_catalogue(folder: Path, texts: dict[str, str]) -> Path:
    """A folder of catalogues with one for Japanese."""
    catalogue = Catalog("ja")
    for english, japanese in texts.items():
        catalogue.add(english, japanese)
    path = folder / "ja" / "LC_MESSAGES" / "noticegen.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)
    return folder


@pytest.fixture(autouse=True)
def forget_catalogues() -> None:
    """`gettext` keeps the catalogues that it has read, by their paths."""
    gettext._translations.clear()  # type: ignore[attr-defined]


def test_a_message_is_put_into_the_language_of_its_reader(tmp_path: Path) -> None:
    folder = a_catalogue(
        tmp_path,
        {
            "there is no page {name}.md": "ページ {name}.md はありません",
            "did you mean `{name}`?": "`{name}` ではありませんか",
            "errors: {errors}, warnings: {warnings}": "エラー {errors} 件、警告 {warnings} 件",
        },
    )
    translate = translator(["ja"], folder)
    finding = Diagnostic(
        Location("content/ja/index.md", 3, 1),
        Code.NO_SUCH_PAGE,
        say("there is no page {name}.md", name="fak"),
        say("did you mean `{name}`?", name="faq"),
    )
    assert list(as_text([finding], {}, translate)) == [
        "content/ja/index.md:3:1: error NG303 no-such-page: ページ fak.md はありません",
        "    hint: `faq` ではありませんか",
        "エラー 1 件、警告 0 件",
    ]


def test_a_message_inside_a_message_is_translated_as_well(tmp_path: Path) -> None:
    folder = a_catalogue(tmp_path, {"it says {what}": "{what}とあります", "nothing": "何も"})
    translate = translator(["ja"], folder)
    assert translate(say("it says {what}", what=say("nothing"))) == "何もとあります"


def test_what_has_no_translation_stays_english(tmp_path: Path) -> None:
    folder = a_catalogue(tmp_path, {"nothing": "何も"})
    assert translator(["ja"], folder)(say("it says {what}", what=1)) == "it says 1"
    assert translator(["de"], folder)(say("nothing")) == "nothing"
    assert translator([], folder)(say("nothing")) == "nothing"
    assert translator(["de", "ja"], folder)(say("nothing")) == "何も"


def test_values_are_not_read_as_templates() -> None:
    assert str(say("it says {what}", what="{0} {name} ${x}")) == "it says {0} {name} ${x}"


def test_a_warning_is_counted_as_one() -> None:
    finding = Diagnostic(Location("a"), Code.LEFT_OVER, say("x"), None, Severity.WARNING)
    assert list(as_text([finding], {}, translator(["en"])))[-1] == "errors: 0, warnings: 1"
