"""Turns published records into the data of the web site's pages, as frozen dataclasses."""
