"""Bodies in markdown: `parse` makes a `Document`, `to_html` and `to_plain` show it.

The only user of markdown-it. Its tokens stay in this folder.
"""
