"""Keys, tokens and passwords in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticegen.check.suspects import Ours, Suspect
from noticegen.diagnostics import Code, Message, say

_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d")
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_-])(?:"
    r"(?:AKIA|ASIA)[0-9A-Z]{16}"  # Amazon Web Services
    r"|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,}"
    r"|gl(?:pat|ptt|dt|rt|cbt)-[\w-]{20,}"  # GitLab
    r"|xox[abeoprs]-[\w-]{10,}|https://hooks\.slack\.com/services/\w+/\w+/\w+"
    r"|AIza[\w-]{35}|ya29\.[\w-]{20,}"  # Google
    r"|[sr]k_(?:live|test)_[0-9A-Za-z]{16,}|whsec_[0-9A-Za-z]{20,}"  # Stripe
    r"|sk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}"
    r"|SG\.[\w-]{16,}\.[\w-]{16,}"  # SendGrid
    r"|npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,}|dckr_pat_[\w-]{20,}|hf_[A-Za-z0-9]{30,}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]{8,})?"  # JSON Web Token (RFC 7519)
    r"|AccountKey=[A-Za-z0-9+/]{40,}={0,2}"  # Azure storage
    r")",
    re.ASCII,
)
_TOKENS = (
    "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "glptt-",
    "gldt-", "glrt-", "glcbt-", "xox", "hooks.slack", "AIza", "ya29.", "k_live_", "k_test_",
    "whsec_", "sk-", "SG.", "npm_", "pypi-", "dckr_pat_", "hf_", "eyJ", "AccountKey=",
)  # fmt: skip
"""What has to be there at all."""
_IN_QUERY = re.compile(
    r"[?&;#](?:[\w-]*(?:token|secret|signature|password|passwd|passwort|apikey|api[_-]key|auth"
    r"|credential|session)|sig|pwd?|key|code|sid|jwt|otp|pin|s|t|k)=(?P<value>[\w.~%+/-]+)",
    re.IGNORECASE,
)
_IN_USERINFO = re.compile(r"\b[a-z][a-z0-9+]{1,12}://[^\s/@:]+:(?P<value>[^\s/@]{3,})@", re.I)
_PASSWORDS = (
    "passw", "passc", "passp", "kennwort", "mot de passe", "pwd", "pw", "pin", "key", "token",
    "code", "schlüsselwort", "パス", "暗証番号", "合言葉", "コード", "キー", "ﾊﾟｽﾜｰﾄﾞ",
)  # fmt: skip
"""In small letters, as the pattern."""
_PASSWORD = re.compile(
    r"(?:password|passwd|passcode|passphrase|passwort|kennwort|mot de passe|pwd|pw|pin"
    r"|api[ _-]key|access[ _-](?:key|token|code)|secret[ _-]key|activation code|encryption key"
    r"|schlüsselwort"
    r"|パスワード|パスコード|パスフレーズ|暗証番号|合言葉|pin(?:コード|番号)|認証コード|解凍キー|復号キー|アクセスキー"
    r"|ﾊﾟｽﾜｰﾄﾞ|apiキー)"
    r"[*_\"”»」』)]{0,2} {0,2}"
    r"(?:(?:は|が)、?|:|=|\bis:?|\bwas:?|\blautet:?|\bist:?|\best(?: le)?:?)"
    r" {0,2}(?P<quote>[「『\"“„«'‘`(*]{0,3}) ?(?P<value>[!-~]{4,64})",
)
_CLOSING = "」』\"”“»'’`).,;:*!?"
_TOLD_OF = re.compile(r"[」』\"”“»'’`)*]{0,3} ?(?:のよう|など|といった|とい|等|, for example| etc)")
_COUNTED = re.compile(r"\d+[ -]?(?:[a-z]{1,12}|\d+)?", re.IGNORECASE)
"""A length, a day, a number of digits: ``12-character``."""
_SHORTEST_IN_QUERY = 16
_PLAIN_QUERY = re.compile(r"[a-z]+(?:[-_.][a-z]+)*|[A-Z]+|\d{1,11}|\d{4}-\d\d-\d\d", re.ASCII)


def secrets(text: str, _ours: Ours) -> Iterator[Suspect]:
    """Private keys, tokens of known shapes, tokens and passwords in links, passwords in words."""
    for match in _KEY.finditer(text) if "-----BEGIN" in text or "PuTTY-" in text else ():
        yield _secret(*match.span(), say("a private key stands here"))
    for match in _TOKEN.finditer(text) if any(sign in text for sign in _TOKENS) else ():
        yield _token(*match.span())
    for match in _IN_QUERY.finditer(text) if "=" in text else ():
        if _is_random(match["value"]):
            yield _token(match.start() + 1, match.end())
    for match in _IN_USERINFO.finditer(text) if "://" in text else ():
        yield _password(match["value"], match.start("value"))
    low = text.lower()
    if len(low) != len(text) or not any(word in low for word in _PASSWORDS):
        return
    for match in _PASSWORD.finditer(low):
        front = low[: match.start()][-1:]
        if match[0][0].isascii() and front.isascii() and front.isalpha():
            continue  # a part of another word
        value = text[match.start("value") : match.end("value")].rstrip(_CLOSING)
        value = re.split(r"[」』\"”“»’`)*]", value, maxsplit=1)[0]
        end = match.start("value") + len(value)
        is_told_of = _TOLD_OF.match(text, end)
        if not is_told_of and _may_be_password(value, is_quoted=bool(match["quote"].strip("("))):
            yield _password(value, match.start("value"))


def _is_random(value: str) -> bool:
    """Whether nobody would write it by hand: long, and of digits and letters."""
    has_both = re.search(r"\d", value) and re.search(r"[A-Za-z]", value)
    return bool(len(value) >= _SHORTEST_IN_QUERY and has_both and not _PLAIN_QUERY.fullmatch(value))


def _may_be_password(value: str, *, is_quoted: bool) -> bool:
    if len(value) < 4 or "://" in value or _COUNTED.fullmatch(value):
        return is_quoted and re.fullmatch(r"[!-~]*\d[!-~]*", value) is not None and len(value) > 3
    has_digit = re.search(r"\d", value) is not None
    has_letter = re.search(r"[A-Za-z]", value) is not None
    if is_quoted:
        return has_digit or re.search(r"[^A-Za-z]", value) is not None or value.isalpha()
    return has_digit and has_letter and len(value) > 5


def _token(start: int, end: int) -> Suspect:
    return _secret(start, end, say("a token of {count} signs stands here", count=end - start))


def _password(value: str, start: int) -> Suspect:
    message = say("a password of {count} signs stands here", count=len(value))
    return _secret(start, start + len(value), message)


def _secret(start: int, end: int, message: Message) -> Suspect:
    return Suspect(
        start,
        end,
        Code.SECRET,
        message,
        say("take it out, and change it: whoever has read it can still use it"),
    )
