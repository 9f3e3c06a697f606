-- table: order_lines
-- severity: warn
-- The lines of an order sum to its amount, to the cent.
select
    count(*) filter (where abs(l.amount - o.amount) > 0.01) as failed,
    count(*) as tested
from (select order_id, sum(amount) as amount from stg_order_lines group by order_id) as l
inner join stg_orders as o on o.order_id = l.order_id
