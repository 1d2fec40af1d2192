"""Writes the site's files other than pages: calendars, news feed, chart data, open data, host settings."""
