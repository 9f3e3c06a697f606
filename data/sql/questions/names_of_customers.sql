-- What are the customers with these numbers called?
select customer_id, name
from raw.customers
where customer_id in (select unnest(?))
