-- grain: customer_id, product_id, trigger, due_on
-- recompute: all
-- Products whose warranty or service life ends within a year before or 90 days after today, and whether the customer
-- bought of the same family within 90 days of that day, either way: what came of those that were due is what to expect.
-- contacted: a call, mail or contact (no price letter) in the same days.
with dates as (
    select o.customer_id, o.day, l.product_id, p.family, p.warranty_months, p.service_life_months,
        sum(l.quantity_sold) as quantity, max(p.list_price) as list_price, max(p.unit_cost) as unit_cost
    from stg_orders as o
    inner join (
        select order_id, product_id, cast(quantity as decimal(18, 4)) as quantity_sold from stg_order_lines
    ) as l on l.order_id = o.order_id
    inner join stg_products as p on p.product_id = l.product_id
    where o.status = 'completed' and (p.warranty_months is not null or p.service_life_months is not null)
    group by o.customer_id, o.day, l.product_id, p.family, p.warranty_months, p.service_life_months
),
due as (
    select *, 'warranty' as trigger, cast(day + warranty_months * interval '1' month as date) as due_on from dates
    where warranty_months is not null
    union all
    select *, 'service life' as trigger, cast(day + service_life_months * interval '1' month as date) as due_on from dates
    where service_life_months is not null
),
near as (
    select d.*, date_diff('day', f.until, d.due_on) as days_left
    from due as d cross join data_facts as f
    where date_diff('day', f.until, d.due_on) between -365 and 90
),
again as (
    select distinct n.customer_id, n.product_id, n.trigger, n.due_on
    from near as n
    inner join dates as x on x.customer_id = n.customer_id and x.family = n.family and x.day > n.day
    where abs(date_diff('day', n.due_on, x.day)) <= 90
),
reached as (
    select customer_id, cast(called_at as date) as day from stg_calls
    union all select customer_id, sent_on from stg_mail
    union all select customer_id, contacted_on from stg_contacts where kind <> 'price letter'
),
touched as (
    select distinct n.customer_id, n.due_on
    from (select distinct customer_id, due_on from near) as n
    inner join reached as r on r.customer_id = n.customer_id
    where abs(date_diff('day', n.due_on, r.day)) <= 90
)
select n.customer_id, n.product_id, n.trigger, n.due_on, max(n.days_left) as days_left, sum(n.quantity) as quantity,
    max(n.list_price) as list_price, max(n.unit_cost) as unit_cost, max(a.due_on) is not null as bought_again,
    max(t.due_on) is not null as contacted
from near as n
left join again as a
    on a.customer_id = n.customer_id and a.product_id = n.product_id and a.trigger = n.trigger and a.due_on = n.due_on
left join touched as t on t.customer_id = n.customer_id and t.due_on = n.due_on
group by n.customer_id, n.product_id, n.trigger, n.due_on
