"""What a reader gets: the pages of the book, made from the registry and the notebooks."""
