"""Who the customers are and who brings the money."""
