// Who works in the communities of the area, of the latest year up to `$year`: sums, of pay the mean, and how many give each figure.
MATCH (area:Area {district/* level */: $code})-[staffed:STAFFED_BY]->(w:Workforce)
WHERE staffed.closed_on IS NULL AND w.year <= $year
RETURN w.year AS year, count(*) AS communities,
       sum(w.people) AS people, sum(w.under_35) AS under_35, sum(w.from_35_to_45) AS from_35_to_45, sum(w.over_45) AS over_45,
       sum(w.college) AS college, sum(w.bachelor) AS bachelor, sum(w.social_workers) AS social_workers,
       avg(w.secretary_pay) AS secretary_pay, avg(w.others_pay) AS others_pay,
       {
         people: count(w.people), under_35: count(w.under_35), from_35_to_45: count(w.from_35_to_45), over_45: count(w.over_45),
         college: count(w.college), bachelor: count(w.bachelor), social_workers: count(w.social_workers),
         secretary_pay: count(w.secretary_pay), others_pay: count(w.others_pay)
       } AS given
ORDER BY year DESC
LIMIT 1
