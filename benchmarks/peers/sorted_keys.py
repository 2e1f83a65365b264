"""CSV, sorted by DuckDB into one Parquet file, whose keys processes share. What the peers that start with DuckDB have in common."""
import json
import multiprocessing
import pathlib
import resource
import sys

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from features import matrix, segments

fit = None
out = None
lead = None
rows_by_key = None


def part(task):
    """Fits and predicts the keys of rows `first` to `last`; returns keys, squared errors and rows of the holdout."""
    number, first, last = task
    file = pq.ParquetFile(rows_by_key)
    bounds = np.cumsum([0] + [file.metadata.row_group(g).num_rows for g in range(file.num_row_groups)])
    groups = [g for g in range(file.num_row_groups) if bounds[g] < last and bounds[g + 1] > first]
    table = file.read_row_groups(groups).slice(first - bounds[groups[0]], last - first)
    store, item = table["store"].to_numpy(), table["item"].to_numpy()
    day = table["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    target, price = table["sales"].to_numpy().astype(float), table["price"].to_numpy()
    promotion = table["promotion"].to_numpy()
    predicted = np.empty(len(target))
    keys, error, held = 0, 0.0, 0
    for begin, end in segments(store, item):
        rows = slice(begin, end)
        x = matrix(day[rows], target[rows], price[rows], promotion[rows], lead)
        y = target[rows]
        before = len(y) - lead
        missed = fit(x[:before], y[:before])(x[before:]) - y[before:]
        error += float(missed @ missed)
        held += lead
        predicted[rows] = fit(x, y)(x)
        keys += 1
    pq.write_table(pa.table({"store": table["store"], "item": table["item"], "date": table["date"],
                             "prediction": predicted}), out / f"part-{number:05d}.parquet")
    return keys, error, held


def main(trainer):
    global fit, out, lead, rows_by_key
    source, out, lead, workers = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    fit, rows_by_key = trainer, out / "sorted.parquet"
    out.mkdir()
    database = duckdb.connect()
    database.execute(f"SET threads = {workers}")
    database.execute(f"COPY (SELECT * FROM read_csv('{source}') ORDER BY store, item, date) TO '{rows_by_key}'")
    counts = [count for count, in database.execute(
        f"SELECT count(*) FROM '{rows_by_key}' GROUP BY store, item ORDER BY store, item").fetchall()]
    database.close()
    ends = np.cumsum(counts)
    # Whole keys a task, about a million rows each, and one for each process at least.
    tasks = np.array_split(np.arange(len(counts)), max(workers, int(ends[-1]) // 1_000_000))
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        done = pool.map(part, [(number, int(ends[keys[0]] - counts[keys[0]]), int(ends[keys[-1]]))
                               for number, keys in enumerate(tasks)], chunksize=1)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"keys": sum(d[0] for d in done),
                      "rmse": round((sum(d[1] for d in done) / sum(d[2] for d in done)) ** 0.5, 4),
                      "cpu": round(sum(u.ru_utime + u.ru_stime for u in used), 1)}))
