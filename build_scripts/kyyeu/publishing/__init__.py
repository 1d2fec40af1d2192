"""The publishing gate: decides which records and fields a channel may show. Later stages see nothing else."""
