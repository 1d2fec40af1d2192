"""The gate: what of a Library a channel may show. Everything after this stage sees only what it lets through."""
