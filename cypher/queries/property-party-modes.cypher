// title = "物业企业党组织覆盖方式"
// title_en = "Modes in which property companies are covered"
// why = "管理小区的物业企业，以单建、联建、党建指导员各覆盖多少家（一家可有几种方式）。"
// [columns]
// mode = "覆盖方式"
// companies = "企业数"

MATCH (company:PropertyCompany)-[manages:MANAGES]->(:ResidentialArea)
WHERE company.closed_on IS NULL AND manages.closed_on IS NULL
WITH DISTINCT company
OPTIONAL MATCH (company)<-[covers:COVERS]-(:PartyOrganization) WHERE covers.closed_on IS NULL
WITH DISTINCT company, coalesce(covers.mode, '无') AS mode
RETURN mode, count(company) AS companies
ORDER BY companies DESC, mode
