-- grain: month, region, site, team
-- recompute: month
-- People, training and use of the system by month and place. fresh: trained within a year of the end of the month.
with people as (
    select month, region, site, team, coalesce(should_use, true) as should_use, certified, trained_on, logins,
        training_hours, work_hours, customer_hours, leaves
    from stg_staff
)
select
    month, region, site, team,
    count(*) as people,
    count(*) filter (should_use and logins is not null) as should_use,
    count(*) filter (should_use and logins > 0) as uses,
    count(certified) filter (should_use) as certifiable,
    count(*) filter (should_use and certified) as certified,
    count(*) filter (logins > 0 and trained_on is not null) as trained,
    count(*) filter (logins > 0 and date_diff('day', trained_on, last_day(month)) <= 365) as fresh,
    count(training_hours) as hours_told, sum(training_hours) as training_hours,
    sum(work_hours) filter (customer_hours is not null) as work_hours, sum(customer_hours) as customer_hours,
    count(leaves) as leaving_told, count(*) filter (leaves) as leavers
from people
group by month, region, site, team
