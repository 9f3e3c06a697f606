-- grain: month, region, site, team
-- recompute: all
-- Questions put and answered by the month they were put. net: promoters (9 and 10) less detractors (0 to 6).
with answers as (
    select cast(date_trunc('month', coalesce(sent_on, answered_on)) as date) as month, region, site, team,
        kind, score,
        case when score >= 9 then 1 when score <= 6 then -1 else 0 end as net
    from stg_surveys
)
select
    month, region, site, team,
    count(*) filter (kind = 'satisfaction') as satisfaction_sent,
    count(score) filter (kind = 'satisfaction') as satisfaction_answers,
    count(*) filter (kind = 'satisfaction' and score >= 4) as satisfied,
    count(*) filter (kind = 'satisfaction' and score >= 5) as very_satisfied,
    count(*) filter (kind = 'satisfaction' and score <= 2) as dissatisfied,
    coalesce(sum(score) filter (kind = 'satisfaction'), 0) as satisfaction_sum,
    count(*) filter (kind = 'recommend') as recommend_sent,
    count(score) filter (kind = 'recommend') as recommend_answers,
    coalesce(sum(net) filter (kind = 'recommend' and score is not null), 0) as recommend_net,
    count(*) filter (kind = 'effort') as effort_sent,
    count(score) filter (kind = 'effort') as effort_answers,
    coalesce(sum(score) filter (kind = 'effort'), 0) as effort_sum,
    count(*) filter (kind = 'employee') as staff_sent,
    count(score) filter (kind = 'employee') as staff_answers,
    coalesce(sum(net) filter (kind = 'employee' and score is not null), 0) as staff_net
from answers
where month is not null
group by month, region, site, team
