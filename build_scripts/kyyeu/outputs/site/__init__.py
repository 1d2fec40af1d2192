"""Writes the files of the public web site from the page data that views/site prepares."""
