-- grain: customer_id, spell
-- recompute: customer_id
-- Times in which a customer is active: within 365 days of a completed order, or under a contract (one that names no end
-- is live). A recorded departure ends it; a later order or contract begins it again. A contract whose renewal is not yet
-- known runs on for the 30 days in which it may still come.
-- first_m and last_m count months since year 0: the first and the last at whose end the customer is active.
with bought as (
    select distinct customer_id, day from stg_orders where status = 'completed'
),
spans as (
    select customer_id, day as starts_on, cast(day + interval '364' day as date) as ends_on from bought
    union all
    select
        c.customer_id,
        c.starts_on,
        case
            when c.ends_on is null then cast(f.until + interval '365' day as date)
            when c.renewed is null then cast(c.ends_on + interval '30' day as date)
            else c.ends_on
        end as ends_on
    from stg_contracts as c cross join data_facts as f
    where c.starts_on <= f.until
),
ended as (
    select s.customer_id, s.starts_on, s.ends_on, min(d.left_on) as left_on
    from spans as s
    inner join stg_departures as d
        on d.customer_id = s.customer_id and d.left_on >= s.starts_on and d.left_on <= s.ends_on
    group by s.customer_id, s.starts_on, s.ends_on
),
cut as (
    select
        s.customer_id,
        s.starts_on,
        max(coalesce(cast(e.left_on - interval '1' day as date), s.ends_on)) as ends_on
    from spans as s
    left join ended as e
        on e.customer_id = s.customer_id and e.starts_on = s.starts_on and e.ends_on = s.ends_on
    group by s.customer_id, s.starts_on
),
reached as (
    select
        customer_id,
        starts_on,
        ends_on,
        max(ends_on) over (
            partition by customer_id order by starts_on rows between unbounded preceding and 1 preceding
        ) as reached_on
    from cut
    where ends_on >= starts_on
),
numbered as (
    select
        customer_id,
        starts_on,
        ends_on,
        sum(case when starts_on <= cast(reached_on + interval '1' day as date) then 0 else 1 end)
            over (partition by customer_id order by starts_on) as spell
    from reached
),
spells as (
    select
        customer_id,
        cast(spell as bigint) as spell,
        min(starts_on) as starts_on,
        max(ends_on) as ends_on,
        cast(max(ends_on) + interval '1' day as date) as over_on
    from numbered
    group by customer_id, spell
)
select
    customer_id,
    spell,
    starts_on,
    ends_on,
    extract(year from starts_on) * 12 + extract(month from starts_on) as first_m,
    extract(year from over_on) * 12 + extract(month from over_on) - 1 as last_m
from spells
