"""Skeletons of a site and of its pages: values  ->  paths and texts. Nothing is written here."""
