-- grain: month
-- recompute: all
-- The customer base at the end of each month: who is active (a completed order within 365 days), who was a year
-- before and still is, and what the last twelve months brought. Days become spells of activity first, so that no
-- customer is written once a month. Only months that are over; base_12m is empty while there is no year before.
with days as (
    select distinct customer_id, day from stg_orders where status = 'completed'
),
begun as (
    select
        customer_id,
        day,
        case when date_diff('day', lag(day) over (partition by customer_id order by day), day) <= 365 then 0 else 1 end
            as begins
    from days
),
numbered as (
    select customer_id, day, sum(begins) over (partition by customer_id order by day) as spell
    from begun
),
spells as (
    -- from the first month at whose end the customer is active to the last, counted in months since year 0;
    -- an order is within 365 days until 364 days later, and a month's end is reached the day before the next begins
    select
        customer_id,
        spell,
        extract(year from min(day)) * 12 + extract(month from min(day)) as first_m,
        extract(year from cast(max(day) + interval '365' day as date)) * 12
            + extract(month from cast(max(day) + interval '365' day as date)) - 1 as last_m
    from numbered
    group by customer_id, spell
),
active_spans as (
    select first_m, last_m, count(*) as customers from spells where last_m >= first_m group by first_m, last_m
),
kept_spans as (
    select greatest(a.first_m + 12, b.first_m) as first_m, least(a.last_m + 12, b.last_m) as last_m, count(*) as customers
    from spells as a
    inner join spells as b on b.customer_id = a.customer_id
    where greatest(a.first_m + 12, b.first_m) <= least(a.last_m + 12, b.last_m)
    group by 1, 2
),
months as (
    select m.month, last_day(m.month) as month_end, extract(year from m.month) * 12 + extract(month from m.month) as m
    from (
        select cast(unnest(generate_series(date_trunc('month', first_day), until, interval '1' month)) as date) as month
        from data_facts
    ) as m
    inner join data_facts as f on last_day(m.month) <= f.until
),
active as (
    select months.m, cast(sum(s.customers) as bigint) as customers
    from months
    inner join active_spans as s on months.m between s.first_m and s.last_m
    group by months.m
),
kept as (
    select months.m, cast(sum(s.customers) as bigint) as customers
    from months
    inner join kept_spans as s on months.m between s.first_m and s.last_m
    group by months.m
),
won as (
    select extract(year from first_order) * 12 + extract(month from first_order) as m, count(*) as customers
    from customer_base
    where first_order is not null
    group by 1
),
sold as (
    select
        month,
        count(*) filter (where status = 'completed') as orders,
        sum(case when status <> 'cancelled' then amount end) as revenue,
        sum(case when status <> 'cancelled' then margin end) as margin
    from stg_orders
    group by month
),
sold_12m as (
    select months.m, cast(sum(s.orders) as bigint) as orders, sum(s.revenue) as revenue, sum(s.margin) as margin
    from months
    inner join sold as s on s.month > cast(months.month - interval '12' month as date) and s.month <= months.month
    group by months.m
),
served_12m as (
    select months.m, sum(s.amount) as amount
    from months
    inner join (select month, sum(amount) as amount from stg_cost_to_serve group by month) as s
        on s.month > cast(months.month - interval '12' month as date) and s.month <= months.month
    group by months.m
),
joined as (
    select
        months.month,
        coalesce(active.customers, 0) as active,
        coalesce(won.customers, 0) as new_customers,
        case when before.m is not null then coalesce(earlier.customers, 0) end as base_12m,
        case when before.m is not null then coalesce(kept.customers, 0) end as kept_12m,
        coalesce(sold_12m.orders, 0) as orders_12m,
        coalesce(sold_12m.revenue, 0) as revenue_12m,
        case when f.has_cost then coalesce(sold_12m.margin, 0) end as margin_12m,
        case when f.has_cost_to_serve then coalesce(served_12m.amount, 0) end as cost_to_serve_12m
    from months
    cross join data_facts as f
    left join active on active.m = months.m
    left join months as before on before.m = months.m - 12
    left join active as earlier on earlier.m = before.m
    left join kept on kept.m = months.m
    left join won on won.m = months.m
    left join sold_12m on sold_12m.m = months.m
    left join served_12m on served_12m.m = months.m
)
select *, margin_12m - coalesce(cost_to_serve_12m, 0) as contribution_12m
from joined
