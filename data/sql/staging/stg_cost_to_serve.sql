-- grain: customer_id, period, activity
-- recompute: customer_id
select customer_id, period, cast(date_trunc('month', period) as date) as month, activity, amount
from cost_to_serve
