-- grain: month
-- recompute: all
-- The customer base at the end of each month that is over: who is active, who was a year before and still is, and what
-- the last twelve months brought. base_12m and kept_12m are empty while there is no year before.
with won as (
    select cast(date_trunc('month', first_order) as date) as month, count(*) as customers
    from customer_base
    where first_order is not null
    group by 1
),
sold as (
    select
        e.m,
        cast(sum(o.orders) as bigint) as orders,
        sum(o.revenue) as revenue,
        sum(o.margin) as margin
    from customer_month_end as e
    inner join order_month as o on o.month > cast(e.month - interval '12' month as date) and o.month <= e.month
    group by e.m
),
served as (
    select e.m, sum(s.amount) as amount
    from customer_month_end as e
    inner join serve_month as s on s.month > cast(e.month - interval '12' month as date) and s.month <= e.month
    group by e.m
),
joined as (
    select
        e.month,
        e.active,
        coalesce(won.customers, 0) as new_customers,
        before.active as base_12m,
        case when before.m is not null then e.kept end as kept_12m,
        coalesce(sold.orders, 0) as orders_12m,
        coalesce(sold.revenue, 0) as revenue_12m,
        case when f.has_cost then coalesce(sold.margin, 0) end as margin_12m,
        case when f.has_cost_to_serve then coalesce(served.amount, 0) end as cost_to_serve_12m
    from customer_month_end as e
    cross join data_facts as f
    left join customer_month_end as before on before.m = e.m - 12
    left join won on won.month = e.month
    left join sold on sold.m = e.m
    left join served on served.m = e.m
)
select *, margin_12m - coalesce(cost_to_serve_12m, 0) as contribution_12m
from joined
