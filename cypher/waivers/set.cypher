// A waiver: its text is in `reason`, who set it in `by`, and `until` is its last day.
CREATE (w:Waiver {code: $id, name: $id, form: $form, rule: $rule, label: $label, subject: $subject, area: $area, reason: $reason,
                  until: $until, by: $by, at: $at})
