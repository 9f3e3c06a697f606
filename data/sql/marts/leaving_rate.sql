-- grain: month
-- recompute: all
-- Customers who left in a month, as recorded, and who was active at the end of the month before.
with gone as (
    select cast(date_trunc('month', d.left_on) as date) as month, count(distinct d.customer_id) as gone
    from stg_departures as d cross join data_facts as f
    where d.left_on <= f.until
    group by 1
),
before as (
    select cast(date_trunc('month', month) + interval '1' month as date) as month, active from active_month
)
select b.month, coalesce(g.gone, 0) as gone, b.active
from before as b
cross join data_facts as f
left join gone as g on g.month = b.month
where last_day(b.month) <= f.until and (select count(*) from gone) > 0
