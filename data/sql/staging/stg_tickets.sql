-- grain: ticket_id
-- recompute: ticket_id
select ticket_id, customer_id, opened_at, closed_at, kind, site, team, owner, feedback
from tickets
