"""Writes the files beside the pages: calendars, the news feed, figures, open data, files for the web host."""
