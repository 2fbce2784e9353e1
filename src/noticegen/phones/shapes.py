"""What telephone numbers look like in prose, in the forms of all countries.

The patterns take a while to compile, and most texts have nothing to try them on: `find` imports
this module when a text has eight digits in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# What no number is part of. Quantifiers are possessive or bounded, and what begins with one
# begins at the beginning of a word, so that the work grows with the text and no faster.
_WORD = r"(?<![A-Za-z0-9._%+-])"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_OTHER = re.compile(
    "|".join(
        (
            r"[A-Za-z]{2,12}://[!-~]++",
            rf"{_WORD}(?:www\.|mailto:)[!-~]++",
            r"\$\{[^{}\n]{0,200}\}",
            rf"{_WORD}[A-Za-z0-9._%+-]{{1,80}}+@[A-Za-z0-9.-]++",
            # A host with a path, and a path of lower-case words.
            rf"{_WORD}[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,5}}\.[a-z]{{2,12}}/[!-~]*+",
            rf"{_WORD}(?!(?:tel|fax|phone|mobile|mobil|hotline)/)[a-z_]{{3,40}}/[A-Za-z0-9_./~%-]++",
            # UUID, hardware address.
            r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
            r"(?<![0-9A-Za-z])[0-9A-Fa-f]{2}(?:[-:][0-9A-Fa-f]{2}){5}(?![0-9A-Za-z-])",
            # IBAN.
            r"(?<![0-9A-Za-z])[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?"
            r"(?![0-9A-Za-z])",
            # IPv4.
            rf"(?<![0-9.]){_OCTET}(?:\.{_OCTET}){{3}}(?![0-9.])",
            # Dates, times.
            rf"(?<![0-9.+-])(?<![0-9] ){_YEAR}([-/. ]){_MONTH}\1{_DAY}(?![0-9])"
            r"(?:T\d\d[0-9:+Z-]{0,20})?",
            rf"(?<![0-9./-])(?<![0-9] ){_DAY}([-/. ]){_MONTH}\2{_YEAR}(?![0-9])",
            rf"(?<![0-9./-])(?<![0-9] ){_MONTH}([-/]){_DAY}\3{_YEAR}(?![0-9])",
            r"\d{1,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?",
            r"(?<![0-9])\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,6})?(?![0-9])",
            # Times with dots or spaces, from and to.
            r"(?<![0-9.])(?<![0-9][ -])[012]?\d([. ])[0-5]\d ?- ?[012]?\d\4[0-5]\d"
            r"(?![0-9.]|[- ]\d)",
            # Postal codes that a sign or a state marks.
            r"〒 ?\d{3}-?\d{4}",
            r"(?<![A-Za-z])[A-Z]{2} \d{5}-\d{4}(?![0-9-])",
        )
    )
)

_RUN = re.compile(r"(?:\+ ?)?(?:\(\+?\d{1,6}\)|\d++)(?:[-./ \n]{0,3}(?:\(\d{1,6}\)|\d++))*+")
_UNIT = re.compile(r"(?P<between>[-./ \n]*)\(?\+? ?(?P<digits>\d+)\)?")

_TELEPHONE = re.compile(
    r"(?:(?<![a-z])(?:tel|t[eé]l[eé](?:ph|f)[oó]+n[eo]?|n[uú]mero verde|telefax|fax|phone"
    r"|call(?: us)?(?: on| at)?|dial|ring|hotline|helpline|freephone|toll-free|mobile?|m[oó]vil"
    r"|cellulare|handy|appelez|ll[ae]m[ae](?: al)?|chiamare|rufnummer|telefonnummer)"
    r"|電話|電話番号|ダイヤル|☎|☏|📞|✆|전화|고객센터|电话|電話號碼|热线)"
    r"(?:[ .-]{0,2}(?:no|nr|n°|number|nummer|番号))?[はが]?[\s.:：)）」】\]=/]{0,3}$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:(?<![a-z])(?:isbn(?:-1[03])?|issn|iban|case|ticket|ref|reference|invoice|order|account|acct"
    r"|docket|dossier|aktenzeichen|az|vorgang|vorgangsnummer|fall|fallnummer|kundennummer"
    r"|kontonummer|konto|rechnung|rechnungsnummer|bestellnummer|facture|commande|r[ée]f[ée]rence"
    r"|expediente|pratica|serial|imei|sku|part|doi|member|customer|card|policy|tracking|batch)"
    r"|(?:受付|整理|事件|登録|口座|会員|管理|法人|個人|注文|伝票|追跡|契約|顧客|文書|照会|製造|問合せ|案件|報告)番号"
    r"|マイナンバー|第|№|#|＃)"
    r"(?:[ .-]{0,2}(?:id|no|nr|n°|number|nummer|num[ée]ro))?[\s.:：#＃=]{0,3}$",
    re.IGNORECASE,
)
_AFTER_A_FIGURE = re.compile(
    r" ?(?:[%％€$£¥￥°人件名円口社台個本回歳]"
    r"|(?:people|persons?|customers?|users?|records?|accounts?|files?"
    r"|euros?|dollars?|yen|EUR|USD|CHF|GBP|JPY|Personen|Kunden|Datens|Konten|personnes"
    r"|clients?|comptes|personas|clientes|persone|clienti|bytes?|[KMG]B)(?![a-z]))"
)
_AFTER_A_SPAN = re.compile(
    r" ?(?:時|(?:h|hrs?|hours?|Std|Stunden|Uhr|days?|Tage?|heures|jours|ore|horas|uur)(?![A-Za-z]))"
)
_GOES_ON = re.compile(r"[A-Za-z_\u00c0-\u024f]|[-_/][A-Za-z_]|\.[a-z]{2,5}(?![a-z])|[',’:]\d")
_EXTENSION = re.compile(r"/?(?:x|ext|extn|extension|tel|fax|int|poste|app|dw)[. ]*(?![a-z])", re.I)

_INSIDE_A_WORD = re.compile(r"(?:[A-Za-z0-9_\u00c0-\u024f]|[A-Za-z0-9_][-_]|[A-Za-z]\.|[/=])\Z")
_BEHIND_A_WORD = re.compile(r"(?:[^ -~]|[A-Z]{3}|[ )])[/=]\Z")

_MOST_GROUPS = 8
_LEAD = 24
"""How many signs before a number are looked at for a word that says what it is."""


class _Piece(NamedTuple):
    """Groups of digits in the text, with what stands between them."""

    groups: Sequence[re.Match[str]]

    @property
    def start(self) -> int:
        return self.groups[0].start() + len(self.groups[0]["between"])

    @property
    def end(self) -> int:
        return self.groups[-1].end()

    @property
    def between(self) -> list[str]:
        return [group["between"] for group in self.groups[1:]]


def numbers_in(plain: str) -> Iterator[tuple[int, int]]:
    """Where in a text of plain digits and separators numbers begin and end, in order."""
    plain = _OTHER.sub(lambda match: "\0" * len(match.group()), plain)
    for run in _RUN.finditer(plain):
        if len(run.group()) >= 8:
            units = list(_UNIT.finditer(plain, run.start(), run.end()))
            yield from _numbers(plain, _Piece(units))


def _numbers(plain: str, piece: _Piece, *, follows: bool = False) -> Iterator[tuple[int, int]]:
    """Where in a run of digits and separators numbers stand.

    Two numbers, or a number and a time, may stand beside each other. So where the whole is no
    number, or its first part is one already, it is taken apart where the separators are widest.
    `follows` says that a number stands before: then a slash between parts the two.
    """
    widths = [_width(between) for between in piece.between]
    widest = max(widths, default=0)
    parts: list[_Piece] = []
    if widest > min(widths, default=0) or widest >= _WIDE:
        begin = 0
        for index, width in enumerate([*widths, widest]):
            if width == widest:
                parts.append(_Piece(piece.groups[begin : index + 1]))
                begin = index + 1
    # `010-0000 0000` is one number: a space alone parts nothing from fewer than three groups.
    apart = bool(parts) and (widest > _SPACE or len(parts[0].groups) > 2)
    if not (apart and _is_number(plain, parts[0], follows=follows)):
        if _is_number(plain, piece, follows=follows):
            yield piece.start, piece.end
            return
        if (shorter := _without_a_span(plain, piece)) is not None:
            yield shorter.start, shorter.end
            return
    for part in parts:
        for found in _numbers(plain, part, follows=follows):
            follows = True
            yield found


_SPACE = 1
_WIDE = 3


def _width(between: str) -> int:
    """How far apart two groups of digits are: a line, a wide gap, a slash, a space, or less."""
    if "\n" in between:
        return 4
    if len(between) > 1:
        return _WIDE
    return {"/": 2, " ": _SPACE}.get(between, 0)


def _without_a_span(plain: str, piece: _Piece) -> _Piece | None:
    """The number before a span, such as in `0800 000 0140 24 h`."""
    *most, last = piece.groups
    if len(most) > 1 and last["between"] == " " and len(last["digits"]) <= 2:
        shorter = _Piece(most)
        if _AFTER_A_SPAN.match(plain, piece.end) and _is_number(plain, shorter):
            return shorter
    return None


def _is_number(plain: str, piece: _Piece, *, follows: bool = False) -> bool:
    """Whether a piece has the shape of a number, and stands where numbers stand."""
    if len(piece.groups) > _MOST_GROUPS:
        return False
    groups = [group["digits"] for group in piece.groups]
    digits = "".join(groups)
    if not 8 <= len(digits) <= _MOST_DIGITS:
        return False
    before = plain[max(piece.start - _LEAD, 0) : piece.start]
    is_labelled = bool(_TELEPHONE.search(before))
    return (
        (is_labelled or follows or _may_begin(before, is_joined=len(groups) == 1))
        and not _REFERENCE.search(before)
        and _may_end(plain, piece.end)
        and _has_shape(plain, piece, groups, is_labelled=is_labelled)
    )


_MOST_DIGITS = 18
"""Fifteen after `00` or `011`, the prefixes of calls abroad."""


def _may_begin(before: str, *, is_joined: bool) -> bool:
    if _INSIDE_A_WORD.search(before):
        return bool(_BEHIND_A_WORD.search(before))
    # The rest of `0,0123456789`, but not the second of two numbers with a comma between.
    return not (is_joined and re.search(r"\d[,'’]\Z", before))


def _may_end(plain: str, end: int) -> bool:
    return not _GOES_ON.match(plain, end) or bool(_EXTENSION.match(plain, end))


def _has_shape(plain: str, piece: _Piece, groups: Sequence[str], *, is_labelled: bool) -> bool:
    shape = "-".join(str(len(group)) for group in groups)
    digits = "".join(groups)
    signs = {sign for between in piece.between for sign in between}
    if "." in signs and len(groups) == 2 and len(groups[1]) < 8:
        return False  # a decimal fraction
    if "+" in plain[piece.start : piece.start + 2]:
        return _is_international(plain, piece, groups, signs)
    if digits.startswith("00") and len(digits) >= 10 and digits[2] != "0":
        return _is_grouped(groups) and shape != "2-2-2-2-2-2"
    if digits.startswith("0"):
        return _is_national(groups, shape, signs, is_labelled=is_labelled)
    if _FIGURE.fullmatch(shape) and not is_labelled and signs:
        return False
    if _BARE.fullmatch(f"{shape} {'-'.join(groups)}"):
        return True
    return is_labelled and _is_spoken_of(plain, piece, groups, shape)


_FIGURE = re.compile(r"[123](?:-3)+")
"""Thousands, millions and more."""

_BARE = re.compile(
    r"(?:1-)?3-3-4 (?:1-)?[2-9].*"  # North America, and mobile numbers of Italy
    r"|3-7 [2-9].*"
    r"|4-3-[34] 1[38]00-.*"  # Australia, Singapore
    r"|3-4-4 1[3-9].*"  # mobile numbers of China
    r"|2-3-2-2 [89].*|3-2-2-2 [6-9].*"  # Spain
)
"""The forms of countries whose numbers begin without a 0."""


def _is_international(plain: str, piece: _Piece, groups: Sequence[str], signs: set[str]) -> bool:
    digits = "".join(groups)
    if digits.startswith("0") or len(digits) > 15 or not _is_grouped(groups):
        return False
    if len(groups) > 2 and all(len(group) == 3 for group in groups[1:]) and len(signs) == 1:
        # `+12 268 391` more people. After 1 and 7 come ten digits.
        if len(digits) == 8 or (groups[0] in "17" and len(digits) != 11):
            return False
        return not _AFTER_A_FIGURE.match(plain, piece.end)
    return len(groups) > 1 or not _AFTER_A_FIGURE.match(plain, piece.end)


def _is_national(groups: Sequence[str], shape: str, signs: set[str], *, is_labelled: bool) -> bool:
    count = sum(map(len, groups))
    if len(groups) == 1:
        return 10 <= count <= 11 or (is_labelled and 8 <= count <= 13)
    if groups[0] in {"010", "011"} and count > 12:  # abroad, from Japan and North America
        return count <= 18 and len(groups) > 2 and _is_grouped(groups)
    if count > 12 or not _is_grouped(groups):
        return False
    if signs == {"."} and (groups[0] == "0" or shape == "3-3-3-3"):
        return False  # a version, an address of a machine
    if is_labelled:
        return True
    if shape == "4-4" and "-" in signs and (_is_span(groups) or _is_serial(groups)):
        return False
    if shape.startswith("1-") and shape.endswith("-1"):
        return False  # an ISBN
    if groups[0].startswith("00"):
        return shape == "3-4-4"  # a Japanese form that nobody filled in
    # Two dates, a serial number, an American social security number.
    return shape not in {"2-2-2-2-2-2", "3-4-1-1-1", "3-2-4"}


def _is_grouped(groups: Sequence[str]) -> bool:
    """Whether digits stand in groups as people say numbers: few of one digit, none too long."""
    if len(groups) == 1:
        return True
    single = sum(len(group) == 1 for group in groups[1:])
    return (
        single <= 2
        and len(groups[0]) <= 6
        and max(map(len, groups)) <= 12
        and (len(groups) > 2 or len(groups[1]) >= 4)
        and sum(map(len, groups)) >= 2 * len(groups) - single
    )


def _is_spoken_of(plain: str, piece: _Piece, groups: Sequence[str], shape: str) -> bool:
    """Whether other digits are a number where a word before says so."""
    count = sum(map(len, groups))
    if shape == "4-4" and all(group[:2] in {"19", "20"} for group in groups):
        return False
    return (
        count <= 11
        and _is_grouped(groups)
        and len(groups[0]) != 1
        and not _AFTER_A_FIGURE.match(plain, piece.end)
    )


def _is_span(groups: Sequence[str]) -> bool:
    """Whether `0900-1700` are hours; the second of a service number is seldom the later one."""
    hours = [(int(group[:2]), int(group[2:])) for group in groups]
    return hours[0] < hours[1] and all(hour <= 24 and minute < 60 for hour, minute in hours)


def _is_serial(groups: Sequence[str]) -> bool:
    """Whether the last digit of `0317-8471` is the check digit of an ISSN."""
    if groups[0].startswith(("08", "09")):
        return False  # free and paid services of many countries
    weighed = zip("".join(groups), range(8, 0, -1), strict=True)
    return sum(int(digit) * weight for digit, weight in weighed) % 11 == 0
