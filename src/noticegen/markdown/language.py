"""Marks of another language: ``[words]{lang=fr}`` within a text; the block is a directive."""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""The tag of a language (BCP 47), in the forms that texts need: ``fr``, ``pt-BR``, ``zh-Hant``."""

_MARK = re.compile(rf"\{{lang=(?P<quote>[\"']?)(?P<tag>{TAG.pattern})(?P=quote)\}}")


def marked(state: StateInline, silent: bool) -> bool:
    """The inline rule: what stands between the brackets, between a pair of tokens for a span."""
    start = state.pos
    if state.src[start] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, start)
    mark = _MARK.match(state.src, end + 1) if end >= 0 else None
    if mark is None:
        return False
    if not silent:
        outer_max = state.posMax
        state.pos, state.posMax = start + 1, end
        opening = state.push("span_open", "span", 1)
        opening.attrs = {"lang": mark["tag"]}
        opening.meta = {"offset": start}
        state.md.inline.tokenize(state)
        closing = state.push("span_close", "span", -1)
        closing.meta = {"end": mark.end()}
        state.posMax = outer_max
    state.pos = mark.end()
    return True
