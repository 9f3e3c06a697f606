-- grain: region, held_out
-- recompute: all
-- The lasting hold-out, in sums from which means, variances and the covariance with the year before follow. y: what a
-- customer contributed since the programme reached the region, x: in the twelve months before, both of all those months
-- together. Those who had ordered by then are in it, whether or not they stayed.
with reached as (
    select
        region,
        cast(date_trunc('month', live_on) as date) as live,
        cast(cast(date_trunc('month', live_on) as date) - interval '12' month as date) as year_before
    from stg_regions
    where live_on is not null
),
ends as (
    select cast(date_trunc('month', cast(until + interval '1' day as date)) as date) as after_last from data_facts
),
people as (
    select b.customer_id, r.region, b.held_out, r.live, r.year_before, ends.after_last
    from customer_base as b
    inner join reached as r on r.region = b.region
    cross join ends
    where b.first_order < r.live and r.live < ends.after_last
),
brought as (
    select customer_id, month, margin as amount from stg_orders where status <> 'cancelled'
    union all
    select customer_id, month, -amount as amount from stg_cost_to_serve
),
summed as (
    select
        b.customer_id,
        sum(case when b.month >= p.live and b.month < p.after_last then b.amount end) as y,
        sum(case when b.month >= p.year_before and b.month < p.live then b.amount end) as x
    from brought as b inner join people as p on p.customer_id = b.customer_id
    group by 1
),
each_customer as (
    select p.customer_id, p.region, p.held_out, p.live, p.after_last,
        cast(coalesce(s.y, 0) as decimal(16, 2)) as y, cast(coalesce(s.x, 0) as decimal(16, 2)) as x
    from people as p left join summed as s on s.customer_id = p.customer_id
),
staying as (
    select
        e.customer_id,
        max(case when e.live between s.starts_on and s.ends_on then 1 else 0 end) as at_start,
        max(case when cast(e.after_last - interval '1' day as date) between s.starts_on and s.ends_on then 1 else 0 end)
            as at_end
    from people as e inner join customer_spell as s on s.customer_id = e.customer_id
    group by 1
)
select
    e.region, e.held_out,
    date_diff('month', e.live, e.after_last) as months,
    count(*) as customers,
    sum(e.y) as y, sum(e.x) as x, sum(e.y * e.y) as yy, sum(e.x * e.x) as xx, sum(e.x * e.y) as xy,
    coalesce(sum(s.at_start), 0) as active_before,
    coalesce(sum(s.at_start * s.at_end), 0) as active_both
from each_customer as e
left join staying as s on s.customer_id = e.customer_id
group by 1, 2, 3
