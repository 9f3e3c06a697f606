"""Texts, units and readers: how a figure or a sentence is written for a person."""
