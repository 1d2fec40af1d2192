"""Runs jobs and stores their results: cache, worker processes, git, and placing of finished folders."""
