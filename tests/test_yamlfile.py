"""YAML is read by the schema, and every key and value knows where it was written."""

from __future__ import annotations

import pytest

from noticegen.diagnostics import Diagnostic
from noticegen.yamlfile import (
    Fields,
    Listing,
    Mapping,
    Scalar,
    did_you_mean,
    nearest,
    read_yaml,
    shown,
)


def a_mapping(text: str, first_line: int = 1) -> Mapping:
    read = read_yaml(text, "a.yml", first_line=first_line)
    assert isinstance(read, Mapping), read
    return read


KNOWN = ("a", "c", "draft", "f", "item", "key", "none", "summary", "title")


def fields(text: str, known: tuple[str, ...] = KNOWN) -> Fields:
    return Fields(a_mapping(text), known, [])


def report(text: str) -> list[tuple[str, str, str, str]]:
    """Place, code, message and hint of everything that is wrong with a text."""
    read = read_yaml(text, "a.yml")
    assert isinstance(read, tuple), read
    return [told(finding) for finding in read]


def told(finding: Diagnostic) -> tuple[str, str, str, str]:
    place = f"{finding.at.line}:{finding.at.column}"
    return place, finding.code.label, str(finding.message), str(finding.hint)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("0120", "0120"),
        ("0120000140", "0120000140"),
        ("18:00", "18:00"),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02 15:00", "2026-03-02 15:00"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("null", "null"),
        ('"a: b"', "a: b"),
        ("'it''s'", "it's"),
        ("${a}", "${a}"),
        ("|\n  あ\n  い", "あ\nい\n"),
        (">\n  a\n  b", "a b\n"),
    ],
)
def test_a_value_is_the_text_that_was_written(written: str, text: str) -> None:
    scalar = fields(f"key: {written}\n").scalar("key")
    assert scalar is not None
    assert scalar.text == text


def test_keys_and_values_know_their_places() -> None:
    mapping = a_mapping("題: 件名\nchanges:\n  - {at: 'あ', note: b}\n", first_line=2)
    [(title, text), (_, items)] = mapping.entries
    assert (str(mapping.at), str(title.at), str(text.at)) == ("a.yml:2:1", "a.yml:2:1", "a.yml:2:4")
    assert isinstance(items, Listing)
    [item] = items.items
    assert isinstance(item, Mapping)
    assert item.flow
    assert [str(node.at) for entry in item.entries for node in entry] == [
        "a.yml:4:6", "a.yml:4:10", "a.yml:4:15", "a.yml:4:21",
    ]  # fmt: skip


def test_nothing_is_an_empty_mapping() -> None:
    assert a_mapping("").entries == ()
    assert a_mapping("# only a comment\n").entries == ()


