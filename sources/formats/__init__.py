"""The formats of reference files, one module each: ``read(path, text)`` yields its entries."""
