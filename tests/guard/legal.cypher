//! Legal queries over the sample city, one in each paragraph: none may be refused, and each is answered as the store itself answers it.
//! A line that begins with `//!` is about the next query: `parameters {…}`, or `answer [[…], …]`, its rows.

MATCH (n:City) RETURN n.code AS code, n.name AS name

MATCH (n:District) RETURN n.code, n.name ORDER BY n.code

MATCH (g:Grid) RETURN count(*) AS grids

MATCH (g:Grid) RETURN count(g.households) AS known, sum(g.households) AS households, min(g.households), max(g.households)

MATCH (g:Grid {district: '360281'}) RETURN count(g)

MATCH (g:Grid) WHERE g.district = '360222' RETURN g.code ORDER BY g.code DESC SKIP 3 LIMIT 5

MATCH (g:Grid) RETURN DISTINCT g.kind AS kind

MATCH (g:Grid) RETURN g.district AS district, g.kind AS kind, count(*) AS grids ORDER BY district, kind

match (s:Street) where s.closed_on is null return s.kind as kind, count(*) as streets

MATCH (s:Street) WHERE s.kind IS NULL RETURN s.name AS name

MATCH (s:Street) WHERE s.kind IS NOT NULL AND NOT s.kind = '街道' RETURN count(*) AS others

MATCH (c:Community) WHERE c.kind = "社区" RETURN count(*) AS urban

MATCH (c:Community) WHERE c.kind <> '村' OR c.kind IS NULL RETURN count(*) AS n

MATCH (c:Community) WHERE c.name STARTS WITH '新' RETURN count(*) AS n

MATCH (c:Community) WHERE c.name ENDS WITH '村委会' RETURN count(*) AS n

MATCH (c:Community) WHERE c.name CONTAINS '山' RETURN count(*) AS n

MATCH (c:Community) WHERE c.name =~ '.*(居|村)委会' RETURN count(*) AS n

MATCH (g:Grid) WHERE g.households > 200 AND g.households <= 300 XOR g.households = 100 RETURN count(*) AS n

MATCH (g:Grid) WHERE 200 < g.households < 300 RETURN count(*) AS n

MATCH (g:Grid) WHERE g.households IN [100, 150, 200, 250] RETURN count(*) AS n

MATCH (g:Grid) WHERE NOT g.households IN [100, 150] RETURN count(*) AS n

MATCH (n:District|Street) RETURN count(*) AS n

MATCH (n:Area&!Grid) RETURN count(*) AS n

MATCH (n:Area&(City|District)) RETURN n.code AS code ORDER BY code

MATCH (n:!Area&!Statements&!Sheet&!Load&!Source&!Lock) RETURN count(*) > 100 AS many

MATCH (n:Area:Grid) RETURN count(*) AS n

MATCH (n) WHERE n:Grid RETURN count(*) AS n

MATCH (n:Area) WHERE n:City|District RETURN count(*) AS n

MATCH (n:Area) WHERE NOT n:Grid AND (n:City OR n:District) RETURN count(*) AS n

MATCH (n:Area) RETURN n:Grid AS is_grid, count(*) AS n

MATCH (a:City)-[:CONTAINS]->(b:District) RETURN a.name AS city, b.name AS district ORDER BY district

MATCH (a:City)-[:CONTAINS]->(:District)-[:CONTAINS]->(c) RETURN count(c) AS streets

MATCH (a:District)-[c:CONTAINS]->(b) RETURN type(c) AS type, count(*) AS n

MATCH (b)<-[:CONTAINS]-(a:District) RETURN a.code AS code, count(b) AS parts ORDER BY code

MATCH (a:District)-[:CONTAINS]-(b) RETURN count(*) AS both_ways

MATCH (o:PartyOrganization)-[:COVERS|SUBORDINATE_TO]->(x) RETURN count(*) AS n

MATCH (o:PartyOrganization)-[r]->(x) RETURN type(r) AS type, count(*) AS n ORDER BY type

MATCH (a:City)-[:CONTAINS*1..2]->(b) RETURN count(b) AS n

MATCH (a:City)-[:CONTAINS*2]->(b) RETURN count(b) AS n

MATCH (a:City)-[:CONTAINS*..2]->(b) RETURN count(b) AS n

MATCH (a:City)-[:CONTAINS*0..1]->(b) RETURN count(b) AS n

MATCH (a:District {code: '360281'})-[:CONTAINS*1..4]->(g:Grid) RETURN count(DISTINCT g) AS grids

MATCH p = (a:City)-[:CONTAINS*1..2]->(b) RETURN length(p) AS steps, count(*) AS n ORDER BY steps

MATCH p = (:City)-[:CONTAINS]->(d:District) RETURN [n IN nodes(p) | n.code] AS codes, size(relationships(p)) AS steps

MATCH p = (:City)-[:CONTAINS*1..3]->(c:Street {code: '360202001'}) RETURN [n IN nodes(p) | n.code] AS codes

MATCH p = shortestPath((a:City)-[:CONTAINS*..4]->(g:Grid {district: '360281'})) RETURN length(p) AS steps, count(*) AS n

MATCH (a:District {code: '360202'}), (b:District {code: '360203'}) MATCH p = shortestPath((a)-[:CONTAINS*..4]-(b)) RETURN length(p) AS steps

MATCH (a:District {code: '360202'}), (b:District {code: '360203'}) MATCH p = allShortestPaths((a)-[:CONTAINS*..4]-(b)) RETURN count(p) AS paths

MATCH (a:City) ((x)-[:CONTAINS]->(y)){1,2} (b) RETURN count(b) AS n

MATCH (a:City)-[:CONTAINS]->{1,2}(b) RETURN count(b) AS n

MATCH (a:City) (()-[:CONTAINS]->()){2} (b) RETURN count(b) AS n

