-- grain: family
-- recompute: all
-- What each family of products brought in the last 12 months, returns taken off: the drivers by which cost to serve is
-- shared out among families are here too (lines, and money returned).
with facts as (
    select *, cast(until - interval '1' year as date) as year_before from data_facts
)
select
    coalesce(p.family, 'unknown') as family,
    count(*) filter (where o.status = 'completed') as lines,
    sum(l.amount) as revenue,
    sum(l.cost) as cost,
    sum(l.amount - l.cost) as margin,
    sum(case when o.status = 'refunded' then -l.amount else 0 end) as returned
from stg_order_lines as l
inner join stg_orders as o on o.order_id = l.order_id
left join stg_products as p on p.product_id = l.product_id
cross join facts as f
where o.status <> 'cancelled' and o.day > f.year_before
group by coalesce(p.family, 'unknown')
