"""Form 2: every batch says which columns its values belong to. In form 1 they were those of the declaration of its time."""

from __future__ import annotations

from graphkb.cypher import part
from graphkb.record.form import columns_before_they_were_kept, first_columns
from graphkb.store import Store


def upgrade(store: Store) -> None:
    """Write the columns of its time to every batch that has none."""
    for dataset in first_columns():
        ids, kinds = columns_before_they_were_kept(dataset)
        store.write([(part("record/describe-batches"), {"source": f"{dataset}@", "columns": ids, "kinds": kinds})])
