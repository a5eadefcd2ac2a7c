"""The application: command line, configuration, one audit run."""
