// What has a place on the map in these cities: areas, and service centres by the area they lie in.
MATCH (home:Area)
WHERE (home.city IN $cities OR home.code IN $cities) AND home.closed_on IS NULL
CALL (home) {
  WITH home WHERE home.location IS NOT NULL
  RETURN 'Area' AS label, home.code AS code, home.longitude AS longitude, home.latitude AS latitude
  UNION ALL
  MATCH (centre:ServiceCentre)-[lies:LIES_IN]->(home)
  WHERE centre.location IS NOT NULL AND centre.closed_on IS NULL AND lies.closed_on IS NULL
  RETURN 'ServiceCentre' AS label, centre.code AS code, centre.longitude AS longitude, centre.latitude AS latitude
}
RETURN label, code, home.code AS home, longitude, latitude
