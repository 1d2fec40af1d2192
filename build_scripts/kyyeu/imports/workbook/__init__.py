"""A filled-in Excel workbook → the records of a unit as they should be, or every Problem by cell."""
