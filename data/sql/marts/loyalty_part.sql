-- grain: kind, part
-- recompute: all
-- What makes a longer customer worth more than a new one. first: the first 365 days of those who came between one and
-- two years ago; new: the last 365 days of those who came in them; later: the last 365 days of the others who ordered.
-- list_value: what was bought, at list prices of today; as_new: what the later ones would have paid for it at the prices
-- that new customers paid in the same months.
with grouped as (
    select b.customer_id, coalesce(b.kind, 'unknown') as kind, b.first_order, b.cost_to_serve_12m, b.age_days, f.until,
        case when b.age_days < 365 then 'new' when b.orders_12m > 0 then 'later' end as now_part
    from customer_base as b cross join data_facts as f
    where b.order_days > 0
),
bought as (
    select o.customer_id, o.day, sum(l.amount) as amount, sum(l.cost) as cost,
        sum(cast(l.quantity as decimal(18, 4)) * p.list_price) as list_value
    from stg_orders as o
    inner join stg_order_lines as l on l.order_id = o.order_id
    left join stg_products as p on p.product_id = l.product_id
    where o.status <> 'cancelled'
    group by o.customer_id, o.day
),
parts as (
    select g.kind, 'first' as part, g.customer_id, cast(date_trunc('month', b.day) as date) as month, b.amount, b.cost,
        b.list_value
    from grouped as g
    left join bought as b on b.customer_id = g.customer_id and date_diff('day', g.first_order, b.day) < 365
    where g.age_days between 365 and 729
    union all
    select g.kind, g.now_part as part, g.customer_id, cast(date_trunc('month', b.day) as date) as month, b.amount, b.cost,
        b.list_value
    from grouped as g inner join bought as b on b.customer_id = g.customer_id and date_diff('day', b.day, g.until) < 365
    where g.now_part is not null
),
served as (
    select kind, now_part as part, sum(cost_to_serve_12m) as cost_to_serve from grouped where now_part is not null
    group by kind, now_part
),
monthly as (
    select kind, part, month, sum(amount) as amount, sum(list_value) as list_value from parts group by kind, part, month
),
priced as (
    select l.kind, l.part, sum(cast(l.list_value * n.amount / n.list_value as decimal(18, 4))) as as_new
    from monthly as l
    inner join monthly as n on n.kind = l.kind and n.month = l.month and n.part = 'new' and n.list_value > 0
    where l.part = 'later'
    group by l.kind, l.part
    having count(*) >= 12
),
summed as (
    select kind, part, count(distinct customer_id) as customers, sum(amount) as amount, sum(cost) as cost,
        sum(list_value) as list_value
    from parts group by kind, part
)
select a.kind, a.part, a.customers, coalesce(a.amount, 0) as amount, coalesce(a.cost, 0) as cost,
    a.list_value, p.as_new, s.cost_to_serve
from summed as a
left join served as s on s.kind = a.kind and s.part = a.part
left join priced as p on p.kind = a.kind and p.part = a.part
