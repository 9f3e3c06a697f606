-- grain: customer_id, years_ago
-- recompute: all
-- How each customer stood at the end of the data (0) and one, two and three years of 365 days before: all that had been
-- bought and brought by then, and the days since the last order. Who had not ordered yet has no row.
with years as (
    select unnest(generate_series(0, 3)) as years_ago
),
bought as (
    select
        o.customer_id,
        least(greatest(cast(floor(date_diff('day', o.day, f.until) / 365) as bigint), 0), 3) as bucket,
        count_days(case when o.status = 'completed' then o.day end) as order_days,
        max(case when o.status = 'completed' then o.day end) as last_order,
        sum(case when o.status <> 'cancelled' then o.amount else 0 end) as revenue,
        sum(case when o.status <> 'cancelled' then o.margin end) as margin
    from stg_orders as o cross join data_facts as f
    group by 1, 2
),
served as (
    select
        s.customer_id,
        least(greatest(cast(floor(date_diff('day', s.period, f.until) / 365) as bigint), 0), 3) as bucket,
        sum(s.amount) as amount
    from stg_cost_to_serve as s cross join data_facts as f
    group by 1, 2
),
stood as (
    select
        b.customer_id, y.years_ago, sum(b.order_days) as order_days, max(b.last_order) as last_order,
        sum(b.revenue) as revenue, sum(b.margin) as margin
    from bought as b inner join years as y on b.bucket >= y.years_ago
    group by b.customer_id, y.years_ago
),
cost as (
    select s.customer_id, y.years_ago, sum(s.amount) as amount
    from served as s inner join years as y on s.bucket >= y.years_ago
    group by s.customer_id, y.years_ago
)
select
    s.customer_id,
    cast(s.years_ago as bigint) as years_ago,
    cast(s.order_days as bigint) as order_days,
    date_diff('day', s.last_order, f.until) - 365 * s.years_ago as silent_days,
    s.revenue,
    case when f.has_cost then coalesce(s.margin, 0) end as margin,
    case when f.has_cost then coalesce(s.margin, 0) end - coalesce(c.amount, 0) as contribution
from stood as s
left join cost as c on c.customer_id = s.customer_id and c.years_ago = s.years_ago
cross join data_facts as f
where s.order_days > 0
