-- grain: month, region, site, team
-- recompute: month
-- The telephone system's report, in sums that can be added up.
select
    month, region, site, team,
    sum(answered) as answered, sum(answered_20s) as answered_20s, sum(abandoned) as abandoned,
    sum(offered - abandoned_short) as offered_longer, sum(answered + abandoned) as waited,
    sum(transferred) as transferred,
    sum(wait_seconds) as wait_seconds, sum(handling_seconds) as handling_seconds,
    sum(available_seconds) as available_seconds, sum(self_attempts) as self_attempts, sum(self_settled) as self_settled,
    sum(cost) as cost
from stg_contact_centre
group by month, region, site, team
