-- grain: initiative_id, item, month
-- recompute: initiative_id, item, month
select initiative_id, item, month, cost_class, cost_type, planned, actual, overhead, carrying_out
from stg_programme_costs
