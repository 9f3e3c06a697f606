"""What CRM must do, who agrees, and where the capabilities are behind."""
