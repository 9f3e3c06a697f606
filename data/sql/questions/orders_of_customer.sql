-- What did this customer order? The newest first.
select
    order_id,
    ordered_at,
    status,
    amount,
    channel
from staging.stg_orders
where customer_id = ?
order by ordered_at desc
