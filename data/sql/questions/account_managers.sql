-- Who looks after which customer?
select customer_id, account_manager
from raw.customers
where account_manager is not null
