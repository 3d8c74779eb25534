// Who builds with whom: the agreements of communities, with the lists of both sides and the projects. Before the first MATCH
// the area asked for is bound; a unit outside `$within` is not named, and what it offers not counted.
// scope
MATCH (home:Community)-[signs:PARTY_TO]->(agreement:Agreement)
WHERE signs.closed_on IS NULL AND agreement.closed_on IS NULL
  AND ($within IS NULL OR $within IN [home.city, home.district, home.street, home.community])
OPTIONAL MATCH (agreement)<-[joins:PARTY_TO]-(unit:PartnerUnit)
WHERE joins.closed_on IS NULL
  AND ($within IS NULL OR EXISTS {
    MATCH (unit)-[:LIES_IN]->(place:Area) WHERE $within IN [place.city, place.district, place.street, place.community, place.grid]
  })
RETURN unit.code AS unit, unit.name AS unit_name, unit.kind AS unit_kind,
       home.code AS community, home.name AS community_name,
       agreement.code AS agreement, agreement.signed AS signed, agreement.expires AS expires,
       CASE WHEN agreement.signed > $as_of THEN false
            WHEN 'expires' IN coalesce(agreement.unknown, []) THEN null
            ELSE agreement.expires IS NULL OR agreement.expires >= $as_of END AS in_force,
       COUNT { MATCH (home)-[raises:RAISES]->(:Demand) WHERE raises.closed_on IS NULL } AS demands,
       CASE WHEN unit IS NOT NULL
            THEN COUNT { MATCH (unit)-[offers:OFFERS]->(:Resource) WHERE offers.closed_on IS NULL } END AS resources,
       COUNT { MATCH (agreement)<-[under:UNDER]-(:Project) WHERE under.closed_on IS NULL } AS projects,
       COUNT {
         MATCH (agreement)<-[under:UNDER]-(project:Project)
         WHERE under.closed_on IS NULL AND project.state <> '已终止'
           AND (project.completed <= $as_of OR project.completed IS NULL AND project.state = '已完成')
       } AS completed
ORDER BY community, agreement, unit