MATCH (a:District WHERE a.code = '360281')-[:CONTAINS]->(b) RETURN count(b) AS n

MATCH (a:District)-[c:CONTAINS WHERE c.closed_on IS NULL]->(b) RETURN count(b) AS n

MATCH (c:Community) WHERE EXISTS { (c)<-[:COVERS]-(:PartyOrganization) } RETURN count(*) AS covered

MATCH (c:Community) WHERE NOT EXISTS { (c)<-[:COVERS]-(:PartyOrganization) } RETURN count(*) AS open

MATCH (c:Community) WHERE EXISTS { MATCH (c)-[:PARTY_TO]->(a:Agreement) WHERE a.expires > date('2027-01-01') } RETURN count(*) AS n

MATCH (c:Community) WHERE EXISTS { MATCH (c)-[:CONTAINS]->(g:Grid) WHERE g.households > 300 RETURN g } RETURN count(*) AS n

MATCH (g:Grid) WHERE EXISTS { MATCH (g)<-[:POST_OF]-(p:Post) WHERE p.kind = '网格长' } AND EXISTS { (g)<-[:COVERS]-() } RETURN count(*) AS n

MATCH (d:District) RETURN d.code AS code, COUNT { (d)-[:CONTAINS]->(:Street) } AS streets ORDER BY code

MATCH (d:District) RETURN d.code AS code, COUNT { MATCH (g:Grid) WHERE g.district = d.code RETURN g } AS grids ORDER BY code

MATCH (c:Community) WHERE COUNT { (c)-[:CONTAINS]->(:Grid) } > 15 RETURN c.code AS code ORDER BY code

MATCH (d:District) RETURN d.code AS code, COLLECT { MATCH (d)-[:CONTAINS]->(s:Street) RETURN s.code ORDER BY s.code LIMIT 2 } AS two ORDER BY code

MATCH (d:District) RETURN size(COLLECT { MATCH (d)-[:CONTAINS]->(s) RETURN s.name }) AS n, d.code AS code ORDER BY code

CALL { MATCH (g:Grid) RETURN count(*) AS grids } CALL { MATCH (p:Post) RETURN count(*) AS posts } RETURN grids, posts

MATCH (d:District) CALL { WITH d MATCH (g:Grid) WHERE g.district = d.code RETURN count(*) AS grids } RETURN d.code AS code, grids ORDER BY code

MATCH (d:District) CALL (d) { MATCH (d)-[:CONTAINS]->(s:Street) RETURN count(s) AS streets } RETURN d.code AS code, streets ORDER BY code

CALL () { MATCH (n:City) RETURN n.code AS code } RETURN code

MATCH (d:District) CALL (*) { MATCH (d)-[:CONTAINS]->(s:Street) RETURN max(s.code) AS last } RETURN d.code AS code, last ORDER BY code

CALL { MATCH (n:City) RETURN n.code AS code UNION MATCH (n:District) RETURN n.code AS code } RETURN code ORDER BY code

CALL { MATCH (n:City) RETURN n.code AS code UNION ALL MATCH (n:City) RETURN n.code AS code } RETURN count(code) AS n

MATCH (d:District) CALL (d) { CALL (d) { MATCH (d)-[:CONTAINS]->(s:Street) RETURN s } RETURN count(s) AS n } RETURN sum(n) AS streets

MATCH (n:City) RETURN n.code AS code UNION MATCH (n:District) RETURN n.code AS code

MATCH (n:City) RETURN 'city' AS kind, count(*) AS n UNION ALL MATCH (n:District) RETURN 'district' AS kind, count(*) AS n UNION ALL MATCH (n:Street) RETURN 'street' AS kind, count(*) AS n

RETURN 1 AS x UNION RETURN 1 AS x

RETURN 1 AS x UNION DISTINCT RETURN 2 AS x

OPTIONAL MATCH (n:City {code: 'none'}) RETURN n IS NULL AS missing

MATCH (c:Community {district: '360222'}) OPTIONAL MATCH (c)-[:PARTY_TO]->(a:Agreement) RETURN c.code AS code, count(a) AS agreements ORDER BY code

MATCH (g:Grid {district: '360222'}) OPTIONAL MATCH (g)<-[:POST_OF]-(p:Post) WHERE p.kind = '专职网格员' RETURN g.code AS code, count(p) AS members ORDER BY code

MATCH (c:Community)-[:CONTAINS]->(g:Grid) WITH c, count(g) AS grids WHERE grids > 10 RETURN c.code AS code, grids ORDER BY grids DESC, code

MATCH (c:Community)-[:CONTAINS]->(g:Grid) WITH c, count(g) AS grids RETURN avg(grids) AS mean, max(grids) AS most

MATCH (g:Grid) WITH g.district AS district, collect(g.households) AS list RETURN district, size(list) AS known ORDER BY district

MATCH (g:Grid) WITH g ORDER BY g.code LIMIT 10 RETURN collect(g.code) AS codes

MATCH (g:Grid) WITH g ORDER BY g.households DESC, g.code SKIP 5 LIMIT 5 RETURN g.code AS code, g.households AS households

MATCH (g:Grid) WITH DISTINCT g.district AS district RETURN count(district) AS n

MATCH (g:Grid) WITH *, g.households AS h WHERE h > 400 RETURN count(*) AS n

MATCH (n:City) RETURN *

WITH 1 AS a, 2 AS b RETURN *

WITH 1 AS a WITH a, a + 1 AS b WITH b RETURN b * 2 AS c

UNWIND ['360202', '360203'] AS code MATCH (d:District {code: code}) RETURN d.name AS name ORDER BY name

UNWIND range(1, 5) AS x RETURN sum(x) AS total

UNWIND [1, 2, 2, null] AS x RETURN collect(DISTINCT x) AS list, count(x) AS n, count(*) AS rows

UNWIND [{a: 1, b: 'x'}, {a: 2, b: 'y'}] AS row RETURN row.a AS a, row['b'] AS b

