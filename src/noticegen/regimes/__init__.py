"""What laws ask a notice to contain, as data: one file a law in ``laws/``, read when asked for.

It is for a check of contents, and no legal advice: whether a law applies is not decided here.
"""
