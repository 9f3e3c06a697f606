"""data_quality: what it will answer, and what it needs for that."""

from pages.parts import placeholder

placeholder.page("data_quality")
