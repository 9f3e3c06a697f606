-- grain: customer_id
-- recompute: customer_id
-- What customers have in common, beside how much they buy: who they are, what they buy most of, when in the year, and
-- whether they may be written to. Empty where it is not known.
with families as (
    select o.customer_id, p.family, sum(l.amount) as amount
    from stg_orders as o
    inner join stg_order_lines as l on l.order_id = o.order_id
    inner join stg_products as p on p.product_id = l.product_id
    where o.status = 'completed' and p.family is not null
    group by o.customer_id, p.family
),
family_most as (
    select customer_id, max_by(family, {'amount': amount, 'family': family}) as family from families group by customer_id
),
late as (
    select customer_id, count(*) filter (where month(day) >= 11) as year_end_orders
    from stg_orders where status = 'completed'
    group by customer_id
),
contracts as (select customer_id, max(state) as state from contract_term group by customer_id),
given as (
    select count(*) filter (where c.has_email) > 0 and count(c.consent) > 0 as contactable,
        max(k.customer_id) is not null as contracts
    from stg_customers as c left join contracts as k on k.customer_id = c.customer_id
)
select
    b.customer_id, b.kind, b.region, b.channel, b.acquired_by, c.industry, c.size, c.birth_decade, m.family,
    case when k.state is not null then 'yes' when given.contracts then 'no' end as contract,
    coalesce(l.year_end_orders, 0) as year_end_orders,
    case when given.contactable then coalesce(c.has_email and c.consent, false) end as reachable
from customer_base as b
left join stg_customers as c on c.customer_id = b.customer_id
left join family_most as m on m.customer_id = b.customer_id
left join late as l on l.customer_id = b.customer_id
left join contracts as k on k.customer_id = b.customer_id
cross join given
