-- grain: campaign_id, customer_id
-- recompute: campaign_id
select campaign_id, customer_id, arm, cast(contacted_at as date) as contacted_on
from campaign_members
