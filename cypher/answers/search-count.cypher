// How many nodes one of the questions for a label finds: `// found` stands for the question.
CALL () {
// found
}
RETURN count(n) AS total
