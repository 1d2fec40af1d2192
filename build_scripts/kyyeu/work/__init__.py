"""Runs jobs and keeps their results: cache, worker processes, git, and putting finished folders in place."""
