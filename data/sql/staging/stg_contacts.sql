-- grain: contact_id
-- recompute: contact_id
select contact_id, customer_id, contacted_on, kind
from contacts
