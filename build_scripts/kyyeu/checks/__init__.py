"""Checks the content: each rule is a small pure function, registered once, in a file by subject."""