UNWIND [] AS x RETURN x

UNWIND [[1, 2], [3]] AS list UNWIND list AS x RETURN x

//! parameters {"code": "360203"}
MATCH (d:District {code: $code}) RETURN d.name AS name

//! parameters {"codes": ["360203", "360222"]}
MATCH (d:District) WHERE d.code IN $codes RETURN d.code AS code ORDER BY code

//! parameters {"least": 250, "rows": 3}
MATCH (g:Grid) WHERE g.households >= $least RETURN g.code AS code ORDER BY code LIMIT $rows

//! parameters {"areas": [{"code": "360202", "title": "甲"}, {"code": "360281", "title": "乙"}]}
UNWIND $areas AS area MATCH (d:District {code: area.code}) RETURN area.title AS title, d.name AS name ORDER BY title

//! parameters {"text": "'; MATCH (n) DETACH DELETE n //"}
MATCH (n:District) WHERE n.name = $text RETURN count(*) AS n

//! parameters {"a b": 7}
RETURN $`a b` AS x

//! parameters {"nothing": null}
RETURN $nothing IS NULL AS x

//! parameters {"map": {"key": [1, 2.5, true, "文"]}}
RETURN $map.key[3] AS x, $map['key'][0] AS y

RETURN 'CREATE (n) SET n.x = 1 DELETE n' AS text

RETURN "MERGE" AS a, 'LOAD CSV FROM "x"' AS b, "DROP INDEX" AS c, 'CALL apoc.load.json()' AS d

RETURN 'it\'s' AS a, "say \"x\"" AS b, 'back\\slash' AS c, 'line\nbreak' AS d, 'tab\t' AS e

RETURN '// no comment' AS a, '/* none */' AS b, '; RETURN 2' AS c, '`' AS d, '$x' AS e, '{' AS f, ')' AS g

RETURN '多字节：景德镇 😀' AS text, size('景德镇') AS length

// CREATE (n) in a comment
MATCH (n:City) /* DELETE n; */ RETURN n.code AS code // SET n.x = 1

MATCH (n:City)
// one line
WHERE n.code = '3602' /* 'quoted " in a comment */
RETURN n.name AS name;

MATCH (`n`:`City`) RETURN `n`.`code` AS `the code`

MATCH (`DELETE`:City) RETURN `DELETE`.code AS `CREATE`

MATCH (n:City) RETURN n.code AS `SET`, n.name AS `a``b`

MATCH (n:`no such label; DROP`) RETURN count(n) AS n

MATCH (set:City) RETURN set.code AS delete

MATCH (create:City)-[merge:CONTAINS]->(remove:District) RETURN count(merge) AS load

MATCH (n:City) RETURN n.set AS a, n.delete AS b, n.`merge` AS c, n.order AS d, n.end AS e

WITH 1 AS order, 2 AS limit, 3 AS skip RETURN order + limit + skip AS total

WITH {create: 1, set: 2, match: 3, return: 4} AS map RETURN map.create AS a, map.set AS b, map.match AS c, map.return AS d

MATCH (n:City) RETURN n {.code, .name} AS city

MATCH (n:District) WITH n ORDER BY n.code LIMIT 1 RETURN n {.code, title: n.name, children: COUNT { (n)-[:CONTAINS]->() }} AS district

MATCH (n:District {code: '360281'}) WITH n, 5 AS five RETURN n {.code, five} AS map

MATCH (n:City) RETURN n {.*, sources: null, ledgers: null}.code AS code

WITH {a: 1, b: {c: [1, 2, {d: 'x'}]}} AS map RETURN map.b.c[2].d AS d

RETURN {} AS empty, [] AS none, {a: null} AS blank

RETURN [1, 2, 3][0] AS first, [1, 2, 3][-1] AS last, [1, 2, 3][1..] AS rest, [1, 2, 3][..2] AS begin, [1, 2, 3][0..1] AS one

RETURN [x IN range(1, 10) WHERE x % 2 = 0 | x ^ 2] AS squares

RETURN [x IN [1, 2, 3]] AS same, [x IN [1, 2, 3] WHERE x > 1] AS some, [x IN [1, 2, 3] | -x] AS negative

RETURN [x IN [[1, 2], [3]] | [y IN x | y * 10]] AS nested

MATCH (d:District)-[:CONTAINS]->(s) WITH d, collect(s) AS parts RETURN d.code AS code, size([s IN parts WHERE s:Street]) AS streets ORDER BY code

MATCH (d:District)-[:CONTAINS]->(s) WITH d, collect(s) AS parts RETURN d.code AS code, size([s IN parts WHERE s:Street | s.code]) AS streets ORDER BY code

MATCH (c:City) RETURN size([(c)-[:CONTAINS]->(d:District) | d.code]) AS districts

MATCH (c:City) RETURN size([(c)-[:CONTAINS]->(d) WHERE d.code ENDS WITH '1' | d.code]) AS districts

MATCH (c:City) RETURN size([p = (c)-[:CONTAINS*1..2]->() | length(p)]) AS paths

MATCH (d:District) RETURN d.code AS code, size([(d)-[:CONTAINS]->(s:Street|Community) | s]) AS n ORDER BY code

RETURN reduce(total = 0, x IN [1, 2, 3] | total + x) AS total

RETURN reduce(text = '', x IN ['a', 'b'] | text + x) AS text

RETURN reduce(most = 0, x IN [3, 1, 2] | CASE WHEN x > most THEN x ELSE most END) AS most

RETURN all(x IN [1, 2] WHERE x > 0) AS a, any(x IN [1, 2] WHERE x > 1) AS b, none(x IN [1] WHERE x > 1) AS c, single(x IN [1, 2] WHERE x = 2) AS d

MATCH (c:ServiceCentre) WHERE any(f IN c.functions WHERE f CONTAINS '共享') RETURN count(*) AS n

