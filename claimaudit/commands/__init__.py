"""The commands, one module each; a module defines ``command``."""
