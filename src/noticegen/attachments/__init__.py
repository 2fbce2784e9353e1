"""What a file carries besides what its readers see: `carried(name, content)`; and what they read
in it: `words_in(name, content)`.

A file that is published is read by people who look for more than it says. Its metadata may name
a person, a place, a path or a comment, or hold an earlier state of the text. Nothing is taken
out here: what was checked by its author is what is published.
"""

from __future__ import annotations

from noticegen.attachments.found import Carried, Kind, MissingLibrary, Unreadable
from noticegen.attachments.look import carried, words_in

__all__ = ["Carried", "Kind", "MissingLibrary", "Unreadable", "carried", "words_in"]
