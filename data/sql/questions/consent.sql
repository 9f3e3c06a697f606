-- Which customer may be contacted?
select customer_id, consent
from staging.stg_customers
