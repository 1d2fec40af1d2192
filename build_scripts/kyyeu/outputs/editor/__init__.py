"""What those who edit get from the model: canonical files, new records, schemas, the web editor's forms, owners, the guide's fields."""
