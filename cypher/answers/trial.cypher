// Whether one rule runs: `// rule` stands for its text. All that it returns is looked at, whoever asks for it later; `kinds` are
// the types of `covered` that are no verdict.
CALL () {
// rule
}
RETURN collect(DISTINCT CASE WHEN NOT covered IS :: BOOLEAN THEN valueType(covered) END) AS kinds,
       count(subject.code) AS subjects, count(home.code) AS homes, count(because) AS reasons, count(facts) AS facts
