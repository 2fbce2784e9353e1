"""Persons in texts: their addresses, their numbers, their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from noticegen.check import identifiers
from noticegen.check.suspects import Ours, Suspect, masked
from noticegen.check.wordlists import known, words
from noticegen.diagnostics import Code, say
from noticegen.phones import phone_like

_MAIL = re.compile(
    r"(?<![\w.+@/=-])"
    r"(?P<local>[A-Za-z0-9][\w.+-]{0,63})(?P<at>@| ?[\[(] ?(?:at|@|アット) ?[\])] ?)"
    r"(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[A-Za-z]{2,})",
    re.ASCII | re.IGNORECASE,
)
_AT = ("@", "(at", "[at", "( at", "[ at", "(AT", "[AT", "アット")
"""What has to be there at all."""
_PARTS = re.compile(r"[._+-]+")
_DIGITS = re.compile(r"\d(?:[ .-]?\d){3,}(?:-?[A-Za-z])?(?![A-Za-z0-9_*]|[ ,.]\d)")
_LETTERS = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,5}[ -]?$")
"""Of a number such as M-10482."""
_LONGEST_WORD = 48
_SHORTEST_IN_CELL = 7
"""Signs of a number in a cell beside its word: shorter ones may be counts."""
_BETWEEN = ' .:=#(°№「『」』"“”„«»*_`|はがの、'
_VERBS = (" is", " est le", " est", " lautet", " ist", " no", " nr")
_COUNTED = re.compile(
    r" *(?:件|名|人|個|桁|文字|枚|通|円|年|月|日|%|％|€|EUR|digits?|Stellen|chiffres)"
)
_ONE_CELL = re.compile(r"(?:[A-Z]{1,5}[ -]?)?\d[\d -]{2,}\d", re.IGNORECASE)
_RULE_OF_TABLE = re.compile(r"-[ :]*\|[ :]*-")
_RULE = re.compile(r"[\s:|-]+")

_NAME = re.compile(
    r"(?P<name>[\u3400-\u9fff\uf900-\ufaff々〆〇ヶ]+(?:[ ][\u3400-\u9fff々]{1,3})?"
    r"|[ァ-ヴー]{2,}(?:・[ァ-ヴー]{2,})*|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    r" ?様(?![々式子相態変式性体化]|々)"
)
_POLITE = "御ご"
_LONGEST_NAME = 8
_ORGANISATION = re.compile(
    r"(?:(?:株式|有限|合同|合資|合名)会社|(?:社団|財団|学校|医療|宗教|福祉|行政|独立|特定非営利活動)法人"
    r"|[(][株有][)])[^\s、。]*$"
)


def persons_mails(text: str, ours: Ours) -> Iterator[Suspect]:
    """Mail addresses of persons: named after one, or of a provider of private mailboxes."""
    for match in _MAIL.finditer(text) if any(sign in text for sign in _AT) else ():
        local, host = match["local"].lower(), match["host"].lower()
        if f"{local}@{host}" not in ours.mails and _is_of_a_person(local, host):
            yield Suspect(
                *match.span(),
                Code.PERSON_MAIL,
                say("{address} is the mail address of a person", address=masked(match[0])),
                say(
                    "take it out; if readers may write to it, put it into content/contacts.yml "
                    "and write ${{contact.…}}"
                ),
            )


def persons_phones(text: str, ours: Ours) -> Iterator[Suspect]:
    """Telephone numbers that are none of ours."""
    for found in phone_like(text):
        if not ours.has_phone(found.text):
            yield Suspect(
                found.start,
                found.end,
                Code.STRAY_PHONE,
                say(
                    "{number} looks like a telephone number and is no contact",
                    number=masked(found.text, 2),
                ),
                say(
                    "correct it, or add it to content/contacts.yml: as a line, or under "
                    "not_ours if it is not yours"
                ),
            )


def customer_numbers(text: str, _ours: Ours) -> Iterator[Suspect]:
    """Numbers behind a word such as 会員番号, and those of a column that is called so."""
    if not _says_a_word(text):
        return
    for match in _DIGITS.finditer(text):
        if _is_year(match[0]) or _COUNTED.match(text, match.end()):
            continue
        before = text[max(0, match.start() - _LONGEST_WORD) : match.start()]
        letters = _LETTERS.search(before)
        for start in (len(before), letters.start()) if letters else (len(before),):
            word = _word_at_end(before[:start])
            is_count = "|" in before[:start][-4:] and len(match[0]) < _SHORTEST_IN_CELL
            if word and not is_count:
                first = match.start() - len(before) + start
                number = text[first : match.end()]
                yield _customer(first - len(word), match.end(), word, number)
                break
    if _has_rows(text):
        yield from _of_columns(text)


def my_numbers(text: str, _ours: Ours) -> Iterator[Suspect]:
    """Individual Numbers (My Number)."""
    for start, end in identifiers.my_numbers(text):
        yield Suspect(
            start,
            end,
            Code.MY_NUMBER,
            say("{number} has the check digit of a My Number", number=masked(text[start:end])),
            say("take it out: nobody may publish one"),
        )


def payment_cards(text: str, _ours: Ours) -> Iterator[Suspect]:
    """Numbers of payment cards."""
    for start, end in identifiers.payment_cards(text):
        yield Suspect(
            start,
            end,
            Code.PAYMENT_CARD,
            say("{number} is the number of a payment card", number=masked(text[start:end])),
            say("take it out; its last four digits are enough to tell cards apart"),
        )


def bank_accounts(text: str, _ours: Ours) -> Iterator[Suspect]:
    """International account numbers."""
    for start, end in identifiers.ibans(text):
        yield Suspect(
            start,
            end,
            Code.BANK_ACCOUNT,
            say("{number} is the number of a bank account", number=masked(text[start:end])),
            say("take it out; if it is the organisation's own, accept it with the reason"),
        )


def machine_addresses(text: str, _ours: Ours) -> Iterator[Suspect]:
    """Addresses of machines, which may be those of visitors."""
    for start, end in identifiers.machine_addresses(text):
        yield Suspect(
            start,
            end,
            Code.MACHINE_ADDRESS,
            say("{address} is the address of a machine", address=masked(text[start:end])),
            say("take it out, or say what kind of machine it was"),
        )


def named_persons(text: str, _ours: Ours) -> Iterator[Suspect]:
    """Names before 様 that are no set phrase."""
    for match in _NAME.finditer(text) if "様" in text else ():
        if _is_name(match["name"]) and not _ORGANISATION.search(
            text[max(0, match.start() - 20) : match.end("name")]
        ):
            yield Suspect(
                *match.span(),
                Code.NAMED_PERSON,
                say("“{name}” names somebody", name=f"{match['name'][0]}…様"),
                say("write who it was without the name, as in 会員の方"),
            )


def _is_of_a_person(local: str, host: str) -> bool:
    parts = [part for part in _PARTS.split(local) if part]
    letters = [re.sub(r"\d+$", "", part) for part in parts]
    if host in known("persons", "mail_providers"):
        return True
    if not known("persons", "mail_roles").isdisjoint(letters):
        return False
    if not known("persons", "names").isdisjoint(letters):
        return True
    labels = re.split(r"[.-]", host)
    is_separated = len(letters) == 2 and re.search(r"[a-z\d][._][a-z]", local) is not None
    return (
        is_separated
        and all(part.isalpha() for part in letters)
        and max(map(len, letters)) > 2
        and not set(letters) <= set(labels)
    )


def _customer(start: int, end: int, word: str, number: str) -> Suspect:
    return Suspect(
        start,
        end,
        Code.CUSTOMER_NUMBER,
        say("{word} {number} is that of one person", word=word, number=masked(number)),
        say("take it out; an example can say 12345… or show which signs it has"),
    )


@cache
def _customer_words() -> tuple[str, ...]:
    return tuple(word.lower() for word in words("numbers", "customer_number"))


def _word_at_end(before: str) -> str:
    """The word for the number of a customer with which `before` ends, but for a colon, a sign of
    a number, a bracket or a verb.
    """
    bare = before.rstrip(_BETWEEN)
    low = bare.lower().replace("’", "'")
    verb = next((verb for verb in _VERBS if low.endswith(verb)), "")
    for said in (bare, bare[: len(bare) - len(verb)].rstrip(_BETWEEN)) if verb else (bare,):
        low = said.lower().replace("’", "'")
        if low.endswith(_customer_words()):
            word = max((word for word in _customer_words() if low.endswith(word)), key=len)
            front = low[: -len(word)][-1:]
            is_part = word[0].isascii() and front.isascii() and front.isalpha()
            return "" if is_part else said[-len(word) :]
    return ""


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number) is not None


def _says_a_word(text: str) -> bool:
    low = text.lower().replace("’", "'")
    return any(word in low for word in _customer_words())


def _has_rows(text: str) -> bool:
    """Whether there is a table: one of markdown, or lines with as many commas as the one before."""
    if "|" in text and _RULE_OF_TABLE.search(text):
        return True
    first, _, rest = text.partition("\n")
    second = rest.partition("\n")[0]
    return any(0 < first.count(sign) == second.count(sign) for sign in ";,\t")


def _of_columns(text: str) -> Iterator[Suspect]:
    """Cells below a header such as Kundennummer, in tables of markdown, CSV and TSV."""
    at: dict[int, tuple[str, str]] = {}
    start = 0
    for line in text.split("\n"):
        cells = list(_cells(line))
        headers = {
            number: (separator, cell)
            for number, (_, cell, separator) in enumerate(cells)
            if cell.lower().replace("’", "'").startswith(_customer_words())
            and not re.search(r"\d", cell)
        }
        if headers:
            at = headers
        elif not line.strip():
            at = {}
        elif not _RULE.fullmatch(line):
            for number, (offset, cell, separator) in enumerate(cells):
                below = at.get(number)
                if below and below[0] == separator and _ONE_CELL.fullmatch(cell):
                    first = start + offset
                    yield _customer(first, first + len(cell), below[1], cell)
        start += len(line) + 1


def _cells(line: str) -> Iterator[tuple[int, str, str]]:
    """The cells of a line of a table: where each begins, what it says, and what parts them."""
    separator = next((sign for sign in "|;,\t" if sign in line), "")
    if not separator:
        return
    offset = 0
    for piece in line.split(separator):
        cell = piece.strip(" \"'")
        if cell:
            yield offset + piece.find(cell), cell, separator
        else:
            yield offset, "", separator
        offset += len(piece) + 1


def _is_name(text: str) -> bool:
    """Whether what stands before 様 is a name and no word for somebody."""
    if len(text) > _LONGEST_NAME and not text[0].isascii() and " " not in text:
        return False
    if text[0].isascii():
        return True
    bare = text.lstrip(_POLITE) or text
    phrases = known("persons", "sama_words")
    if text in phrases or bare in phrases or set(bare) <= set("〇々"):
        return False
    long_phrases = tuple(word for word in phrases if len(word) > 1)
    return not bare.endswith((*long_phrases, *words("persons", "sama_ends")))
