"""Where numbers come from: contracts, intake, SQL, the warehouse and the store. Never imports metrics."""
