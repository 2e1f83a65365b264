"""postgres_copy.py PARTS WORKERS: loads predictions of Parquet parts into one table of PostgreSQL, a process a core, by binary COPY.

The database is that of libpq's variables (PGHOST, PGPORT, ..). No index, no primary key: the least that makes them answer to SQL.
"""
import json
import multiprocessing
import pathlib
import resource
import sys
import time

import numpy as np
import psycopg
import pyarrow.parquet as pq

TABLE = "peer_predictions"
SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
# A row of binary COPY: its number of fields, then of each field its length in bytes and its value, all big endian.
ROW = np.dtype([("fields", ">i2"), ("of_store", ">i4"), ("store", ">i4"), ("of_item", ">i4"), ("item", ">i4"),
                ("of_date", ">i4"), ("date", ">i4"), ("of_prediction", ">i4"), ("prediction", ">f8")])
SIZES = {"store": 4, "item": 4, "date": 4, "prediction": 8}
EPOCH = np.datetime64("2000-01-01", "D")


def load(part):
    table = pq.read_table(part)
    rows = np.empty(len(table), ROW)
    rows["fields"] = len(SIZES)
    for column, size in SIZES.items():
        values = table[column].to_numpy()
        rows[column] = (values.astype("datetime64[D]") - EPOCH).astype(np.int64) if column == "date" else values
        rows["of_" + column] = size
    with psycopg.connect() as connection, connection.cursor() as cursor:
        with cursor.copy(f"COPY {TABLE} (store, item, date, prediction) FROM STDIN (FORMAT binary)") as copy:
            copy.write(SIGNATURE)
            copy.write(memoryview(rows).cast("B"))
            copy.write(b"\xff\xff")
    return len(rows)


def main():
    parts, workers = sorted(pathlib.Path(sys.argv[1]).glob("part-*.parquet")), int(sys.argv[2])
    begun = time.time()
    with psycopg.connect() as connection:
        connection.execute(f"CREATE TABLE {TABLE} (store int, item int, date date, prediction float8)")
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        rows = sum(pool.imap_unordered(load, parts))
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"rows": rows, "seconds": round(time.time() - begun, 1),
                      "cpu": round(sum(u.ru_utime + u.ru_stime for u in used), 1)}))


if __name__ == "__main__":
    main()
