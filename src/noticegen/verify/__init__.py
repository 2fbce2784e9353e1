"""Whether what is published is what was built, for the owner and for anybody else.

`folder` holds a folder of files against its sums and its record. `live` holds a live site against
what was built (`built`), look by look (`look`), answer by answer (`answers`); what comes of it is a
`report`, and `shown` puts that into a table or JSON. `record` reads a record as it is published.
"""
