"""Checks the content of a project: each rule is a small pure function in a file about its subject."""
