-- table: orders
-- severity: hard
-- Revenue and orders of all customers are those of all orders: no row was lost or doubled by a join.
select
    case when c.revenue = o.revenue and c.orders = o.orders and c.refunds = o.refunds then 0 else 1 end as failed,
    1 as tested
from (select sum(revenue) as revenue, sum(orders) as orders, sum(refunds) as refunds from customer_base) as c
cross join (
    select
        coalesce(sum(case when status <> 'cancelled' then amount end), 0) as revenue,
        count(*) filter (where status = 'completed') as orders,
        count(*) filter (where status = 'refunded') as refunds
    from stg_orders
) as o