@pytest.mark.parametrize(
    ("text", "place", "code", "message", "hint"),
    [
        (
            "a: 1\nb: 2\na: 3",
            "3:1",
            "duplicate-key",
            "`a` stands here and in line 1",
            "keep one of them",
        ),
        (
            "a: &x 1\nb: *x",
            "1:4",
            "yaml-feature",
            "aliases are not allowed (`&x` or `*x`)",
            "write the value out, or put the text in quotes",
        ),
        (
            "a: *x",
            "1:4",
            "yaml-feature",
            "aliases are not allowed (`&x` or `*x`)",
            "write the value out, or put the text in quotes",
        ),
        (
            'あ: !!python/object/apply:os.system ["id"]',
            "1:4",
            "yaml-feature",
            "tags are not allowed (`tag:yaml.org,2002:python/object/apply:os.system`)",
            "write the value without it; types are known from the key",
        ),
        (
            "a: !x 1",
            "1:4",
            "yaml-feature",
            "tags are not allowed (`!x`)",
            "write the value without it; types are known from the key",
        ),
        ("<<: {a: 1}", "1:1", "yaml-feature", "merge keys are not allowed", "write the values out"),
        (
            "a: 1\n---\nb: 2",
            "2:1",
            "yaml-feature",
            "a second YAML document starts here",
            "keep one document; remove this `---`",
        ),
        (
            "件名",
            "1:1",
            "yaml-syntax",
            "here stands “件名”, where keys and values are wanted",
            "write one `key: value` a line",
        ),
        (
            "- a",
            "1:1",
            "yaml-syntax",
            "here stands a list, where keys and values are wanted",
            "write one `key: value` a line",
        ),
        (
            "a: {[b]: c}",
            "1:5",
            "yaml-syntax",
            "a key is a list or a mapping",
            "put the text in quotes; a placeholder such as ${…} needs them here",
        ),
    ],
)
def test_what_yaml_can_do_and_a_notice_does_not_need_is_refused(
    text: str, place: str, code: str, message: str, hint: str
) -> None:
    assert report(text) == [(place, code, message, hint)]


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("title: 件名: 第一報", "1:10", "a `: ` inside a text needs quotes around the text"),
        ("a:\n\tb: 1", "2:1", "indent with spaces; YAML does not take tabs"),
        (
            "a: {b: c",
            "1:1",
            "inside {…} and […] a text with a comma needs quotes, and each one its end",
        ),
        (
            "a: [${b}, c]",
            "1:6",
            "quote the placeholder: inside {…} and […] its braces are read as YAML",
        ),
        ("a: @b", "1:4", ""),
        ("a: 'b", "1:6", "close it at the end of the text"),
        ("a:\n  b: c: d", "2:7", "a `: ` inside a text needs quotes around the text"),
        ("a: 1\n   b: 1", "2:5", "let keys that belong together begin in the same column"),
        (
            "a:\n  - b: 1\n  c: 1",
            "3:3",
            "let keys that belong together begin in the same column",
        ),
        ("a：\n  b: 1", "2:4", "write a half-width `:` and a space"),
        ("a: 1\nb：1\n", "3:1", "write a half-width `:` and a space"),
        ("a: 1\nb:1\n", "3:1", "put a space after the `:`"),
        (
            "a: 'it's'",
            "1:8",
            "let the quotation marks stand around the whole text, and write “ ” ‘ ’ or 「」 inside",
        ),
    ],
)
def test_what_yaml_cannot_read_has_a_place_and_a_hint(text: str, place: str, hint: str) -> None:
    [(at, code, _, hinted)] = report(text)
    assert code == "yaml-syntax"
    assert (at, hinted if hint else "") == (place, hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\n   b: 1", "line 2 begins in another column than line 1"),
        ("a: 'b\nc: 1\n", "the quotation mark of line 1 is never closed"),
        ("a: 1\n\nb：1\n", "line 3 has a full-width `：`"),
        ("a: b: c", "one colon too many"),
    ],
)
def test_common_slips_are_told_in_the_words_of_an_author(text: str, message: str) -> None:
    [(_, _, told, _)] = report(text)
    assert told == f"YAML cannot be read here: {message}"


def test_nesting_has_a_limit() -> None:
    [(_, code, message, _)] = report("a: " + "[" * 20 + "]" * 20)
    assert (code, message) == ("too-deep", "nested more than 12 levels deep")


