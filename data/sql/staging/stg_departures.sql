-- grain: customer_id, left_on
-- recompute: customer_id
select customer_id, left_on, reason, destination
from departures
