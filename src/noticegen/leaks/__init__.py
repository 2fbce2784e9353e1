"""The net under the gate: artifacts  ->  what of the withheld content stands in them.

By construction nothing does (`public.public` sees to it). This looks at the bytes all the same,
before anything is written: a theme, a feed or a bug that reaches past the gate must not go out.
Four things are looked for: stretches of withheld text that no public source has, the names of
withheld pages, facts, lines and files as parts of addresses, withheld figures, and withheld
telephone numbers. Findings name the source and not the words: build logs travel.
"""

from __future__ import annotations

from noticegen.leaks.net import leaks

__all__ = ["leaks"]
