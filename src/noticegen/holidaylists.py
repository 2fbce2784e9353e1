"""Public holidays of countries and their parts, by date. The only user of `holidays`.

A code is a country of ISO 3166 or a part of one: ``JP``, ``CH-LU``, ``GB-ENG``, ``CA-ON``.
The library is imported inside the functions: that takes about 50 ms, and only sites whose
contacts name holidays need it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache


def is_known(code: str) -> bool:
    """Whether there is a list of holidays under `code`."""
    country, dash, part = code.partition("-")
    parts = _countries().get(country)
    return parts is not None and (part in parts if dash else True)


def nearest_code(code: str) -> str | None:
    """The known code that was probably meant; None rather than another place by chance."""
    import holidays

    country, _, part = code.partition("-")
    country = country.upper()
    if country not in holidays.list_supported_countries():  # other spellings included: UK, JPN
        return None
    kind: type[holidays.HolidayBase] = getattr(holidays, country)
    if not part:
        return kind.country
    spellings = {word.upper(): word for word in kind.subdivisions}
    spellings |= {word.upper(): known for word, known in kind.subdivisions_aliases.items()}
    near = difflib.get_close_matches(part.upper(), spellings, n=1)
    return f"{kind.country}-{spellings[near[0]]}" if near else None


def codes_within(code: str) -> tuple[str, ...]:
    """The code of the country that `code` begins with, and those of its parts."""
    country = code.partition("-")[0].upper()
    parts = _countries().get(country)
    return () if parts is None else (country, *(f"{country}-{part}" for part in parts))


def public_holidays(
    codes: tuple[str, ...], years: Iterable[int], language: str
) -> Mapping[date, str]:
    """The public holidays of all `codes` with their names, in order of their days.

    Days taken in lieu of a holiday are among them. Where the library has no name in
    `language`, it is that of the country's own language. Names of one day in several
    places are joined in the order of `codes`.
    """
    names: dict[date, list[str]] = {}
    for year in years:
        for code in codes:
            for day, name in _of_year(code, year, language):
                known = names.setdefault(day, [])
                if name not in known:
                    known.append(name)
    return {day: " / ".join(names[day]) for day in sorted(names)}


def language_of_names(codes: tuple[str, ...], language: str) -> str:
    """The language in which `public_holidays` names the days of the first of `codes`."""
    import holidays

    kind: type[holidays.HolidayBase] = getattr(holidays, codes[0].partition("-")[0])
    spoken = _spoken(language, kind.supported_languages, kind.default_language)
    return (spoken or language).replace("_", "-").partition("-")[0]


@lru_cache(maxsize=512)
def _of_year(code: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    import holidays

    country, _, part = code.partition("-")
    kind: type[holidays.HolidayBase] = getattr(holidays, country)
    found = kind(
        subdiv=part or None,
        # The library fills a year when a day of it is first asked for, which would make
        # the list depend on what was asked before; so the year is named here, and no other.
        years=year,
        expand=False,
        observed=True,
        # With a language it does not have, it would take that of the process.
        language=_spoken(language, kind.supported_languages, kind.default_language),
        categories=(holidays.PUBLIC,),
    )
    return tuple((day, name) for day in sorted(found) for name in found.get_list(day))


def _spoken(language: str, supported: tuple[str, ...], default: str | None) -> str | None:
    """The language of the library that comes closest to `language`."""
    wanted = language.replace("-", "_")
    if wanted in supported:
        return wanted
    same = [tag for tag in sorted(supported) if tag.split("_")[0] == wanted.split("_")[0]]
    return same[0] if same and default not in same else default


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, tuple[str, ...]]:
    """The codes of countries, and those of the parts of each."""
    import holidays

    listed = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(listed[country]) for country in sorted(listed)}
