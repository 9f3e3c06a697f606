-- grain: customer_id, family
-- recompute: customer_id
-- What each customer's completed orders were made of: lines and money of each family of products.
select o.customer_id, p.family, count(*) as lines, sum(l.amount) as amount
from stg_orders as o
inner join stg_order_lines as l on l.order_id = o.order_id
inner join stg_products as p on p.product_id = l.product_id
where o.status = 'completed' and p.family is not null
group by o.customer_id, p.family
