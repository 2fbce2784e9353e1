"""Lists of what was published, for programs: one module a format."""
