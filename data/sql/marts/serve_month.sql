-- grain: month, activity
-- recompute: month
select month, activity, sum(amount) as amount
from stg_cost_to_serve
group by month, activity
