-- grain: kpi, period
-- recompute: kpi, period
-- Targets of the scorecard, with what their owners said.
select kpi, period, target, upper, baseline, red_limit, coalesce(weight, 1) as weight, owner, comment, due_on
from stg_kpi_targets
