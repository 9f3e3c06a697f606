-- grain: month, team
-- recompute: month, team
select month, team, region, target, forecast
from sales_plan
