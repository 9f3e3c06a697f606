-- grain: month, item
-- recompute: month, item
select month, item, amount, kind
from reconciling_items
