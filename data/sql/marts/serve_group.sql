-- grain: kind, region, contract, activity
-- recompute: all
-- What serving customers cost, by activity and by who they are: all of it, and in the last 12 months.
with facts as (
    select *, cast(until - interval '1' year as date) as year_before from data_facts
)
select
    coalesce(b.kind, 'unknown') as kind, coalesce(b.region, 'unknown') as region,
    coalesce(t.contract, 'unknown') as contract, s.activity,
    count(distinct s.customer_id) as customers,
    sum(s.amount) as amount,
    sum(case when s.period > f.year_before then s.amount else 0 end) as amount_12m
from stg_cost_to_serve as s
inner join customer_base as b on b.customer_id = s.customer_id
left join customer_traits as t on t.customer_id = s.customer_id
cross join facts as f
group by coalesce(b.kind, 'unknown'), coalesce(b.region, 'unknown'), coalesce(t.contract, 'unknown'), s.activity
