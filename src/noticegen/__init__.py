"""noticegen compiles dated markdown into a public notice about a data breach."""
