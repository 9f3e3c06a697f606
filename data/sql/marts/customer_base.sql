-- grain: customer_id
-- recompute: customer_id
-- What each customer has bought and cost, and who is active on the last day (customer_spell): inputs of all figures.
-- A customer with no completed order keeps a row, with zeros: absent is not the same as zero.
with facts as (
    select *, cast(until - interval '1' year as date) as year_before from data_facts
),
bought as (
    select
        o.customer_id,
        min({'at': o.ordered_at, 'id': o.order_id, 'channel': o.channel, 'region': o.region})
            filter (where o.status = 'completed') as opening,
        min(case when o.status = 'completed' then o.day end) as first_order,
        max(case when o.status = 'completed' then o.day end) as last_order,
        count(*) filter (where o.status = 'completed') as orders,
        count_days(case when o.status = 'completed' then o.day end) as order_days,
        count(*) filter (where o.status = 'refunded') as refunds,
        sum(case when o.status <> 'cancelled' then o.amount end) as revenue,
        sum(case when o.status <> 'cancelled' then o.margin end) as margin,
        sum(case when o.status <> 'cancelled' and o.day > f.year_before then o.amount end) as revenue_12m,
        sum(case when o.status <> 'cancelled' and o.day > f.year_before then o.margin end) as margin_12m,
        count(*) filter (where o.status = 'completed' and o.day > f.year_before) as orders_12m
    from stg_orders as o cross join facts as f
    group by o.customer_id
),
here as (
    select s.customer_id
    from customer_spell as s inner join facts as f on f.until between s.starts_on and s.ends_on
),
served as (
    select s.customer_id, sum(s.amount) as amount, sum(case when s.period > f.year_before then s.amount end) as amount_12m
    from stg_cost_to_serve as s cross join facts as f
    group by s.customer_id
),
summed as (
    select
        coalesce(c.customer_id, b.customer_id) as customer_id,
        c.kind, coalesce(c.region, b.opening.region) as region, b.opening.channel as channel, c.acquired_by,
        coalesce(c.held_out, false) as held_out, coalesce(c.is_employee, false) as is_employee,
        b.first_order, b.last_order, coalesce(b.orders, 0) as orders, coalesce(b.order_days, 0) as order_days,
        greatest(coalesce(b.order_days, 0) - 1, 0) as frequency, coalesce(b.refunds, 0) as refunds,
        date_diff('day', b.first_order, b.last_order) as recency_days,
        date_diff('day', b.first_order, f.until) as age_days,
        coalesce(b.revenue, 0) as revenue,
        case when f.has_cost then coalesce(b.margin, 0) end as margin,
        case when f.has_cost_to_serve then coalesce(s.amount, 0) end as cost_to_serve,
        coalesce(b.revenue_12m, 0) as revenue_12m,
        case when f.has_cost then coalesce(b.margin_12m, 0) end as margin_12m,
        case when f.has_cost_to_serve then coalesce(s.amount_12m, 0) end as cost_to_serve_12m,
        coalesce(b.orders_12m, 0) as orders_12m,
        here.customer_id is not null as active
    from stg_customers as c
    full join bought as b on b.customer_id = c.customer_id
    left join served as s on s.customer_id = coalesce(c.customer_id, b.customer_id)
    left join here on here.customer_id = coalesce(c.customer_id, b.customer_id)
    cross join facts as f
)
select *, margin - coalesce(cost_to_serve, 0) as contribution, margin_12m - coalesce(cost_to_serve_12m, 0) as contribution_12m,
    cast(revenue / nullif(order_days, 0) as decimal(18, 4)) as mean_spend
from summed
