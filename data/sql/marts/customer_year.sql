-- grain: customer_id, years_ago
-- recompute: all
-- What each customer brought in the last year (0), the year before it (1) and so on; years of 365 days, at most five.
with bought as (
    select
        o.customer_id,
        cast(floor(date_diff('day', o.day, f.until) / 365) as bigint) as years_ago,
        count(*) filter (where o.status = 'completed') as orders,
        sum(case when o.status <> 'cancelled' then o.amount else 0 end) as revenue,
        sum(case when o.status <> 'cancelled' then o.margin end) as margin
    from stg_orders as o cross join data_facts as f
    where date_diff('day', o.day, f.until) < 5 * 365
    group by 1, 2
),
served as (
    select
        s.customer_id,
        cast(floor(date_diff('day', s.period, f.until) / 365) as bigint) as years_ago,
        sum(s.amount) as amount
    from stg_cost_to_serve as s cross join data_facts as f
    where s.period <= f.until and date_diff('day', s.period, f.until) < 5 * 365
    group by 1, 2
)
select
    b.customer_id,
    b.years_ago,
    b.orders,
    b.revenue,
    b.margin,
    case when f.has_cost_to_serve then b.margin - coalesce(s.amount, 0) end as contribution
from bought as b
cross join data_facts as f
left join served as s on s.customer_id = b.customer_id and s.years_ago = b.years_ago
