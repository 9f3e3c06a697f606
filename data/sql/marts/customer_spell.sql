-- grain: customer_id, spell
-- recompute: customer_id
-- Times in which a customer is active: within 365 days of a completed order, or under a contract. A recorded departure
-- ends it; a later order or contract begins it again.
-- first_m and last_m count months since year 0: the first and the last at whose end the customer is active.
with reached as (
    select
        customer_id,
        starts_on,
        ends_on,
        max(ends_on) over (
            partition by customer_id order by starts_on rows between unbounded preceding and 1 preceding
        ) as reached_on
    from customer_span
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
