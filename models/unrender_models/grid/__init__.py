"""The reader of tables: separators of rows and columns from the picture and its text boxes, then spans and headers on the grid that they make."""
