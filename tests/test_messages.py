"""What the program says: every message can be translated, and states facts in plain words."""

from __future__ import annotations

import importlib.util
import re
import string
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from build_site import NOW, SMALLEST, a_site, an_update, run
from japanese import asks_otherwise, avoided_words, is_set_otherwise
from noticegen.catalogue import LOCALES, read_catalogue, told_in
from noticegen.diagnostics import Code, Diagnostic, Location, Severity, say
from noticegen.localized import Localized
from noticegen.report import as_text, translator
from sites import tool

SCRIPT = Path(__file__).parent.parent / "scripts" / "messages.py"

GOLDEN = Path(__file__).parent / "golden" / "reports.ja.txt"

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


def test_the_template_and_the_catalogues_are_up_to_date() -> None:
    for path, text in messages.made().items():
        assert path.read_text("utf-8") == text, f"{path.name}: run scripts/messages.py"


def test_the_template_for_translators_can_be_read_and_names_no_machine(said: list[Any]) -> None:
    text = messages.TEMPLATE.read_text("utf-8")
    catalogue = read_po(BytesIO(text.encode()))
    assert {message.id for message in catalogue if message.id} == {call.template for call in said}
    assert str(Path.home()) not in text
    assert "Date" not in text.partition("\n\n")[0]


def test_catalogues_use_the_names_of_their_messages() -> None:
    for path in LOCALES.glob("*/LC_MESSAGES/noticegen.po"):
        for english, text in read_catalogue(path).items():
            assert fields(text) == fields(english), english


def test_a_catalogue_is_read_as_gettext_reads_it(tmp_path: Path) -> None:
    texts = {
        "nothing": "何も",
        'in "quotes", \\ and \n two lines\t': '「"」\\\n\t',
        "long " * 40: "長い" * 120,
        "untranslated": "",
    }
    written = a_catalogue(tmp_path, texts) / "ja" / "LC_MESSAGES" / "noticegen.po"
    assert read_catalogue(written) == {key: text for key, text in texts.items() if text}
    for path in LOCALES.glob("*/LC_MESSAGES/noticegen.po"):
        with path.open("rb") as file:
            expected = {m.id: m.string for m in read_po(file) if m.id and m.string}
        assert read_catalogue(path) == expected


def test_what_is_new_stands_untranslated_in_a_catalogue_and_what_is_gone_does_not() -> None:
    said = {"new": frozenset({"a.py"}), "old": frozenset({"b.py", "c.py"})}
    text = messages.catalogue(said, "ja", {"old": "古い", "gone": "もうない"})
    assert text.startswith("# Messages of noticegen.")
    assert [line for line in text.splitlines() if line.startswith(("#:", "msg", '"L'))] == [
        'msgid ""',
        'msgstr ""',
        '"Language: ja\\n"',
        "#: a.py",
        'msgid "new"',
        'msgstr ""',
        "#: b.py c.py",
        'msgid "old"',
        'msgstr "古い"',
    ]


def a_catalogue(folder: Path, texts: dict[str, str]) -> Path:
    """A folder of catalogues with one for Japanese."""
    catalogue = Catalog("ja")
    for english, japanese in texts.items():
        catalogue.add(english, japanese)
    path = folder / "ja" / "LC_MESSAGES" / "noticegen.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    return folder


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


def test_a_text_of_our_data_is_told_in_the_language_of_the_message() -> None:
    name = Localized({"en": "Cause", "ja": "原因"}, "en")
    message = say("{name} (`{element}`) is found by the words of this heading alone",
                  name=name, element="cause")  # fmt: skip
    assert translator(["ja_JP", "en"])(message).startswith("原因（`cause`）")
    assert translator(["de"])(message) == str(message)
    assert str(message).startswith("Cause (`cause`)")
    assert [told_in(languages) for languages in (["ja_JP"], ["de"], ["en", "ja"])] == [
        "ja",
        "en",
        "en",
    ]


def test_what_has_no_translation_stays_english(tmp_path: Path) -> None:
    folder = a_catalogue(tmp_path, {"nothing": "何も"})
    assert translator(["ja"], folder)(say("it says {what}", what=1)) == "it says 1"
    assert translator(["de"], folder)(say("nothing")) == "nothing"
    assert translator([], folder)(say("nothing")) == "nothing"
    assert translator(["de", "ja"], folder)(say("nothing")) == "何も"


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        (["ja"], "何も"),
        (["ja_JP"], "何も"),
        (["C"], "nothing"),
        (["en", "ja"], "nothing"),
        (["en_GB", "ja"], "nothing"),
        (["../ja", ""], "nothing"),
    ],
)
def test_the_first_language_that_there_is_counts_and_english_is_one(
    tmp_path: Path, languages: list[str], text: str
) -> None:
    folder = a_catalogue(tmp_path, {"nothing": "何も"})
    assert translator(languages, folder)(say("nothing")) == text


def test_values_are_not_read_as_templates() -> None:
    assert str(say("it says {what}", what="{0} {name} ${x}")) == "it says {0} {name} ${x}"