def test_many_aliases_are_refused_at_the_first() -> None:
    bomb = "a: &a [x]\n" + "\n".join(
        f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    [(place, code, _, _)] = report(bomb)
    assert (place, code) == ("1:4", "yaml-feature")


def test_all_duplicate_keys_are_reported_together() -> None:
    assert [place for place, *_ in report("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n")] == ["2:1", "5:3"]


@pytest.mark.parametrize("value", ["", "~", '""', '" "', "[a, b]", "{a: b}"])
def test_a_text_says_something(value: str) -> None:
    taken = fields(f"title: {value}")
    assert taken.scalar("title") is None
    [finding] = taken.found
    assert str(finding.message).startswith("`title` must be text, and ")


def test_a_missing_text_is_reported_where_it_is_required() -> None:
    taken = fields("a: b")
    assert taken.scalar("title") is None
    assert taken.found == []
    assert taken.scalar("title", required=True) is None
    [finding] = taken.found
    assert told(finding) == ("1:1", "missing-field", "`title` is missing", "add a line `title: …`")


@pytest.mark.parametrize(
    ("value", "flag"),
    [("true", True), ("false", False), ("yes", None), ('"true"', None), ("1", None)],
)
def test_a_flag_is_true_or_false(value: str, flag: bool | None) -> None:
    taken = fields(f"draft: {value}")
    assert taken.flag("draft") is flag
    assert bool(taken.found) is (flag is None)


def test_a_flag_that_is_missing_says_nothing() -> None:
    taken = fields("a: b")
    assert taken.flag("draft") is None
    assert taken.found == []


def test_a_single_word_is_a_list_of_one() -> None:
    taken = fields("a: b\nc: [d, e]\nf: [g, {h: i}, ~]")
    assert [word.text for word in taken.words("a")] == ["b"]
    assert [word.text for word in taken.words("c")] == ["d", "e"]
    assert taken.words("none") == ()
    assert [word.text for word in taken.words("f")] == ["g"]
    assert [str(finding.at) for finding in taken.found] == ["a.yml:3:8", "a.yml:3:16"]


def test_an_unknown_key_gets_the_nearest_known_one() -> None:
    taken = fields("tittle: a", ("title", "summary"))
    taken.scalar("title")
    taken.scalar("summary")
    taken.finish()
    [finding] = taken.found
    assert told(finding) == (
        "1:1",
        "unknown-key",
        "`tittle` is not a key that is known here",
        "did you mean `title`?",
    )


def test_a_comma_in_braces_gets_a_hint_of_its_own() -> None:
    inner = fields("item: {note: 訂正しました, 番号も}").node("item")
    assert isinstance(inner, Mapping)
    taken = Fields(inner, ("note",), [])
    taken.scalar("note")
    taken.finish()
    [finding] = taken.found
    assert told(finding) == (
        "1:22",
        "unknown-key",
        "`番号も` is not a key that is known here",
        "a comma inside {…} ends a text; put the whole text in quotes",
    )


def test_the_schema_and_what_is_read_are_the_same() -> None:
    with pytest.raises(AssertionError, match="`b` is not in the schema"):
        fields("a: b").node("b")
    taken = fields("a: b", ("a", "c"))
    taken.node("a")
    with pytest.raises(AssertionError, match="not read"):
        taken.finish()


def test_the_places_of_values_can_be_asked_for() -> None:
    taken = fields("a:   b")
    assert str(taken.place("a")) == "a.yml:1:6"
    assert str(taken.place("c")) == "a.yml:1:1"
    assert "a" in taken
    assert [key.text for key in Fields.keys(taken)] == ["a"]


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("corection", ("correction", "addition"), "did you mean `correction`?"),
        ("xyz", ("b", "a"), "known here: a, b"),
        ("xyz", (), "none is known here"),
    ],
)
def test_a_hint_names_the_nearest_word_or_all(word: str, known: tuple[str, ...], hint: str) -> None:
    assert str(did_you_mean(word, known)) == hint


def test_a_word_far_from_all_others_is_near_to_none() -> None:
    assert nearest("hotline", ["tittle"]) is None


def test_values_are_shown_in_short() -> None:
    mapping = a_mapping("a: " + "あ" * 50 + "\nb: [c]\nd: {e: f}\ng:\nh: ''")
    assert [str(shown(node)) for _, node in mapping.entries] == [
        "“" + "あ" * 39 + "…”",
        "a list",
        "keys and values",
        "nothing",
        "nothing",
    ]
    assert isinstance(mapping.entries[3][1], Scalar)
    assert mapping.entries[3][1].says_nothing