MATCH (c:ServiceCentre) WHERE '开放共享' IN coalesce(c.functions, []) RETURN count(*) AS n

MATCH (a:Area) WHERE 'posts' IN coalesce(a.ledgers, []) RETURN count(*) AS n

MATCH (o:PartyOrganization) WHERE size(coalesce(o.unknown, [])) > 0 RETURN count(*) AS n

MATCH (g:Grid) RETURN CASE WHEN g.households IS NULL THEN '未知' WHEN g.households < 200 THEN '少' ELSE '多' END AS size, count(*) AS n ORDER BY size

MATCH (g:Grid) RETURN CASE g.kind WHEN '居民网格' THEN 1 WHEN '专属网格' THEN 2 ELSE 3 END AS kind, count(*) AS n ORDER BY kind

RETURN CASE 3 WHEN 1, 2 THEN 'low' WHEN 3, 4 THEN 'high' END AS x

RETURN CASE WHEN false THEN 1 END AS nothing

MATCH (g:Grid) RETURN sum(CASE WHEN g.kind = '居民网格' THEN 1 ELSE 0 END) AS residents

RETURN 1 + 2 * 3 - 4 / 2 % 3 AS a, 2 ^ 3 AS b, -1 AS c, +1 AS d, 7 / 2 AS e, 7.0 / 2 AS f, 7 % 4 AS g

RETURN 1 = 1 AS a, 1 <> 2 AS b, 1 < 2 AS c, 2 <= 2 AS d, 3 > 2 AS e, 3 >= 4 AS f, 1 = 1.0 AS g

RETURN true AND NOT false OR false XOR true AS x

RETURN null = null AS a, null <> 1 AS b, null IS NULL AS c, 1 IS NOT NULL AS d, NOT null AS e, null AND false AS f, null OR true AS g

RETURN 1 IN [1, null] AS a, 2 IN [1, null] AS b, null IN [] AS c, NOT 1 IN [2] AS d

RETURN 'a' + 'b' AS a, 'a' || 'b' AS b, [1] + [2] AS c, [1] + 2 AS d, 'n' + 1 AS e

RETURN 0x1F AS hexadecimal, 0o17 AS octal, 1e3 AS thousand, 1.5e-3 AS small, .5 AS half, 9223372036854775807 AS most

RETURN true AS a, false AS b, TRUE AS c, False AS d, null AS e, NULL AS f

RETURN abs(-3) AS a, ceil(1.2) AS b, floor(1.8) AS c, round(1.5) AS d, sign(-2) AS e, sqrt(16) AS f

RETURN round(1.25, 1) AS a, round(2.5) AS b, round(-1.5) AS c

RETURN round(sin(0.5) * 1000) AS a, round(cos(0.5) * 1000) AS b, round(tan(0.5) * 1000) AS c, round(atan2(1, 2) * 1000) AS d

RETURN round(exp(1) * 1000) AS a, round(log(10) * 1000) AS b, log10(100) AS c, round(e() * 1000) AS d, round(pi() * 1000) AS e

RETURN round(degrees(pi())) AS a, round(radians(180) * 1000) AS b, round(haversin(0.5) * 1000) AS c, round(asin(0.5) * 1000) AS d, round(acos(0.5) * 1000) AS e

RETURN toUpper('abc') AS a, toLower('ABC') AS b, trim('  x ') AS c, lTrim(' x') AS d, rTrim('x ') AS e, reverse('abc') AS f

RETURN left('abcdef', 2) AS a, right('abcdef', 2) AS b, substring('abcdef', 1, 3) AS c, substring('abcdef', 4) AS d, replace('aXb', 'X', '-') AS e, split('a,b,c', ',') AS f

RETURN size('abc') AS a, size([1, 2]) AS b, char_length('abc') AS c, character_length('abc') AS d

RETURN toInteger('42') AS a, toFloat('1.5') AS b, toString(7) AS c, toBoolean('true') AS d, toInteger('x') AS e, toInteger(3.9) AS f

RETURN toIntegerOrNull('x') AS a, toFloatOrNull('x') AS b, toBooleanOrNull('x') AS c, toStringOrNull(1) AS d

RETURN toIntegerList(['1', 'x']) AS a, toStringList([1, true]) AS b, toFloatList(['1.5']) AS c, toBooleanList(['true', 'no']) AS d

RETURN coalesce(null, 1, 2) AS a, coalesce(null) AS b, nullIf(1, 1) AS c, nullIf(1, 2) AS d

RETURN head([1, 2]) AS a, last([1, 2]) AS b, tail([1, 2, 3]) AS c, reverse([1, 2]) AS d, range(0, 10, 5) AS e, range(3, 1, -1) AS f

RETURN isEmpty('') AS a, isEmpty([1]) AS b, isEmpty({}) AS c

RETURN isNaN(0.0 / 0.0) AS a, isNaN(1.0) AS b

MATCH (n:City) RETURN labels(n) AS labels

MATCH (n:City) RETURN [key IN keys(n) WHERE key IN ['code', 'name'] | n[key]] AS values

MATCH (n:City) RETURN properties(n).code AS code, n['name'] AS name

MATCH (:City)-[r:CONTAINS]->(d:District) RETURN startNode(r).code AS a, endNode(r).code AS b ORDER BY b

MATCH (:City)-[r:CONTAINS]->(d:District {code: '360281'}) RETURN type(r) AS type, r.closed_on AS closed

MATCH (n:City) RETURN elementId(n) IS NOT NULL AS x, id(n) IS NOT NULL AS y

MATCH (n:City) RETURN exists((n)-[:CONTAINS]->()) AS x

MATCH (c:Community) WHERE (c)-[:CONTAINS]->(:Grid) RETURN count(*) AS n

