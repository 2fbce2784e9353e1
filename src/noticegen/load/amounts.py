"""What stands under `value` in facts.yml  ->  an amount, by the type of the fact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import time
from decimal import Decimal

from noticegen import formats
from noticegen.diagnostics import Code, Diagnostic, Message, say
from noticegen.facts import Amount, FactType, Money
from noticegen.load.when import Moments
from noticegen.moments import read_date
from noticegen.yamlfile import Fields, Scalar, shown
from noticegen.yamlfile import Mapping as Keys

_NUMBER = re.compile(r"-?\d{1,24}(?:\.\d{1,12})?", re.ASCII)
_SEPARATED = re.compile(r"-?[\d,_' \u2019\u00a0\u202f.]+", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


def read_amount(
    fields: Fields, type_: FactType, languages: tuple[str, ...], moments: Moments
) -> Amount | None:
    """What stands under `value`, by the type of the fact; None where it cannot be read."""
    if fields.node("value") is None:
        return None
    match type_:
        case FactType.TEXT:
            return fields.localized("value", languages)
        case FactType.MONEY:
            return _money(fields)
    scalar = fields.scalar("value")
    if scalar is None:
        return None
    if type_ is FactType.MOMENT:
        return moments.read(scalar)
    if type_ is FactType.DATE:
        day = read_date(scalar.text, scalar.at)
        if isinstance(day, Diagnostic):
            fields.found.append(day)
            return None
        return day
    reader, hint = _READERS[type_]
    amount = reader(scalar.text)
    if amount is None:
        fields.report(
            scalar.at,
            Code.FACT_VALUE,
            say("“{text}” is no {type}", text=scalar.text[:40], type=type_),
            _plain_number(scalar.text) or hint,
        )
    return amount


def _number(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _time(text: str) -> time | None:
    match = _TIME.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


_READERS: Mapping[FactType, tuple[Callable[[str], Amount | None], Message]] = {
    FactType.NUMBER: (_number, say("write the digits alone, as in 912480 or 0.5")),
    FactType.TIME: (_time, say("write hours and minutes, as in 18:00")),
    FactType.DURATION: (
        formats.read_period,
        say("write it as P12M (12 months), P14D (14 days) or P1Y6M"),
    ),
}


def _plain_number(text: str) -> Message | None:
    """What to write for a number that was typed with separators or in full width."""
    typed, text = text, unicodedata.normalize("NFKC", text)
    if _NUMBER.fullmatch(text) and text != typed:
        return say("write {digits}, with half-width digits", digits=text)
    if not _SEPARATED.fullmatch(text) or len(re.findall(r"[,_' \u2019\u00a0\u202f]", text)) == 0:
        return None
    digits = re.sub(r"[^\d.\-]", "", text)
    return say("write {digits}; every language puts its own separators", digits=digits)


def _money(fields: Fields) -> Money | None:
    node = fields.node("value")
    if not isinstance(node, Keys) or not node.entries:
        assert node is not None
        fields.report(
            node.at,
            Code.FACT_VALUE,
            say("money names its currency, and {text} stands here", text=shown(node)),
            say("write {{JPY: 1000}}"),
        )
        return None
    amounts = []
    for key, amount in node.entries:
        number = _number(amount.text) if isinstance(amount, Scalar) else None
        if not formats.is_currency(key.text):
            fields.report(
                key.at,
                Code.FACT_VALUE,
                say("“{code}” is no currency", code=key.text),
                say("write its three letters from ISO 4217, as in JPY"),
            )
        elif number is None:
            fields.report(
                amount.at,
                Code.FACT_VALUE,
                say("{text} is no number", text=shown(amount)),
                (_plain_number(amount.text) if isinstance(amount, Scalar) else None)
                or say("write the digits alone, as in 1000 or 49.90"),
            )
        else:
            amounts.append((key.text, number))
    return Money(tuple(amounts)) if len(amounts) == len(node.entries) else None
