"""Turns text files in git into records, decides what may be published, and makes a web site and booklets."""
