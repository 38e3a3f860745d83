"""What the library does with texts: words, pages, documents, the index and the search."""
