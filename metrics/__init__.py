"""What numbers mean: pure formulas, scenarios and readings. Knows neither Streamlit nor DuckDB."""