def test_a_warning_is_counted_as_one() -> None:
    finding = Diagnostic(Location("a"), Code.LEFT_OVER, say("x"), None, Severity.WARNING)
    assert list(as_text([finding], {}, translator(["en"])))[-1] == "errors: 0, warnings: 1"


# ------------------------------------------------------------------------ the Japanese catalogue

JAPANESE = read_catalogue(LOCALES / "ja" / "LC_MESSAGES" / "noticegen.po")


def wrong_in_japanese(wrong: Callable[[str, str], object]) -> list[tuple[str, str]]:
    """The messages of which `wrong`, given the English and the Japanese, is true."""
    return [(english, text) for english, text in JAPANESE.items() if wrong(english, text)]


def in_backticks(text: str) -> set[str]:
    """What stands in backticks, with what a template writes twice for the signs themselves."""
    return set(re.findall(r"`[^`]+`", text))


def ending(text: str) -> str:
    """The mark at the end of a sentence, as English has it; what ends with a value has none."""
    if text.endswith("{scheme}:"):
        return ""
    return {"。": ".", "：": ":", "？": "?"}.get(text[-1], text[-1] if text[-1] in ".:?" else "")


def test_every_message_has_japanese(said: list[Any]) -> None:
    assert sorted({call.template for call in said} - JAPANESE.keys()) == []


def test_japanese_keeps_what_stands_in_backticks() -> None:
    assert wrong_in_japanese(lambda en, ja: in_backticks(en) != in_backticks(ja)) == []


def test_japanese_ends_as_the_english_does_and_has_its_blanks() -> None:
    assert wrong_in_japanese(lambda en, ja: ending(en) != ending(ja)) == []
    assert wrong_in_japanese(lambda en, ja: ja != ja.strip() and en == en.strip()) == []


def test_japanese_asks_once_and_in_one_way() -> None:
    twice = re.compile(r"ください。[^。]*ください$")
    assert wrong_in_japanese(lambda _, ja: twice.search(ja) or asks_otherwise(ja)) == []


def test_japanese_is_set_in_one_way() -> None:
    """Brackets for quotations, half-width digits, a space between Japanese and Latin letters."""
    assert wrong_in_japanese(lambda _, ja: is_set_otherwise(ja)) == []


def test_japanese_uses_one_word_for_a_thing() -> None:
    """The words that docs/decisions/0014-messages.md decides against."""
    avoided = avoided_words()
    assert len(avoided) > 10
    assert {(word, ja) for word in avoided for ja in JAPANESE.values() if word in ja} == set()


def test_a_page_of_the_preview_says_that_it_is_japanese() -> None:
    assert translator(["ja"])(say("en")) == "ja"


def test_a_terminal_in_japanese_is_answered_in_japanese(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", "NG999", env={"LC_ALL": "ja_JP.UTF-8"})
    assert "NG999 という指摘はありません" in ran.err
    assert "there is no finding NG999" in run(tmp_path, "explain", "NG999").err


def japanese(project: Path, *arguments: str) -> str:
    """What a command says to a reader of Japanese."""
    # A process of its own would start Python anew for each.
    in_japanese = "import os; os.environ['LC_ALL'] = 'ja_JP.UTF-8'"
    ran = run(project, *arguments, first=in_japanese, timeout=60)
    printed = re.sub(r"(?m)^(.*ルート).*$", r"\1 …", ran.out + ran.err)
    return f"$ noticegen {' '.join(arguments)}\n{printed}"


def test_reports_read_well_in_japanese(tmp_path: Path, update_golden: bool) -> None:
    """What an author and an engineer see on one evening; read it, when it changes."""
    tool("rclone")
    settings = SMALLEST["noticegen.yml"] + 'targets: {live: {rclone: ":local:there"}}\n'
    project = a_site(tmp_path, {"noticegen.yml": settings, "there/other.html": "x"})
    faults = an_update("[質問](fag.md)\n\n${people}\n", date="2026-03-08 11:00", more="sumary: x\n")
    update = project / "content/ja/updates/2026-03-09-hotline.md"
    at = ("--as-of", NOW)

    update.write_text(faults, "utf-8")
    texts = [japanese(project, "build", *at)]
    update.write_text(an_update(title="窓口を設けました", date="2026-03-12 11:00"), "utf-8")
    update.rename(update.with_name("2026-03-12-hotline.md"))
    texts += [
        japanese(project, *words)
        for words in (
            ("status", *at),
            ("build", *at),
            ("deploy", "--dry-run"),
            ("verify", "output"),
        )
    ]
    (project / "output/index.html").write_text("x", "utf-8")
    texts.append(japanese(project, "verify", "output"))
    texts.append(japanese(project, "record", *at))
    index = project / "content/ja/index.md"
    index.write_text(index.read_text("utf-8") + "\n30件のお問い合わせがありました。\n", "utf-8")
    texts.append(japanese(project, "record", *at))

    report = re.sub(r"/notice/[0-9a-f]{8}", "/notice/…", "\n".join(texts))
    if update_golden:
        GOLDEN.write_text(report, "utf-8")
    assert report == GOLDEN.read_text("utf-8")
