-- grain: initiative_id, item, month
-- recompute: initiative_id, item, month
select
    initiative_id,
    item,
    month,
    cost_class,
    cost_type,
    planned,
    actual,
    coalesce(overhead, false) as overhead,
    coalesce(carrying_out, false) as carrying_out
from programme_costs
