"""The command line, one command a file: ``add`` declares its arguments, ``run`` answers with an exit code."""
