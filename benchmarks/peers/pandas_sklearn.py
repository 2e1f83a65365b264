"""pandas_sklearn.py CSV OUT LEAD WORKERS: pandas reads and groups, scikit-learn's Ridge, joblib."""
import os

for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[threads] = "1"

import json
import pathlib
import resource
import sys

import joblib
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge

from features import matrix


def key(rows, lead):
    rows = rows.sort_values("date")
    target = rows["sales"].to_numpy(float)
    x = matrix(rows["date"].to_numpy().astype("datetime64[D]").astype(np.int64), target, rows["price"].to_numpy(),
               rows["promotion"].to_numpy(), lead)[:, 1:]
    missed = Ridge().fit(x[:-lead], target[:-lead]).predict(x[-lead:]) - target[-lead:]
    predicted = rows[["store", "item", "date"]].assign(prediction=Ridge().fit(x, target).predict(x))
    return predicted, float(missed @ missed)


def main():
    source, out, lead, workers = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    out.mkdir()
    sales = pd.read_csv(source, parse_dates=["date"])
    done = joblib.Parallel(workers)(joblib.delayed(key)(rows, lead) for _, rows in sales.groupby(["store", "item"]))
    pd.concat([predicted for predicted, _ in done]).to_parquet(out / "predictions.parquet")
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"keys": len(done), "rmse": round((sum(e for _, e in done) / len(done) / lead) ** 0.5, 4),
                      "cpu": round(sum(u.ru_utime + u.ru_stime for u in used), 1)}))


if __name__ == "__main__":
    main()
