"""Writes the public site from the page data in views/site."""
