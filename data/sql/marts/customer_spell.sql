-- grain: customer_id, spell
-- recompute: customer_id
-- Times in which a customer is active, from an order to the last day within 365 days of the last one before a gap.
-- first_m and last_m count months since year 0: the first and the last at whose end the customer is active.
with days as (
    select distinct customer_id, day from stg_orders where status = 'completed'
),
begun as (
    select customer_id, day, lag(day) over (partition by customer_id order by day) as day_before
    from days
),
numbered as (
    select
        customer_id,
        day,
        sum(case when date_diff('day', day_before, day) <= 365 then 0 else 1 end)
            over (partition by customer_id order by day) as spell
    from begun
),
spells as (
    select
        customer_id,
        cast(spell as bigint) as spell,
        min(day) as starts_on,
        cast(max(day) + interval '364' day as date) as ends_on,
        cast(max(day) + interval '365' day as date) as over_on
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
