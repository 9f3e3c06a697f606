-- table: cost_to_serve
-- severity: hard
-- Cost to serve by month is all there is; what no known customer carries is a warning of its own.
select case when m.amount = s.amount then 0 else 1 end as failed, 1 as tested
from (select coalesce(sum(amount), 0) as amount from serve_month) as m
cross join (select coalesce(sum(amount), 0) as amount from stg_cost_to_serve) as s
