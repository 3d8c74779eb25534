// title = "楼栋有住户"
// title_en = "The building is inhabited"
// why = "没有住户的楼栋要核对。"
// why_en = "A building without households is to be looked at."
// subject = "Building"
// needs = []
// explain = ["(subject)-[:STANDS_IN]->(:Area)"]
// [sentences]
// none = "“{name}”没有住户。"
// unknown = "不知道“{name}”有多少户。"
// [sentences_en]
// none = "“{name}” has no households."
// unknown = "How many households “{name}” has is not known."

// scope
MATCH (home:Area)<-[stands:STANDS_IN]-(subject:Building)
WHERE stands.closed_on IS NULL AND subject.closed_on IS NULL
RETURN subject, home, subject.households > 0 AS covered,
       CASE WHEN subject.households > 0 THEN null WHEN subject.households = 0 THEN 'none' ELSE 'unknown' END AS because, {} AS facts
