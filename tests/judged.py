"""What `noticegen check` says of the two corpora: which faults it finds, which alarms are false.

`scripts/corpus.py` prints the figures, and `test_corpus.py` holds them to their bounds.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from corpus_cases import Case, Expected
from noticegen.build import prepare, read
from noticegen.diagnostics import Code, Diagnostic, Severity
from sites import put

CODES: dict[str, frozenset[Code]] = {
    "boilerplate": frozenset({Code.BOILERPLATE}),
    "customer-number": frozenset({Code.CUSTOMER_NUMBER}),
    "dead-fragment": frozenset({Code.NO_SUCH_FRAGMENT}),
    "dead-target": frozenset({Code.NO_SUCH_PAGE, Code.NO_SUCH_FILE}),
    "donate-instead": frozenset({Code.DONATE_INSTEAD}),
    "ended-line": frozenset({Code.ENDED_LINE}),
    "era-mismatch": frozenset({Code.ERA_MISMATCH}),
    "foreign-site": frozenset({Code.FOREIGN_SITE}),
    "heading-order": frozenset({Code.HEADING_LEVEL}),
    "hedge": frozenset({Code.HEDGE}),
    "iban": frozenset({Code.BANK_ACCOUNT}),
    "interface-word": frozenset({Code.INTERFACE_WORD}),
    "ip-address": frozenset({Code.MACHINE_ADDRESS}),
    "left-over": frozenset({Code.LEFT_OVER}),
    "letter-field": frozenset({Code.LETTER_FIELD}),
    "line-without-hours": frozenset({Code.LINE_WITHOUT_HOURS}),
    "link-text": frozenset({Code.LINK_TEXT}),
    "minimising": frozenset({Code.MINIMISING}),
    "mixed-scripts": frozenset({Code.MIXED_SCRIPTS, Code.CONTACT}),
    "my-number": frozenset({Code.MY_NUMBER}),
    "named-person": frozenset({Code.NAMED_PERSON}),
    "no-alt-text": frozenset({Code.NO_ALT_TEXT}),
    "not-free": frozenset({Code.NOT_FREE}),
    "numbers-differ": frozenset({Code.NUMBERS_DIFFER}),
    "other-host": frozenset({Code.MISLEADING_LINK}),
    "passed-deadline": frozenset({Code.PASSED_DEADLINE}),
    "payment-card": frozenset({Code.PAYMENT_CARD}),
    "person-mail": frozenset({Code.PERSON_MAIL}),
    "person-phone": frozenset({Code.STRAY_PHONE}),
    "poor-alt-text": frozenset({Code.POOR_ALT_TEXT}),
    "punycode": frozenset({Code.PUNYCODE}),
    "quote-without-lang": frozenset({Code.UNMARKED_LANGUAGE}),
    "relative-day": frozenset({Code.RELATIVE_DAY}),
    "secret": frozenset({Code.SECRET}),
    "staff-note": frozenset({Code.STAFF_NOTE}),
    "stale-value": frozenset({Code.STALE_VALUE}),
    "stray-figure": frozenset({Code.STRAY_FIGURE}),
    "stray-mail": frozenset({Code.STRAY_MAIL}),
    "table-header": frozenset({Code.TABLE_HEADER}),
    "typed-in-translation": frozenset({Code.TYPED_IN_TRANSLATION}),
    "unanswered-question": frozenset({Code.UNANSWERED_QUESTION}),
    "undated-denial": frozenset({Code.UNDATED_DENIAL}),
    "userinfo": frozenset({Code.MISLEADING_LINK}),
    "weekday-mismatch": frozenset({Code.WEEKDAY_MISMATCH}),
}
"""The codes that a label of the corpora stands for."""


class Judged(NamedTuple):
    """A case, and what was found in it."""

    case: Case
    findings: tuple[Diagnostic, ...]

    @property
    def found(self) -> bool:
        """Whether what was planted is found at its line."""
        return all(self._finds(expected) for expected in self.case.expected)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """Findings of level error that the case does not expect."""
        return self._others(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Findings of level warning that the case does not expect."""
        return self._others(Severity.WARNING)

    def _finds(self, expected: Expected) -> bool:
        codes = CODES.get(expected.rule, frozenset())
        return any(
            finding.code in codes
            and finding.at.path == expected.path
            and finding.at.line == expected.line
            for finding in self.findings
        )

    def _others(self, severity: Severity) -> tuple[Diagnostic, ...]:
        places = {(expected.path, expected.line) for expected in self.case.expected}
        return tuple(
            finding
            for finding in self.findings
            if finding.severity is severity and (finding.at.path, finding.at.line) not in places
        )


def judged(cases: Iterable[Case]) -> tuple[Judged, ...]:
    """The cases with what is found in each."""
    return tuple(map(_judged, cases))


def figures(name: str, faults: tuple[Judged, ...], pages: tuple[Judged, ...]) -> Iterator[str]:
    """How much is found of the faults, and what is found on pages without one, in words."""
    found = sum(one.found for one in faults)
    yield f"{name}: {found} of {len(faults)} faults found ({100 * found / len(faults):.1f} %)"
    alarms = sum(bool(one.errors) for one in pages)
    yield f"{name}: {alarms} of {len(pages)} innocent pages with an error"
    rules = Counter(code for one in pages for code in {found.code for found in one.warnings})
    worst = ", ".join(f"{code.label} {count}" for code, count in sorted(rules.items()))
    yield f"{name}: innocent pages with a warning, by rule: {worst or 'none'}"


def _judged(case: Case) -> Judged:
    moment = datetime.fromisoformat(case.as_of).replace(tzinfo=ZoneInfo(case.zone))
    with tempfile.TemporaryDirectory() as folder:
        sources = read(put(Path(folder), case.project))
        return Judged(case, prepare(sources, moment, thorough=True).findings)
