-- grain: month
-- recompute: all
-- How many customers are active at the end of each month, and how many of those were so a year before as well. Months
-- are counted since year 0 in m. Spells are counted by their first and last month, so no customer is written once a month.
with months as (
    select every_month.month, extract(year from every_month.month) * 12 + extract(month from every_month.month) as m
    from (
        select unnest(generate_series(cast(date_trunc('month', first_day) as date), until, interval '1' month)) as month
        from data_facts
    ) as every_month
    cross join data_facts as f
    where last_day(cast(every_month.month as date)) <= f.until
),
active_spans as (
    select first_m, last_m, count(*) as customers
    from customer_spell
    where last_m >= first_m
    group by first_m, last_m
),
kept_spans as (
    select greatest(a.first_m + 12, b.first_m) as first_m, least(a.last_m + 12, b.last_m) as last_m, count(*) as customers
    from customer_spell as a
    inner join customer_spell as b on b.customer_id = a.customer_id
    where greatest(a.first_m + 12, b.first_m) <= least(a.last_m + 12, b.last_m)
    group by 1, 2
),
active as (
    select months.m, sum(s.customers) as customers
    from months inner join active_spans as s on months.m between s.first_m and s.last_m
    group by months.m
),
kept as (
    select months.m, sum(s.customers) as customers
    from months inner join kept_spans as s on months.m between s.first_m and s.last_m
    group by months.m
)
select
    cast(months.month as date) as month,
    months.m,
    cast(coalesce(active.customers, 0) as bigint) as active,
    cast(coalesce(kept.customers, 0) as bigint) as kept
from months
left join active on active.m = months.m
left join kept on kept.m = months.m
