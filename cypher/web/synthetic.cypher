// How many sheets that still speak for their sources were read from files of the sample city, which say so in their names.
MATCH (s:Sheet)
WHERE s.current AND s.file CONTAINS '合成'
RETURN count(s) AS n
