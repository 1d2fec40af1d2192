"""Makes what editors use from the model: canonical files, new records, schemas, forms, field list."""
