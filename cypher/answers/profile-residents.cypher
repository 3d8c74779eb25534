// Who lies in the area and below it, by label and kind: in it alone and altogether, and the first `$most` of the labels `$listed`.
MATCH (area:Area {district/* level */: $code})<-[lies:LIES_IN|RAISED_IN/* types */]-(one)
WHERE lies.closed_on IS NULL AND one.closed_on IS NULL
WITH area, one, labels(one)[0] AS label, coalesce(one.kind, one.category) AS kind
ORDER BY one.code
WITH label, kind, area.code = $code AS own, label IN $listed AS listed, one, area
RETURN label, kind, count(*) AS below, sum(CASE WHEN own THEN 1 ELSE 0 END) AS own,
       collect(CASE WHEN listed THEN {code: one.code, name: one.name, kind: kind, area: area.code} END)[..$most] AS first