MATCH (c:Community) WHERE NOT (c)-[:CONTAINS]->(:Grid) AND NOT (c)<-[:COVERS]-() RETURN count(*) AS n

MATCH (c:Community) WHERE (c)--(:PartnerUnit) OR (c)<-[:COVERS]-(:PartyOrganization {kind: '党总支'}) RETURN count(*) AS n

MATCH (a:Agreement) RETURN min(a.signed) AS first, max(a.expires) AS last

MATCH (a:Agreement) WHERE a.signed >= date('2025-01-01') AND a.signed < date({year: 2026, month: 1, day: 1}) RETURN count(*) AS n

MATCH (a:Agreement) RETURN a.signed.year AS year, count(*) AS n ORDER BY year

RETURN date('2026-06-30') AS a, date('2026-06-30') + duration({days: 1}) AS b, date({year: 2026, month: 2}) AS c

RETURN date('2026-06-30').month AS a, date('2026-06-30').dayOfWeek AS b, date('2026-06-30').week AS c, date('2026-06-30').quarter AS d

RETURN date.truncate('month', date('2026-06-15')) AS a, date.truncate('year', date('2026-06-15')) AS b

RETURN duration.between(date('2026-01-01'), date('2026-03-05')).months AS months, duration.inDays(date('2026-01-01'), date('2026-03-05')).days AS days

RETURN duration('P1Y2M3D').months AS months, duration({hours: 25}).hours AS hours

RETURN localdatetime('2026-06-30T08:30:00') AS a, localdatetime('2026-06-30T08:30:00').hour AS b

RETURN datetime('2026-06-30T08:30:00+08:00') = datetime('2026-06-30T00:30:00Z') AS same

RETURN date('2026-06-30') < date('2026-07-01') AS a, date('2026-06-30') = date('2026-06-30') AS b

MATCH (w:WorkOrder) WHERE w.resolved IS NOT NULL RETURN count(*) AS resolved

MATCH (w:WorkOrder) RETURN w.category AS category, count(*) AS n ORDER BY n DESC, category

RETURN point({x: 1, y: 2}).x AS x, point({longitude: 117.2, latitude: 29.3}).latitude AS latitude

RETURN point.distance(point({x: 0, y: 0}), point({x: 3, y: 4})) AS d

MATCH (c:ServiceCentre) WHERE c.location IS NOT NULL RETURN count(*) AS n

MATCH (c:ServiceCentre) WHERE point.withinBBox(c.location, point({longitude: 117, latitude: 29}), point({longitude: 118, latitude: 30})) RETURN count(*) AS n

MATCH (c:ServiceCentre) WHERE c.area_m2 >= 900 AND c.area_m2 <= 1100 RETURN count(*) AS n

MATCH (c:ServiceCentre) RETURN c.kind AS kind, count(*) AS n, round(avg(c.area_m2)) AS mean ORDER BY kind

MATCH (c:ServiceCentre) RETURN percentileDisc(c.area_m2, 0.5) AS median

MATCH (c:ServiceCentre) RETURN round(stDev(c.area_m2)) AS a, round(stDevP(c.area_m2)) AS b

MATCH (g:Grid) RETURN percentileCont(toFloat(g.households), 0.5) AS median

MATCH (u:PartnerUnit)-[:PARTY_TO]->(a:Agreement)<-[:PARTY_TO]-(c:Community) RETURN count(DISTINCT u) AS units, count(DISTINCT c) AS communities, count(DISTINCT a) AS agreements

MATCH (u:PartnerUnit)-[:OFFERS]->(r:Resource) RETURN r.category AS category, count(DISTINCT u) AS units ORDER BY category

MATCH (c:Community)-[:RAISES]->(d:Demand) WHERE NOT EXISTS { (d)<-[:MEETS]-(:Project) } RETURN d.category AS category, count(*) AS open ORDER BY category

MATCH (p:Project)-[:MEETS]->(d:Demand), (p)-[:USES]->(r:Resource) WHERE d.category = r.category RETURN count(*) AS n

MATCH (p:Project) RETURN p.state AS state, count(p.completed) AS completed, count(*) AS n ORDER BY state

MATCH (o:PartyOrganization)-[:SUBORDINATE_TO*1..3]->(top {kind: '党工委'}) RETURN count(DISTINCT o) AS below

MATCH (o:PartyOrganization) WHERE o.kind IN ['党支部', '党小组'] RETURN o.kind AS kind, count(*) AS n ORDER BY kind

MATCH (p:Post)-[:POST_OF]->(x) RETURN p.kind AS kind, count(*) AS n ORDER BY n DESC, kind LIMIT 10

MATCH (a:Post)-[:SAME_HOLDER]-(b:Post) WHERE a.code < b.code RETURN count(*) AS pairs

MATCH (p:Post) WHERE p.party_member RETURN count(*) AS members

MATCH (p:Post) WHERE p.party_member = false OR p.party_member IS NULL RETURN count(*) AS others

MATCH (company:PropertyCompany)-[:MANAGES]->(area:ResidentialArea) WITH company, count(area) AS areas RETURN areas, count(*) AS companies ORDER BY areas

MATCH (r:ResidentialArea) WHERE NOT EXISTS { (r)<-[:MANAGES]-() } RETURN r.district IS NULL AS x, count(*) AS unmanaged

MATCH (c:Community)-[:FUNDED_BY]->(b:Budget) RETURN b.year AS year, sum(b.yuan) AS yuan, count(*) AS n ORDER BY year

MATCH (c:Community)-[:STAFFED_BY]->(w:Workforce) RETURN sum(w.people) AS people, sum(w.under_35) AS young

MATCH (d:Department)-[:LEADS|SUPPORTS]->(t:Task) RETURN t.state AS state, count(DISTINCT t) AS tasks, count(DISTINCT d) AS departments ORDER BY state

