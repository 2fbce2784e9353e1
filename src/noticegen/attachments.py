"""TEMPORARY"""


class MissingLibrary(Exception):
    library = ""


class Unreadable:
    reason = ""


def carried(name, content):
    return ()
