// title = "社区党群服务中心功能齐全"
// title_en = "The community's service centre has all eight functions"
// why = "社区党群服务中心要具备八项功能。"
// why_en = "A community's service centre has to offer eight functions."
// subject = "ServiceCentre"
// needs = []
// explain = ["(subject)-[:LIES_IN]->(:Area)"]
// [sentences]
// missing = "“{name}”缺{count}项功能：{missing}。"
// blank = "“{name}”没有填报功能。"
// [sentences_en]
// missing = "“{name}” lacks {count:function}: {missing}."
// blank = "The functions of “{name}” are not reported."

// scope
MATCH (subject:ServiceCentre {kind: '社区'})-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL
WITH subject, home,
     [name IN ['一站式服务大厅', '党群活动', '文体活动', '卫生服务', '平安联创', '社会保障', '养老托幼助残', '新时代文明实践站']
      WHERE NOT name IN subject.functions] AS missing
RETURN subject, home,
       CASE WHEN subject.functions IS NOT NULL THEN size(missing) = 0 END AS covered,
       CASE WHEN subject.functions IS NULL THEN 'blank' WHEN size(missing) > 0 THEN 'missing' END AS because,
       {count: size(missing), missing: missing} AS facts
