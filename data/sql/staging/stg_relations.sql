-- grain: customer_id, related_id, kind
-- recompute: customer_id
select customer_id, related_id, kind
from relations
where customer_id <> related_id
