-- grain: order_id
-- recompute: order_id
-- Orders with their day and month, and the margin where the cost of sales is known.
-- A completed order below zero is a refund that was not marked as one.
select
    order_id,
    customer_id,
    ordered_at,
    cast(ordered_at as date) as day,
    cast(date_trunc('month', ordered_at) as date) as month,
    case when status = 'completed' and amount < 0 then 'refunded' else status end as status,
    amount,
    cost,
    amount - cost as margin,
    currency,
    channel,
    region,
    site,
    refund_of
from orders