MATCH (s:Source)-[:DESCRIBES]->(a:Area) RETURN s.dataset AS dataset, a.code AS area ORDER BY dataset, area LIMIT 20

MATCH (s:SocialOrganization) RETURN s.category AS category, count(*) AS n, sum(s.members) AS members ORDER BY category

MATCH (g:Grid) WHERE g.sources IS NOT NULL RETURN count(*) AS n

MATCH (g:Grid {district: '360281'}) WITH g ORDER BY g.code LIMIT 3 RETURN g.code AS code, size(g.sources) AS sources

MATCH (n:City) RETURN n AS city

MATCH (:City)-[r:CONTAINS]->(:District {code: '360203'}) RETURN r AS relationship

MATCH p = (:City)-[:CONTAINS]->(:District {code: '360203'}) RETURN p AS path

MATCH (n:District) WITH collect(n) AS list RETURN size(list) AS n, head(list).code IS NOT NULL AS x

CALL db.labels() YIELD label RETURN label ORDER BY label

CALL db.labels() YIELD label AS name WHERE name STARTS WITH 'S' RETURN name ORDER BY name

CALL db.relationshipTypes() YIELD relationshipType AS type RETURN type ORDER BY type

CALL db.propertyKeys() YIELD propertyKey AS key WITH key WHERE key IN ['code', 'name'] RETURN key ORDER BY key

CALL `db`.`labels`() YIELD label WITH label WHERE label = 'Grid' RETURN count(*) AS n

MATCH (a:District), (b:District) WHERE a.code < b.code RETURN count(*) AS pairs

MATCH (a:District) MATCH (b:Street {district: a.code}) RETURN count(*) AS n

MATCH (a:District {code: '360202'})-[:CONTAINS]->(s:Street)-[:CONTAINS]->(c:Community)-[:CONTAINS]->(g:Grid) RETURN s.code AS street, count(DISTINCT c) AS communities, count(g) AS grids ORDER BY street

MATCH (c:Community)-[:CONTAINS]->(g:Grid) WITH c, count(g) AS grids ORDER BY grids DESC, c.code LIMIT 3 MATCH (c)<-[:CONTAINS]-(s) RETURN c.code AS code, grids, s.code AS parent ORDER BY grids DESC, code

MATCH (c:Community) WITH c, [(c)-[:CONTAINS]->(g:Grid) | g.households] AS list WHERE size(list) > 0 RETURN c.code AS code, reduce(sum = 0, h IN list | sum + coalesce(h, 0)) AS households ORDER BY households DESC, code LIMIT 5

MATCH (g:Grid) WITH g.district AS district, count(*) AS grids WITH collect({district: district, grids: grids}) AS list RETURN size(list) AS n, reduce(sum = 0, x IN list | sum + x.grids) AS total

MATCH (g:Grid) WITH count(*) AS all MATCH (g:Grid) WHERE g.kind = '居民网格' WITH all, count(*) AS some RETURN toFloat(some) / all > 0.5 AS most

MATCH (g:Grid) RETURN g.district AS district, count(*) * 2 AS double, count(*) > 100 AS many ORDER BY district

MATCH (g:Grid) RETURN g.district AS district, size(collect(DISTINCT g.kind)) AS kinds ORDER BY district

MATCH (c:Community)-[:CONTAINS]->(g:Grid) WITH c.district AS district, max(g.households) AS most, min(g.households) AS least RETURN district, most IS NULL AS unknown, most - least AS spread ORDER BY district

MATCH (c:Community) RETURN c.code AS code, c.name AS name ORDER BY name ASC, code DESC LIMIT 5

MATCH (c:Community) RETURN c.code AS code ORDER BY c.district DESCENDING, c.code ASCENDING LIMIT 5

MATCH (d:District) RETURN d.code AS code ORDER BY d.code OFFSET 1 LIMIT 2

MATCH (d:District) WHERE d.code >= '360203' AND d.code < '3603' RETURN count(*) AS n

MATCH (n) WHERE n.code = '360203' RETURN n.name AS name

MATCH (n:Area) WHERE n['code'] = '360203' RETURN n.name AS name

WITH ['a', 'b'] AS list UNWIND range(0, size(list) - 1) AS i RETURN i, list[i] AS x

WITH [3, 1, 2] AS list UNWIND list AS x WITH x ORDER BY x RETURN collect(x) AS sorted

UNWIND [1, 2, 3, 4] AS x RETURN x % 2 AS odd, collect(x) AS list, avg(x) AS mean ORDER BY odd

RETURN 1 IS :: INTEGER AS a, 'x' IS :: STRING AS b, 1 IS NOT :: STRING AS c

RETURN valueType(1) AS a, valueType('x') AS b

RETURN btrim('  x  ') AS a, lower('A') AS b, upper('a') AS c

RETURN normalize('é') = 'é' AS same

RETURN timestamp() > 0 AS now, date() > date('2020-01-01') AS today, rand() < 1 AS chance

MATCH (a)-[r]->(b) WHERE a:City AND b:District RETURN count(r) AS n

MATCH (a:City) , (b:District) WHERE (a)-[:CONTAINS]->(b) RETURN count(*) AS n

MATCH (a:District)-[:CONTAINS]->(b), (b)-[:CONTAINS]->(c) RETURN count(c) AS n

MATCH (:District {code: '360281'})-[:CONTAINS]->()-[:CONTAINS]->()-[:CONTAINS]->(g) RETURN count(g) AS n

MATCH ()-[r:MANAGES]->() RETURN count(r) AS n

MATCH (a)<-[r:MANAGES]-(b) RETURN count(DISTINCT a) AS areas, count(DISTINCT b) AS companies

MATCH (g:Grid) WHERE g.district = '360222' AND (g.households > 250 OR g.kind = '专属网格') AND NOT (g.code ENDS WITH '0') RETURN count(*) AS n

MATCH (c:City)-[:CONTAINS*]->(g:Grid) RETURN c.code AS city, count(g) AS grids

