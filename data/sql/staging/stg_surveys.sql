-- grain: survey_id
-- recompute: survey_id
-- Scores become decimal, so that their sums are the same at every build. kind: what a question asks, by its words.
select
    survey_id,
    customer_id,
    sent_on,
    answered_on,
    question,
    case
        when lower(question) like '%employee%' or question like '%员工%' then 'employee'
        when lower(question) like '%recommend%' or lower(question) like '%nps%' or question like '%推荐%' then 'recommend'
        when lower(question) like '%effort%' or lower(question) like '%easy%' or question like '%费力%' then 'effort'
        when lower(question) like '%satisf%' or lower(question) like '%csat%' or question like '%满意%' then 'satisfaction'
    end as kind,
    cast(score as decimal(18, 4)) as score,
    region,
    site,
    team
from surveys
