"""What each host has to be told, so that it serves the site as it was built.

`model` says what is to be served; there is one module a host, and `known` lists them.
"""
