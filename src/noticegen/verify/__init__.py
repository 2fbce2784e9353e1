"""Whether what is published is what was built, for the owner and for anybody else.

`folder` holds a folder of files against its sums and its record. `record` reads a record as it is
published.
"""
