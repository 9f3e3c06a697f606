-- grain: ticket_id
-- recompute: ticket_id
select
    ticket_id, customer_id, opened_at, closed_at, kind, region, site, team, owner, due_at,
    first_contact, is_repeat, feedback
from tickets
