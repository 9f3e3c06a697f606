-- table: orders
-- severity: hard
-- Revenue and margin of all months, and of the data's facts, are those of all orders.
select
    case
        when m.revenue = o.revenue and f.revenue = o.revenue
            and coalesce(m.margin, 0) = o.margin and coalesce(f.margin, 0) = o.margin
            then 0
        else 1
    end as failed,
    1 as tested
from (select sum(revenue) as revenue, sum(margin) as margin from order_month) as m
cross join data_facts as f
cross join (
    select
        coalesce(sum(case when status <> 'cancelled' then amount end), 0) as revenue,
        coalesce(sum(case when status <> 'cancelled' then margin end), 0) as margin
    from stg_orders
) as o
