"""Bytes become canonical text, or findings with the place of every byte that is wrong."""

from __future__ import annotations

import pytest

from noticegen.diagnostics import Diagnostic
from noticegen.sourcetext import SourceText, character_name, decode, nfc

PATH = "content/ja/index.md"


def a_text(raw: bytes) -> str:
    source = decode(raw, PATH)
    assert isinstance(source, SourceText), source
    return source.text


def findings(raw: bytes) -> tuple[Diagnostic, ...]:
    found = decode(raw, PATH)
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbf---\n", "---\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("か\u3099".encode(), "が"),
        ("é".encode(), "é"),
        (
            "葛\U000e0100 髙 﨑 𠮷 👨\u200d👩\u200d👧 \t\u3000".encode(),
            "葛\U000e0100 髙 﨑 𠮷 👨\u200d👩\u200d👧 \t\u3000",
        ),
        ("\ufa11か\u3099\ufa10".encode(), "\ufa11が\ufa10"),
    ],
)
def test_bytes_become_canonical_text(raw: bytes, text: str) -> None:
    assert a_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "place", "message", "hint"),
    [
        (b"\xff\xfea\x00", "1:1", "the file is saved as UTF-16", "save it as UTF-8"),
        (b"\xfe\xff\x00a", "1:1", "the file is saved as UTF-16", "save it as UTF-8"),
        (b"\xff", "1:1", "not UTF-8 at byte 0 (line 1)", "save the file as UTF-8"),
        (
            b"ab\n\xe3\x81\x82\xe3\x81",
            "2:2",
            "not UTF-8 at byte 6 (line 2)",
            "save the file as UTF-8",
        ),
        (b"\xef\xbb\xbf\xff", "1:2", "not UTF-8 at byte 3 (line 1)", "save the file as UTF-8"),
        (
            b"---\ntitle: " + "件名です\n".encode("cp932"),
            "2:8",
            "not UTF-8 at byte 11 (line 2)",
            "it reads as CP932 (Shift_JIS); convert it with: "
            "iconv -f CP932 -t UTF-8 content/ja/index.md > new.md",
        ),
    ],
)
def test_what_is_not_utf8_is_reported_with_its_place(
    raw: bytes, place: str, message: str, hint: str
) -> None:
    [finding] = findings(raw)
    assert str(finding.at) == f"{PATH}:{place}"
    assert (str(finding.message), str(finding.hint)) == (message, hint)


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000 NULL"),
        ("\x08", "U+0008 BACKSPACE"),
        ("\x0c", "U+000C FORM FEED"),
        ("\x1b", "U+001B ESCAPE"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\ufffd", "U+FFFD REPLACEMENT CHARACTER"),
        ("\U000f0000", "U+F0000"),
    ],
)
def test_an_unwanted_character_is_reported_with_its_name(character: str, name: str) -> None:
    assert character_name(character) == name
    [finding] = findings(f"あ👪{character}".encode())
    assert str(finding.at) == f"{PATH}:1:3"
    assert str(finding.message) == f"the character {name} stands here"


def test_all_unwanted_characters_are_reported_together() -> None:
    assert [str(f.at) for f in findings("\x08a\n\r\nあ\x08\x1b".encode())] == [
        f"{PATH}:1:1",
        f"{PATH}:3:2",
        f"{PATH}:3:3",
    ]


def test_nfc_leaves_the_kanji_of_names_as_they_are() -> None:
    assert nfc("神\ufa19e\u0301") == "神\ufa19é"


def test_an_offset_has_a_place() -> None:
    source = SourceText(PATH, "あい\n👪b")
    assert [str(source.at(n)) for n in (0, 2, 3, 4)] == [
        f"{PATH}:1:1",
        f"{PATH}:1:3",
        f"{PATH}:2:1",
        f"{PATH}:2:2",
    ]
