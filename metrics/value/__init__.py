"""What customers are worth, seen from several sides: stages, potential, components, contracts, policies."""
