-- grain: mail_id
-- recompute: mail_id
select mail_id, customer_id, sent_on, cast(date_trunc('month', sent_on) as date) as month, campaign_id, cost,
    wasted, answered
from mail
