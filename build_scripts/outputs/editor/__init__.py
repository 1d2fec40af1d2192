"""What editors get from the model: a new record's file; later schemas, forms and the workbook."""
