// title = "共建单位结对社区"
// title_en = "The partner unit has an agreement in force"
// why = "每个共建单位至少有一份在有效期内的共建协议，不挂空名。"
// why_en = "Every partner unit has to have at least one co-building agreement in force, so that it is not a partner in name only."
// subject = "PartnerUnit"
// needs = ["agreements"]
// explain = ["(subject)-[:LIES_IN]->(:Area)", "(subject)-[:PARTY_TO]->(:Agreement)"]
// [sentences]
// none = "“{name}”没有签订共建协议。"
// lapsed = "“{name}”签订的{agreements}份共建协议都已到期，最近一份{expired}到期。"
// later = "“{name}”签订的{agreements}份共建协议当日都不在有效期内。"
// expires = "“{name}”有{open}份共建协议的到期日期填报有误，不能判断是否仍在有效期内。"
// ledger = "“{home}”没有完整的《共建协议》台账，已装载的材料里没有“{name}”在有效期内的协议，不能断定确实没有；可由{district}补报。"
// [sentences_en]
// none = "“{name}” has not signed any co-building agreement."
// lapsed = "“{name}” has signed {agreements:co-building agreement}, with none still in force; the latest expired on {expired}."
// later = "“{name}” has signed {agreements:co-building agreement}, with none in force on the day."
// expires = "“{name}” has {open:co-building agreement} with an unusable expiry date, so whether one is still in force cannot be judged."
// ledger = "There is no complete ledger “Co-building agreements” for “{home}”; what is loaded shows no agreement of “{name}” in force, which does not prove that there is none; {district} can supply the ledger."

// scope
MATCH (subject:PartnerUnit)-[lies:LIES_IN]->(home:Area)
WHERE subject.closed_on IS NULL AND lies.closed_on IS NULL
OPTIONAL MATCH (subject)-[signs:PARTY_TO]->(agreement:Agreement) WHERE signs.closed_on IS NULL
WITH subject, home, agreement,
     CASE WHEN agreement.signed > $as_of THEN false
          WHEN 'expires' IN coalesce(agreement.unknown, []) THEN null
          ELSE agreement.expires IS NULL OR agreement.expires >= $as_of END AS in_force
WITH subject, home, count(agreement) AS agreements, max(agreement.expires) AS expired,
     sum(CASE WHEN agreement IS NOT NULL AND in_force THEN 1 ELSE 0 END) AS valid,
     sum(CASE WHEN agreement IS NOT NULL AND in_force IS NULL THEN 1 ELSE 0 END) AS open,
     sum(CASE WHEN agreement.expires < $as_of THEN 1 ELSE 0 END) AS lapsed
WITH subject, home, agreements, expired, valid, open, lapsed, 'agreements' IN coalesce(home.ledgers, []) AS complete
RETURN subject, home,
       CASE WHEN valid > 0 THEN true WHEN open = 0 AND complete THEN false END AS covered,
       CASE WHEN valid > 0 THEN null WHEN open > 0 THEN 'expires' WHEN NOT complete THEN 'ledger'
            WHEN agreements = 0 THEN 'none' WHEN lapsed = agreements THEN 'lapsed' ELSE 'later' END AS because,
       {agreements: agreements, expired: expired, open: open} AS facts
