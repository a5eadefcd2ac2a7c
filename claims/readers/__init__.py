"""Readers: a file becomes a document."""
