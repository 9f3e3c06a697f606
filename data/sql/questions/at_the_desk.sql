-- What should whoever speaks to this customer know beside the orders?
select arrears, note
from raw.customers
where customer_id = ?
