-- grain: week
-- recompute: week
-- Weeks begin on Monday (ISO) and are named by that day.
with sold as (
    select
        cast(date_trunc('week', day) as date) as week,
        count(*) filter (where status = 'completed') as orders,
        count(distinct case when status = 'completed' then customer_id end) as buyers,
        coalesce(sum(case when status <> 'cancelled' then amount end), 0) as revenue
    from stg_orders
    group by 1
),
won as (
    select cast(date_trunc('week', first_order) as date) as week, count(*) as new_buyers
    from customer_base
    where first_order is not null
    group by 1
)
select sold.week, sold.orders, sold.buyers, coalesce(won.new_buyers, 0) as new_buyers, sold.revenue
from sold
left join won on won.week = sold.week
