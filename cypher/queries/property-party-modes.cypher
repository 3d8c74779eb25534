// title = "物业企业党组织覆盖方式"
// title_en = "Modes in which property companies are covered"
// why = "管理小区的物业企业，以单建、联建、党建指导员各覆盖多少家（一家可有几种方式）。"
// why_en = "How many property companies that manage residential areas are covered in each mode: by their own, with others, by an instructor (a company may have several)."
// [columns]
// mode = "覆盖方式"
// companies = "企业数"
// [columns_en]
// mode = "Mode"
// companies = "Companies"

MATCH (company:PropertyCompany)-[manages:MANAGES]->(:ResidentialArea)
WHERE company.closed_on IS NULL AND manages.closed_on IS NULL
WITH DISTINCT company
OPTIONAL MATCH (company)<-[covers:COVERS]-(:PartyOrganization) WHERE covers.closed_on IS NULL
WITH DISTINCT company, coalesce(covers.mode, '无') AS mode
RETURN mode, count(company) AS companies
ORDER BY companies DESC, mode