MATCH (c:City)-[:CONTAINS*0..]->(a:Area) RETURN count(a) AS areas

MATCH (o:PartyOrganization)-[:SUBORDINATE_TO*]->(top) RETURN top.kind AS kind, count(*) AS below

MATCH (g:Grid {code: '360203002012010'})<-[above:CONTAINS*]-(a) RETURN a.code AS code, size(above) AS steps

MATCH (d:District {code: '360222'})-[:CONTAINS]->+(g:Grid) RETURN count(g) AS grids

RETURN size(randomUUID()) AS signs

//! answer [["360202", false], ["360203", false], ["360222", false], ["360281", false]]
MATCH (d:District)-[:CONTAINS]->(s) RETURN d.code AS d, NOT count(s) > 5 AS few ORDER BY d

//! answer [[0, 0]]
MATCH (c:Community)-[:CONTAINS]->(g:Grid) WITH c, max(g.households) IS NULL AS unknown, count(g) AS n WHERE unknown RETURN count(*) AS communities, count(n) AS grids

//! answer [["360202"], ["360203"], ["360222"]]
MATCH (d:District)-[:CONTAINS]->(s) WITH d, count(s) > 1 AND count(s) < 20 AS some WHERE some RETURN d.code AS code ORDER BY code

//! answer [[true, false]]
MATCH (d:District)-[:CONTAINS]->(s) RETURN DISTINCT min(s.code) STARTS WITH '3602' AS x, 'x' IN collect(s.kind) AS y

//! answer [[[true]]]
MATCH (d:District {code: '360203'}) RETURN COLLECT { MATCH (d)-->(s) RETURN count(s) > 1 OR false AS x } AS list

//! answer [["360202", "some", "true"], ["360203", "some", "true"]]
MATCH (d:District)-[:CONTAINS]->(s:Street) RETURN d.code AS d, CASE WHEN max(s.code) IS NULL THEN 'none' ELSE 'some' END AS streets, toString(min(s.code) ENDS WITH '1') AS ends ORDER BY d LIMIT 2

//! answer [[false, true]]
MATCH (g:Grid) RETURN count(g) = 0 AS none, max(g.nothing) IS NULL AS blank

//! answer [[true, true]]
MATCH (n:Nothing) RETURN count(n) = 0 AS none, max(n.x) IS NULL AS blank

//! answer [["in one", true]]
MATCH (g:Grid) RETURN CASE WHEN COUNT { (g)<-[:CONTAINS]-() } = 1 THEN 'in one' ELSE 'elsewhere' END AS place, count(*) > 100 AS many

//! answer [["360203002012"]]
MATCH (c:Community {code: '360203002012'}) UNWIND [c.code + ':1'] AS reference MATCH (same:Community {code: split(reference, ':')[0]}) RETURN same.code AS code

//! answer [[true]]
MATCH (s:Street {code: '360203002'}) UNWIND [s] AS one MATCH (one)-[:CONTAINS]->(c:Community) RETURN count(c) > 0 AS found

//! answer [["360202", true], ["360203", true]]
MATCH (g:Grid) WITH g.district AS district, count(*) AS n RETURN district, n > 100 AND district STARTS WITH '36' AS many ORDER BY district LIMIT 2

//! answer [["360203002", "360203002:1"]]
MATCH (s:Street {code: '360203002'})-[:CONTAINS]->(c) RETURN s.code AS code, s.code + ':' + (count(c) / 10) AS told

//! answer [[true]]
MATCH (c:City) RETURN size([(c)-[:CONTAINS*1..4]->(g:Grid) | g.code]) = COUNT { MATCH (:Grid) } AS all

//! answer []
MATCH (c:District) WHERE (c)-[:CONTAINS*4..4]->(:Grid {kind: '专属网格'}) RETURN c.code AS code ORDER BY code

//! answer [[0]]
MATCH (c:District) WHERE NOT (c)-[:CONTAINS*2..4]->(:Grid) RETURN count(c) AS n

//! answer [[[1, 4, 9]]]
RETURN [x IN range(1, 9) WHERE any(y IN range(1, x) WHERE y * y = x)] AS squares

//! answer [[20000]]
RETURN size(reduce(s = '', i IN range(1, 20000) | s + 'x')) AS n

//! answer [[[8, 9]]]
WITH 9 AS n RETURN reduce(l = [], i IN range(1, n) | CASE WHEN i > 7 THEN l + i ELSE l END) AS list

//! answer [["08:30:00", "2026-06-30T08:30:00", "08:30:00+08:00"]]
RETURN toString(localtime('08:30')) AS a, toString(localdatetime('2026-06-30T08:30:00')) AS b, toString(time('08:30+08:00')) AS c

//! answer [[true, true]]
MATCH (n IS Street) RETURN count(n) > 0 AS some, count(n) = COUNT { (:Street) } AS all

//! answer [["360203002"]]
MATCH (n IS Street&!Community WHERE n.code = '360203002') RETURN n.code AS code

//! answer [[true, false]]
MATCH (IS District {code: '360203'})-[IS CONTAINS]->(IS Street|Community)-[r IS CONTAINS*1..2]->(c IS %) RETURN count(c) > 0 AS some, r IS NULL AS none

//! answer [["360202"]]
MATCH (is IS District) WHERE (is IS City|District)-[IS CONTAINS]->(IS Street) AND is IS District RETURN is.code AS is ORDER BY is LIMIT 1

//! answer [[true]]
MATCH (is:District) RETURN [x IN collect(is) WHERE x IS Street|District | x.code][0] IS NOT NULL AS is

//! answer [["360203", 1]]
MATCH (is WHERE is.code = '360203') RETURN is.code AS is, CASE is.code WHEN IS NOT NULL THEN 1 END AS one

