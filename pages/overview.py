"""overview: what it will answer, and what it needs for that."""

from pages.parts import honest

honest.page("overview")
