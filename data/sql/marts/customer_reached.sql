-- grain: customer_id
-- recompute: customer_id
-- How often each customer was approached, by campaigns where their members are held and else by letters that arrived, and
-- how many of these were followed by an order within 30 days; and whether one reached them in the last year.
with given as (select count(*) > 0 as campaigns from stg_campaign_members),
approached as (
    select customer_id, contacted_on as day
    from stg_campaign_members cross join given
    where given.campaigns and arm = 'treated' and contacted_on is not null
    union all
    select customer_id, sent_on as day
    from stg_mail cross join given
    where not given.campaigns and not wasted
),
days as (
    select customer_id, day, count(*) as pieces from approached group by customer_id, day
),
bought as (
    select distinct customer_id, day from stg_orders where status = 'completed'
),
answers as (
    select distinct d.customer_id, d.day
    from days as d
    inner join bought as b
        on b.customer_id = d.customer_id and b.day >= d.day and b.day <= cast(d.day + interval '30' day as date)
)
select
    d.customer_id,
    cast(sum(d.pieces) as bigint) as approaches,
    cast(sum(case when a.day is not null then d.pieces else 0 end) as bigint) as answered,
    coalesce(max(d.day) > max(cast(f.until - interval '1' year as date)), false) as reached_12m,
    max(case when given.campaigns then 'campaign' else 'letter' end) as by_what
from days as d
left join answers as a on a.customer_id = d.customer_id and a.day = d.day
cross join data_facts as f
cross join given
where d.day <= f.until
group by d.customer_id
