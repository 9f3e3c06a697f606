-- grain: customer_id, starts_on
-- recompute: customer_id
-- What makes a customer active: 365 days from each completed order, and each contract (one that names no end is live; one
-- whose renewal is not yet known runs on for the 30 days in which it may come), up to a recorded departure.
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
)
select customer_id, starts_on, ends_on from cut where ends_on >= starts_on
