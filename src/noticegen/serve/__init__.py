"""The preview: the site as it will be, prepared in memory and shown on this machine alone.

`view` says what is looked at, `preparing` makes it, `overlay` marks it, `preview` holds the last
good one and everything newer, `watching` notices edits, `server` answers browsers, and `archive`
puts the same view into one file for those who must approve it.
"""
