-- grain: lead_id
-- recompute: all
-- Leads noted down by today: how long ago, and after how many days they became customers (empty while they are not).
select
    l.lead_id,
    coalesce(l.kind, 'unknown') as kind,
    coalesce(l.source, 'unknown') as source,
    l.region,
    date_diff('day', l.created_on, f.until) as age_days,
    case when l.won_on >= l.created_on and l.won_on <= f.until then date_diff('day', l.created_on, l.won_on) end
        as won_days
from stg_leads as l
cross join data_facts as f
where l.created_on <= f.until
