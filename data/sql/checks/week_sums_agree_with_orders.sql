-- table: orders
-- severity: hard
-- Every order is in one week, and every buyer is new in one.
select
    case when w.revenue = f.revenue and w.orders = f.completed and w.new_buyers = f.customers then 0 else 1 end as failed,
    1 as tested
from (select sum(revenue) as revenue, sum(orders) as orders, sum(new_buyers) as new_buyers from order_week) as w
cross join data_facts as f
