-- grain: customer_id
-- recompute: customer_id
-- What customers have in common, beside how much they buy: where and who they are, how they feel about us as far as they
-- show it, what they buy most of, when in the year, and whether they may be written to. Empty where it is not known.
with ranked as (
    select customer_id, max_by(family, {'amount': amount, 'family': family}) as family, count(*) as families
    from customer_mix
    group by customer_id
),
late as (
    select customer_id, count(*) as orders, count(*) filter (where month(day) >= 11) as year_end_orders
    from stg_orders where status = 'completed'
    group by customer_id
),
contracts as (select customer_id, max(state) as state from contract_term group by customer_id),
complaints as (select customer_id, count(*) as tickets from stg_tickets where kind = 'complaint' group by customer_id),
given as (
    select count(*) filter (where c.has_email) > 0 and count(c.consent) > 0 as contactable,
        max(k.customer_id) is not null as contracts,
        (select count(*) > 0 from stg_tickets) as tickets
    from stg_customers as c left join contracts as k on k.customer_id = c.customer_id
)
select
    b.customer_id, b.kind, b.region, c.city, b.channel, b.acquired_by, c.industry, c.size, c.birth_decade, c.gender,
    c.job, c.education, c.income, c.household, c.lifestyle,
    case when c.consent then 'yes' when not c.consent then 'no' end as consent,
    case when t.tickets > 0 then 'yes' when given.tickets then 'no' end as complained,
    m.family,
    case when m.families >= 4 then '4 and more' else cast(m.families as varchar) end as breadth,
    case when k.state is not null then 'yes' when given.contracts then 'no' end as contract,
    case when l.year_end_orders * 2 > l.orders then 'yes' when l.orders > 0 then 'no' end as year_end,
    coalesce(l.year_end_orders, 0) as year_end_orders,
    case when given.contactable then coalesce(c.has_email and c.consent, false) end as reachable
from customer_base as b
left join stg_customers as c on c.customer_id = b.customer_id
left join ranked as m on m.customer_id = b.customer_id
left join late as l on l.customer_id = b.customer_id
left join contracts as k on k.customer_id = b.customer_id
left join complaints as t on t.customer_id = b.customer_id
cross join given
