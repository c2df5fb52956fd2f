"""What the Makefile calls: the runner, the book's assets, the locks."""
