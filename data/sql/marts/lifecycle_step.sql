-- grain: years_ago, kind, stage, stage_before
-- recompute: all
-- Customers by stage and by the stage of a year before ('none' before the first order), and what they brought in between.
select
    a.years_ago, a.kind, a.stage, coalesce(b.stage, 'none') as stage_before,
    count(*) as customers,
    sum(a.revenue) as revenue,
    sum(a.margin) as margin,
    sum(a.cost_to_serve) as cost_to_serve
from customer_stage as a
left join customer_stage as b on b.customer_id = a.customer_id and b.years_ago = a.years_ago + 1
group by a.years_ago, a.kind, a.stage, coalesce(b.stage, 'none')
