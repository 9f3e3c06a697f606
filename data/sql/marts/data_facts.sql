-- grain: one row
-- recompute: all
-- What the data set covers. Its last day counts as complete: that day is "today" everywhere.
with sold as (
    select
        min(day) as first_day,
        max(day) as until,
        min(currency) as currency,
        count(*) as orders,
        count(*) filter (where status = 'completed') as completed,
        count(*) filter (where status = 'cancelled') as cancelled,
        count(*) filter (where status = 'refunded') as refunds,
        count(distinct case when status = 'completed' then customer_id end) as customers,
        count(distinct customer_id) as buyers,
        sum(case when status <> 'cancelled' then amount end) as revenue,
        sum(case when status <> 'cancelled' then margin end) as margin,
        count(cost) filter (where status <> 'cancelled') > 0 as has_cost
    from stg_orders
),
known as (select count(*) as customers from stg_customers),
served as (select count(*) > 0 as has_cost_to_serve from stg_cost_to_serve),
programme as (select min(approved_on) as approved_on from stg_initiatives)
select
    sold.first_day,
    sold.until,
    coalesce(sold.currency, 'XXX') as currency,
    sold.orders,
    sold.completed,
    sold.cancelled,
    sold.refunds,
    sold.customers,
    case when known.customers > 0 then known.customers else sold.buyers end as known_customers,
    coalesce(sold.revenue, 0) as revenue,
    sold.margin,
    sold.has_cost,
    served.has_cost_to_serve,
    programme.approved_on
from sold cross join known cross join served cross join programme
