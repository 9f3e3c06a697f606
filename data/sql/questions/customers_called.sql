-- Which customers have this text in their name?
select customer_id
from raw.customers
where contains(lower(name), lower(?))
limit 1000
