"""Figures in texts: which are typed that ought to be referred to, and which two languages write
differently. One place yields one finding, however many rules could say something about it.
"""
