"""The parts of promised and realised that only it has."""
