-- grain: kpi, period
-- recompute: kpi, period
select kpi, period, target, upper, baseline, red_limit, weight, owner, comment, due_on
from kpi_targets
