"""The data about laws: every element that a law asks for stands in its file, and nothing else."""

from __future__ import annotations

import importlib.util
import re
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from noticegen.elements import ELEMENTS
from noticegen.localized import Localized
from noticegen.regimes.model import Confidence, Level, Nature, Regime, SourceKind
from noticegen.regimes.reading import (
    FOLDER,
    conflicts,
    element_names,
    heading_words,
    names,
    questions,
    regime,
    unknown_words,
)
from sites import ROOT

COLUMNS = (
    "jp-appi", "jp-custom", "kr-pipa", "sg-pdpa", "au-ndb", "eu-gdpr", "uk-gdpr", "ca-pipeda",
    "us-ca", "us-hipaa",
)  # fmt: skip
MATRIX = """
notice_title                - R - - - - - - M -
required_headings           - - - - - - - - M -
plain_language              R - - - - M M - M M
notice_date                 - R - - - - - - M -
entity_identity             - R - - M - - - M -
entity_contact              - - - - M - - - M -
apology                     - R - - - - - - - -
what_happened               M R M R M M M M C M
occurrence_period           - R M - R R - M C C
discovery_date              - R - M R - - - - C
cause                       M R - - - - - - - -
data_categories             M R M M M R - M M M
affected_count              R R - - - - - - - -
recipient_identity          - - - - R - - - - -
likely_consequences         - - - M - M M C - -
secondary_damage            M R - - - - - - - -
measures_taken              R R M M R M M M R M
recurrence_prevention       R R - M - - - - - M
authority_notified          - R - - - R - - - -
law_enforcement_delay       - - - - - - - - C -
followup_promise            - R C - - R - - - -
update_history              - R - - - - - - - -
recommended_steps           C R M M M R R M R M
credential_reset_advice     - - - - - R R - C -
vigilance_advice            - - R - - - - - - -
identity_protection_offer   - - - - - - - - C -
self_check                  C - - - - - - - - C
relief_procedure            - - M - - - - - - -
legal_rights_remedies       R - M - - - - - - -
regulator_complaint_right   - - - - R - - - - -
compensation                - R - - - - - - - -
contact_point               C R M M R M M M - M
toll_free_phone             - R - - - - - - - C
dpo_contact                 - - - - - C C - - -
credit_bureau_contacts      - - - - - - - - C -
other_individuals_identity  X - - - - - - - - -
minimising_wording          - - X - - - - - - -
"""
"""Typed from the laws' lists, and not from the data files."""

LEVELS = {
    "M": Level.REQUIRED,
    "C": Level.CONDITIONAL,
    "R": Level.RECOMMENDED,
    "X": Level.PROHIBITED,
}

FROM_KNOWLEDGE = {
    "au-ndb": {"occurrence_period", "discovery_date", "recipient_identity"},
    "ca-pipeda": {"likely_consequences"},
    "eu-gdpr": {"data_categories", "occurrence_period"},
    "jp-appi": {"measures_taken", "recurrence_prevention"},
    "sg-pdpa": None,
    "uk-gdpr": None,
}
"""What nobody compared with a text; None stands for everything."""

DAYS = {"kr-pipa": 30, "us-ca": 30, "us-hipaa": 90, "au-ndb": 183}

LAWS = [regime(name) for name in names()]
KANA_OR_KANJI = re.compile("[ぁ-んァ-ヶ一-龠]")


def expected() -> dict[str, dict[str, Level]]:
    """The levels of the elements by regime."""
    found: dict[str, dict[str, Level]] = {name: {} for name in COLUMNS}
    for row in MATRIX.strip().split("\n"):
        element, *signs = row.split()
        for name, sign in zip(found, signs, strict=True):
            if sign != "-":
                found[name][element] = LEVELS[sign]
    return found


def test_there_are_the_ten_regimes() -> None:
    assert set(names()) == set(expected())


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_a_law_asks_for_what_its_list_says(law: Regime) -> None:
    levels = {item.element: item.level for item in law.requirements}
    assert levels == expected()[law.id]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_it_is_said_what_was_compared_with_a_source(law: Regime) -> None:
    known = FROM_KNOWLEDGE.get(law.id, set())
    unverified = {i.element for i in law.requirements if i.confidence is Confidence.KNOWLEDGE}
    assert unverified == ({i.element for i in law.requirements} if known is None else known)
    ids = [source.id for source in law.sources]
    assert len(ids) == len(set(ids))
    for item in law.requirements:
        assert set(item.sources) <= set(ids), item
        assert (item.confidence is Confidence.KNOWLEDGE) == (not item.sources), item


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_conditions_are_one_question_each_and_the_rest_has_none(law: Regime) -> None:
    for item in law.requirements:
        if item.level is Level.CONDITIONAL:
            assert item.question in questions(), item
        elif item.level is not Level.RECOMMENDED:
            assert item.question is None, item


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_a_law_has_days_and_says_whether_it_is_one(law: Regime) -> None:
    assert (law.in_force_from is None) == (law.nature is Nature.PRACTICE)
    assert law.in_force_from is None or law.in_force_from <= law.checked_on
    assert timedelta() < law.until - law.checked_on <= timedelta(days=366)
    assert law.posting.min_days == DAYS.get(law.id)
    assert law.posting.is_guidance == (law.id == "au-ndb")
    assert law.posting.phone_days == (90 if law.id == "us-hipaa" else None)


