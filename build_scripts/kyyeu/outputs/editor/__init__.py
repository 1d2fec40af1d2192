"""Makes files that help editors of records: formatted and new records, schemas, web forms, field lists."""
