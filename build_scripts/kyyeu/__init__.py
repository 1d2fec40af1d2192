"""Turns text in git into typed records, decides what may be published, makes a site and booklets."""
