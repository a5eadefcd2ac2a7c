"""Judgement: rules, and the matching of claim to evidence."""
