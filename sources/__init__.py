"""What an article cites."""
