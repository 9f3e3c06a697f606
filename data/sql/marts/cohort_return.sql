-- grain: definition, cohort, period
-- recompute: all
-- Who came back: customers by the month of their first order, and the share that ordered again. Two definitions, both
-- named: calendar, in the calendar month so many months later; rolling, in the 30 days that begin 30 times so many days
-- after one's own first order. base: customers of the cohort for whom that time is over; periods of three years at most.
with firsts as (
    select customer_id, first_order, cast(date_trunc('month', first_order) as date) as cohort
    from customer_base
    where first_order is not null
),
bought as (
    select distinct
        f.customer_id,
        f.cohort,
        extract(year from o.month) * 12 + extract(month from o.month)
            - extract(year from f.cohort) * 12 - extract(month from f.cohort) as months,
        cast(floor(date_diff('day', f.first_order, o.day) / 30) as bigint) as windows
    from firsts as f
    inner join stg_orders as o on o.customer_id = f.customer_id
    where o.status = 'completed'
),
periods as (select unnest(generate_series(0, 36)) as period),
counted as (
    select 'calendar' as definition, cohort, months as period, count(distinct customer_id) as returned
    from bought
    group by cohort, months
    union all
    select 'rolling' as definition, b.cohort, b.windows as period, count(distinct b.customer_id) as returned
    from bought as b
    inner join firsts as f on f.customer_id = b.customer_id
    cross join data_facts as d
    where date_diff('day', f.first_order, d.until) >= 30 * (b.windows + 1) - 1
    group by b.cohort, b.windows
),
bases as (
    select 'calendar' as definition, f.cohort, p.period, count(*) as base
    from firsts as f cross join periods as p cross join data_facts as d
    where last_day(cast(f.cohort + p.period * interval '1' month as date)) <= d.until
    group by f.cohort, p.period
    union all
    select 'rolling' as definition, f.cohort, p.period, count(*) as base
    from firsts as f cross join periods as p cross join data_facts as d
    where date_diff('day', f.first_order, d.until) >= 30 * (p.period + 1) - 1
    group by f.cohort, p.period
)
select b.definition, b.cohort, cast(b.period as bigint) as period, b.base, coalesce(c.returned, 0) as returned
from bases as b
left join counted as c on c.definition = b.definition and c.cohort = b.cohort and c.period = b.period
