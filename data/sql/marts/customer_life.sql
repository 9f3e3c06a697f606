-- grain: customer_id
-- recompute: customer_id
-- How long each customer has been there, and whether, how and when they left. Where departures are recorded they say who
-- left; else a contract that was not renewed, and for the others 365 days without an order, counted from the last one.
-- A departure followed by an order or a contract is none, nor is the end of a contract followed by an order: the customer
-- came back.
with recorded as (
    select d.customer_id, max(d.left_on) as left_on, max_by(d.reason, d.left_on) as reason,
        max_by(d.destination, d.left_on) as destination
    from stg_departures as d
    group by d.customer_id
),
given as (select count(*) > 0 as recorded from stg_departures),
held as (
    select customer_id, max(ends_on) as ends_on, max(starts_on) as starts_on,
        max_by(state, coalesce(ends_on, date '9999-12-31')) as state
    from contract_term
    group by customer_id
),
known as (
    select
        b.customer_id, b.kind, b.region, b.channel, b.acquired_by, b.first_order, b.last_order, b.order_days,
        least(coalesce(c.joined_on, b.first_order), coalesce(b.first_order, c.joined_on)) as joined_on,
        c.birth_decade,
        held.state is not null as on_contract,
        f.first_day,
        f.until,
        case
            when given.recorded
                then case when r.left_on >= greatest(coalesce(b.last_order, r.left_on), coalesce(held.starts_on, r.left_on))
                    then r.left_on end
            when held.state in ('running', 'due', 'renewed') then null
            when held.ends_on >= coalesce(b.last_order, held.ends_on) then held.ends_on
            when b.last_order <= cast(f.until - interval '365' day as date) then b.last_order
        end as left_on,
        case when given.recorded then 'recorded' when held.state is not null then 'contract' else 'silence' end as how,
        r.reason,
        r.destination
    from customer_base as b
    left join stg_customers as c on c.customer_id = b.customer_id
    left join recorded as r on r.customer_id = b.customer_id
    left join held on held.customer_id = b.customer_id
    cross join given
    cross join data_facts as f
)
select
    customer_id, kind, region, channel, acquired_by, joined_on, birth_decade, on_contract, left_on, how,
    case when left_on is not null then reason end as reason,
    case when left_on is not null then destination end as destination,
    date_diff('day', joined_on, coalesce(left_on, until)) as tenure_days,
    joined_on >= first_day as seen_from_start,
    order_days
from known
where joined_on is not null and joined_on <= until
