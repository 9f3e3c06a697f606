-- grain: customer_id, years_ago
-- recompute: all
-- What each customer brought in the last year (0), the year before it (1) and so on; years of 365 days, at most five.
select
    o.customer_id,
    cast(floor(date_diff('day', o.day, f.until) / 365) as bigint) as years_ago,
    count(*) filter (where o.status = 'completed') as orders,
    sum(case when o.status <> 'cancelled' then o.amount else 0 end) as revenue,
    sum(case when o.status <> 'cancelled' then o.margin end) as margin
from stg_orders as o cross join data_facts as f
where date_diff('day', o.day, f.until) < 5 * 365
group by 1, 2
