"""Was it the CRM? Effects by randomised control, with what they are worth and how sure they are."""
