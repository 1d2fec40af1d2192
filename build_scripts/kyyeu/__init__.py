"""Turns text files in git into typed records, decides what may be published, makes a site and booklets."""
