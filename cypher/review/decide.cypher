// A decision about a pair.
CREATE (:Decision {
  code: $code, name: $item, item: $item, kind: $kind, one: $one, other: $other, judgement: $judgement, score: $score, by: $by,
  at: $at, about: $about
})
