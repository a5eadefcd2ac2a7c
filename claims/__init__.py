"""What a text says, without judgement."""
