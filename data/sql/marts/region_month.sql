-- grain: region, month
-- recompute: all
-- What the programme may change, by region and month, of customers that are not held out: active customers, those of them
-- who left by a recorded departure, contribution, calls, minutes and repeats, and whether the programme had reached it.
with months as (
    select cast(unnest(generate_series(
        cast(date_trunc('month', first_day) as date), until, interval '1' month)) as date) as month
    from data_facts
),
grid as (
    select r.region, m.month, extract(year from m.month) * 12 + extract(month from m.month) as m,
        cast(date_trunc('month', r.live_on) as date) as live
    from stg_regions as r cross join months as m cross join data_facts as f
    where last_day(m.month) <= f.until
),
people as (select customer_id, region from customer_base where not held_out),
spans as (
    select p.region, s.first_m, s.last_m, count(*) as customers
    from customer_spell as s inner join people as p on p.customer_id = s.customer_id
    where s.last_m >= s.first_m
    group by 1, 2, 3
),
active as (
    select g.region, g.month, sum(s.customers) as customers
    from grid as g inner join spans as s on s.region = g.region and g.m between s.first_m and s.last_m
    group by 1, 2
),
served as (  -- by quarter, spread over its months
    select p.region, c.month, sum(c.amount) as amount
    from stg_cost_to_serve as c inner join people as p on p.customer_id = c.customer_id
    group by 1, 2
),
brought as (
    select region, month, sum(amount) as amount
    from (
        select p.region, o.month, o.margin as amount
        from stg_orders as o inner join people as p on p.customer_id = o.customer_id
        where o.status <> 'cancelled'
        union all
        select q.region, q.month, cast(-s.amount / 3 as decimal(18, 6)) as amount
        from served as s inner join grid as q
            on q.region = s.region and q.month >= s.month and q.month < cast(s.month + interval '3' month as date)
    ) as parts
    group by 1, 2
),
gone as (
    select p.region, cast(date_trunc('month', d.left_on) as date) as month, count(distinct d.customer_id) as customers
    from stg_departures as d inner join people as p on p.customer_id = d.customer_id
    group by 1, 2
)
select
    g.region, g.month, g.live, coalesce(a.customers, 0) as customers, coalesce(d.customers, 0) as departed,
    cast(coalesce(b.amount, 0) as decimal(18, 2)) as contribution,
    coalesce(c.calls, 0) as calls, coalesce(c.repeat_calls, 0) as repeat_calls, coalesce(c.minutes, 0) as minutes
from grid as g
left join active as a on a.region = g.region and a.month = g.month
left join brought as b on b.region = g.region and b.month = g.month
left join gone as d on d.region = g.region and d.month = g.month
left join call_month as c on c.region = g.region and c.month = g.month
