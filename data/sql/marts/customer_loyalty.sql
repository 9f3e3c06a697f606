-- grain: customer_id
-- recompute: all
-- What orders say of a customer's loyalty over the last eight quarters of 91 days: in how many they could have ordered, in
-- how many they did, how many product families they bought, and how many customers of their kind buy at all.
with recent as (
    select o.customer_id, o.order_id, cast(floor(date_diff('day', o.day, f.until) / 91) as bigint) as quarter
    from stg_orders as o cross join data_facts as f
    where o.status = 'completed' and date_diff('day', o.day, f.until) < 728
),
ordered as (select customer_id, count(distinct quarter) as quarters from recent group by customer_id),
bought as (
    select r.customer_id, b.kind, p.family
    from recent as r
    inner join customer_base as b on b.customer_id = r.customer_id
    inner join stg_order_lines as l on l.order_id = r.order_id
    inner join stg_products as p on p.product_id = l.product_id
    where p.family is not null
    group by r.customer_id, b.kind, p.family
),
mine as (select customer_id, count(*) as families from bought group by customer_id),
offered as (select coalesce(kind, '') as kind, count(distinct family) as families from bought group by coalesce(kind, ''))
select
    b.customer_id,
    cast(least(8, 1 + floor(date_diff('day', b.first_order, f.until) / 91)) as bigint) as quarters_known,
    coalesce(ordered.quarters, 0) as quarters_ordered,
    case when offered.families > 0 then coalesce(mine.families, 0) end as families,
    offered.families as families_of_kind
from customer_base as b
cross join data_facts as f
left join ordered on ordered.customer_id = b.customer_id
left join mine on mine.customer_id = b.customer_id
left join offered on offered.kind = coalesce(b.kind, '')
where b.order_days > 0
