"""Reported statistics: do the printed numbers of a test agree with one another?"""
