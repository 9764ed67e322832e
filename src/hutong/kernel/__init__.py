"""The technical floor: it knows transactions, jobs, pages and errors, and no word of any product."""
