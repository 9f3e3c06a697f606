-- grain: month, region, team
-- recompute: month, team
-- What each team is to win in a month, those that lie ahead among them.
select month, region, team, sum(target) as target
from stg_sales_plan
group by month, region, team
