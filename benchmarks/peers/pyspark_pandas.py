"""pyspark_pandas.py CSV OUT LEAD WORKERS: Spark reads and shuffles, applyInPandas fits what duckdb_numpy.py does, one process a core.

Runs on the Java that JAVA_HOME or the path names: 17 or 21.
"""
import os

for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[threads] = "1"

import json
import pathlib
import resource
import sys

import numpy as np
from pyspark.sql import SparkSession

from duckdb_numpy import ridge
from features import matrix

# Spark's Python processes are these, and import from there.
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ["PYTHONPATH"] = str(pathlib.Path(__file__).resolve().parent)

COLUMNS = "store int, item int, date date, sales double, price double, promotion int"
MEMORY = "6g"


def main():
    source, out, lead, workers = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    spark = (SparkSession.builder.master(f"local[{workers}]").config("spark.driver.memory", MEMORY)
             .config("spark.ui.enabled", "false").config("spark.log.level", "ERROR")
             .config("spark.ui.showConsoleProgress", "false").getOrCreate())
    keys, error = spark.sparkContext.accumulator(0), spark.sparkContext.accumulator(0.0)

    def key(rows):
        rows = rows.sort_values("date")
        target = rows["sales"].to_numpy(float)
        x = matrix(rows["date"].to_numpy().astype("datetime64[D]").astype(np.int64), target, rows["price"].to_numpy(),
                   rows["promotion"].to_numpy(), lead)
        missed = ridge(x[:-lead], target[:-lead])(x[-lead:]) - target[-lead:]
        keys.add(1)
        error.add(float(missed @ missed))
        return rows[["store", "item", "date"]].assign(prediction=ridge(x, target)(x))

    sales = spark.read.csv(source, header=True, schema=COLUMNS)
    sales.groupBy("store", "item").applyInPandas(key, "store int, item int, date date, prediction double").write.parquet(out)
    gateway = spark.sparkContext._gateway
    spark.stop()
    # What Spark's processes took is known when they have ended.
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"keys": keys.value, "rmse": round((error.value / keys.value / lead) ** 0.5, 4),
                      "cpu": round(sum(u.ru_utime + u.ru_stime for u in used), 1)}))


if __name__ == "__main__":
    main()
