"""The benefit model page: its editors and forms."""
