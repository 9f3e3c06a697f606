-- grain: month, region, channel
-- recompute: month
select
    month,
    region,
    channel,
    count(*) filter (where status = 'completed') as orders,
    count(distinct case when status = 'completed' then customer_id end) as buyers,
    coalesce(sum(case when status <> 'cancelled' then amount end), 0) as revenue,
    sum(case when status <> 'cancelled' then cost end) as cost,
    sum(case when status <> 'cancelled' then margin end) as margin,
    count(*) filter (where status = 'refunded') as refunds,
    count(*) filter (where status = 'cancelled') as cancelled
from stg_orders
group by month, region, channel
