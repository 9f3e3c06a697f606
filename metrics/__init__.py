"""What numbers mean: pure formulas, scenarios and readings. Knows neither Streamlit nor DuckDB."""

__version__ = "0.1.0"
