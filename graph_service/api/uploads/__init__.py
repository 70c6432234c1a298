"""The routes of the import page: uploads, their check, their load, and what became of them."""
