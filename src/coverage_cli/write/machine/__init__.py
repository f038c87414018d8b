"""Reports for other programs: csv, tsv, json, ndjson and frames, unrounded, the same in every language."""