def test_california_alone_fixes_words() -> None:
    assert [law.id for law in LAWS if law.literal] == ["us-ca"]
    literal = regime("us-ca").literal
    assert literal is not None
    assert (literal.language, literal.title) == ("en", "Notice of Data Breach")
    assert literal.headings == (
        "What Happened", "What Information Was Involved", "What We Are Doing", "What You Can Do",
        "For More Information",
    )  # fmt: skip


def told() -> list[tuple[str, Localized]]:
    """Every text that readers of a report get, with where it stands."""
    found = [(f"elements {id_}", text) for id_, text in element_names().items()]
    found += [(f"questions {id_}", text) for id_, text in questions().items()]
    found += [(f"conflicts {conflict.id}", conflict.text) for conflict in conflicts()]
    for law in LAWS:
        posting = law.posting
        more = (law.note, posting.place, posting.phone, posting.more)
        texts = (law.name, posting.when, *(text for text in more if text))
        found += [(law.id, text) for text in texts]
        found += [(f"{law.id} {item.element}", item.asks) for item in law.requirements]
    return found


def test_everything_is_told_in_english_and_in_japanese() -> None:
    for where, text in told():
        assert set(text.texts) == {"en", "ja"}, where
        assert KANA_OR_KANJI.search(text.of("ja")) or text.of("ja").isascii(), where
        if "노출" not in text.of("en"):
            assert not KANA_OR_KANJI.search(text.of("en")), where


def test_nothing_calls_a_notice_compliant() -> None:
    judging = re.compile(r"complian|lawful|合法|適法|適合|遵守")
    assert [(where, text) for where, text in told() if judging.search(str(text.texts))] == []


def test_questions_are_asked_by_somebody() -> None:
    asked = {item.question for law in LAWS for item in law.requirements if item.question}
    assert set(questions()) == asked


def test_conflicts_need_two_different_regimes() -> None:
    by_id = {conflict.id: conflict for conflict in conflicts()}
    limits = by_id["time-limits"]
    assert limits.among(frozenset({"us-ca"})) == frozenset()
    assert limits.among(frozenset({"us-ca", "jp-appi"})) == frozenset()
    assert limits.among(frozenset({"us-ca", "kr-pipa", "jp-appi"})) == {"us-ca", "kr-pipa"}
    headings = by_id["fixed-english-headings"]
    assert headings.among(frozenset({"us-ca", "us-hipaa"})) == frozenset()
    assert headings.among(frozenset({"us-ca", "jp-appi"})) == {"us-ca", "jp-appi"}


def test_words_are_there_for_the_languages_of_the_interface() -> None:
    assert set(unknown_words()) >= {"ja", "en", "fr", "de", "ko"}
    for element, words in heading_words().items():
        assert element in ELEMENTS
        assert set(words) == {"ja", "en", "fr", "de", "ko"}, element
        assert all(texts for texts in words.values()), element


def test_the_data_are_read_only_when_they_are_asked_for() -> None:
    assert {path.suffix for path in (FOLDER / "laws").iterdir()} == {".yml"}
    assert regime("jp-appi") is regime("jp-appi")


def script() -> ModuleType:
    """`scripts/regimes.py` as a module."""
    spec = importlib.util.spec_from_file_location("regimes_page", ROOT / "scripts/regimes.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_made_from_the_data(update_golden: bool) -> None:
    made = script()
    page: Path = made.PAGE
    if update_golden:
        made.main()
    assert page.read_text("utf-8") == made.page(), "run scripts/regimes.py"
    text = page.read_text("utf-8")
    assert "no legal advice" in text
    for law in LAWS:
        assert f"## {law.id}\n" in text
        assert law.name.of("ja") in text


def test_the_kinds_of_sources_stand_for_what_was_used() -> None:
    assert regime("uk-gdpr").kinds == ()
    assert regime("ca-pipeda").kinds == (SourceKind.OFFICIAL_MIRROR,)
