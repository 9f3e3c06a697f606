-- grain: lead_id
-- recompute: lead_id
-- Leads without what identifies the person.
select lead_id, created_on, kind, region, source, won_on
from leads
