"""The routes of the import page: uploads, their check, their load, and the files with the result of each row."""
