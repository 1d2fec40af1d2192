"""Erases a person from a project: from records, pictures, caches, printed files and the git history."""
