"""Files that schools send (Excel workbooks, Word reports, photos) → records, or every Problem by its place."""
