-- table: orders
-- severity: warn
-- Where some orders carry their cost of sales and others do not, the margin of the others is missing from the sums.
select
    case when count(cost) = 0 then 0 else count(*) - count(cost) end as failed,
    count(*) as tested
from stg_orders
where status <> 'cancelled'
