-- table: orders
-- severity: warn
-- A completed order below zero is taken for a refund; mark it so, with the order it refunds.
select count(*) filter (where amount < 0) as failed, count(*) as tested
from orders
where status = 'completed'
