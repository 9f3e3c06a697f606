-- grain: customer_id, question
-- recompute: all
-- The last answer of each customer to each question in the two years before today, and the highest answer anybody gave
-- to that question: the scale it is read on.
with scales as (
    select question, max(score) as highest from stg_surveys group by question
),
answers as (
    select s.customer_id, s.question, s.score, s.answered_on,
        row_number() over (partition by s.customer_id, s.question order by s.answered_on desc, s.survey_id desc) as place
    from stg_surveys as s cross join data_facts as f
    where s.customer_id is not null and s.score is not null and s.answered_on <= f.until
        and date_diff('day', s.answered_on, f.until) < 730
)
select a.customer_id, a.question, a.score, a.answered_on, scales.highest
from answers as a inner join scales on scales.question = a.question
where a.place = 1
