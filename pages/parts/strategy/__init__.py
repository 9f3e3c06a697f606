"""The strategy and capabilities pages: their editors and forms."""
