"""service: what it will answer, and what it needs for that."""

from pages.parts import placeholder

placeholder.page("service")