//! answer [["360203002"]]
MATCH (s:Street {code: '360203002'}) USING INDEX s:Street(code) RETURN s.code AS code

//! answer [["360203002"]]
MATCH (s:Street) USING INDEX SEEK s:Street(code) WHERE s.code = '360203002' RETURN s.code AS code

//! answer [[1]]
MATCH (s:Street) USING RANGE INDEX s:Street(code) WHERE s.code >= '360203002' AND s.code < '360203003' RETURN count(s) AS n

//! answer [[1]]
MATCH (seek:Street) USING SCAN seek:Street WHERE seek.code = '360203002' RETURN count(seek) AS n

//! answer [[true]]
MATCH (s:Street {code: '360203002'})-[:CONTAINS]->(c:Community)-[:CONTAINS]->(g) USING JOIN ON c USING SCAN c:Community RETURN count(g) > 0 AS some

//! answer [[true]]
MATCH (s:Street)-[r:CONTAINS]->(join:Community) USING SCAN r:CONTAINS WHERE s.code = '360203002' RETURN count(join) > 0 AS some

//! answer []
MATCH (n:Street) WHERE n.code = '360203002' FINISH

//! answer [["360203002"]]
MATCH (finish:Street {code: '360203002'}) CALL (finish) { MATCH (finish)-->(n) FINISH } RETURN finish.code AS using

//! answer [[2]]
MATCH (n:Street) ORDER BY n.code LIMIT 2 MATCH (n)-[:CONTAINS]->(c) RETURN count(DISTINCT n) AS n

//! answer [[2], [1]]
UNWIND [3, 1, 2] AS x ORDER BY x DESC SKIP 1 RETURN x

//! answer [[1]]
MATCH (n:District) OFFSET 1 LIMIT 1 RETURN count(n) AS n

//! parameters {"label": "Street"}
//! answer [[["Area", "Street"]]]
MATCH (n:$($label) {code: '360203002'}) RETURN labels(n) AS labels

//! answer [[true]]
MATCH (n:$any(['Street', 'District']) {code: '360203'})-[r:$('CONTAINS')]->(m:$all(['Area', 'Street'])) RETURN count(m) > 0 AS some

//! answer [[true, false, true, true, true]]
RETURN 1 IS :: INTEGER | STRING AS a, 'x' IS :: INTEGER! AS b, [1] IS :: INTEGER NOT NULL LIST NOT NULL AS c, 1 IS :: ANY<INTEGER | STRING> AS d, 1 :: INTEGER AS e

//! answer [[true, false]]
RETURN 'a' IS NFC NORMALIZED AS a, 'a' IS NOT NFKD NORMALIZED AS b

//! answer [["a", "a", "a", "a"]]
RETURN trim(BOTH 'x' FROM 'xax') AS a, trim(LEADING FROM ' a') AS b, trim('x' FROM 'xa') AS c, trim(FROM ' a ') AS d

//! answer [["a", "b", " a ", ["b 1"]]]
WITH ' a ' AS both, 'b ' AS from, 1 AS text RETURN trim(both) AS a, trim(from) AS b, coalesce(both, from) AS leading, [from IN [from] | from + text] AS scan

//! answer [[1.5, 2.5, 1000.25, 100.0]]
RETURN 1.5f AS a, 2.5D AS b, 1_000.25 AS c, 1e2f AS d

//! answer [[true]]
OPTIONAL CALL db.labels() YIELD label RETURN count(label) > 0 AS some

//! answer [[true]]
MATCH ALL (a:City)-[:CONTAINS]->(b) RETURN count(b) > 0 AS some

//! answer [[true]]
MATCH ANY (a:City)-[:CONTAINS]->(b) RETURN count(b) > 0 AS some

//! answer [[true]]
MATCH ALL PATHS (a:City)-[:CONTAINS]->+(b:Street) RETURN count(b) = COUNT { (:Street) } AS all

//! answer [[3, 2]]
UNWIND [1, 1, 2] AS x RETURN count(ALL x + 0) AS a, count(DISTINCT x) AS b

//! answer [[3, [1, 1, 2]]]
UNWIND [1, 1, 2] AS x RETURN count(ALL (x + 1)) AS a, collect(ALL [x, 2][0]) AS b

//! answer [["360203"]]
MATCH (d:District {code: '360203'}) WHERE d['name'] =~ '.*珠.*区.*' RETURN d.code AS code

//! answer [[true]]
MATCH (a:City)((x)-[:CONTAINS]->(y))+(b:Street) RETURN count(b) = COUNT { (:Street) } AS all

//! answer [[[1, 9], [true, false]]]
RETURN [x IN [1, 2, 9] WHERE CASE x WHEN < 2, > 8 THEN true END | x] AS list, [1 IN [1], 2 IN [1]] AS conditions

//! answer [[false]]
RETURN 7 IS :: INTEGER < TRUE AS x

//! answer [[[1, "a", [1]]]]
RETURN [x IN [1, 'a', [1]] WHERE x IS TYPED LIST<INTEGER | FLOAT> OR x IS :: INTEGER | STRING | x] AS list

//! answer [[[[1]]]]
RETURN [x IN [[1], ['a']] WHERE x IS TYPED LIST<INTEGER | FLOAT>] AS list

//! answer [["2026-01-01T08:30:07.5", "08:30:00", "2026-01-01T08:30:00.123456789"]]
RETURN localdatetime('2026-01-01T08:30:07.5') AS a, localtime('08:30') AS b, localdatetime('2026-01-01T08:30:00.123456789') AS c

//! answer [[2, [1]]]
RETURN  1  +  1,	[  1  ]

//! answer [[[1, 1], [2]]]
UNWIND [1] AS one RETURN [x IN tail(range(1, 3)) | CASE x WHEN < 3, > 9 THEN one ELSE 1 END] AS a, [x IN [2] WHERE NOT x IS NULL AND NOT one:: STRING | x] AS b
