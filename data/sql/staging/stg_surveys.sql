-- grain: survey_id
-- recompute: survey_id
-- Scores become decimal, so that their sums are the same at every build.
select
    survey_id,
    customer_id,
    sent_on,
    answered_on,
    question,
    cast(score as decimal(18, 4)) as score,
    region,
    site,
    team
from surveys
