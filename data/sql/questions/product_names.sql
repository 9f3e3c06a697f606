-- What is each product called?
select product_id, name
from staging.stg_products
