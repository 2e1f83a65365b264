"""duckdb_numpy.py CSV OUT LEAD WORKERS: DuckDB sorts, numpy solves the normal equations, one process a core."""
import os

for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[threads] = "1"

import numpy as np

import sorted_keys


def ridge(x, y):
    gram = x.T @ x
    gram[np.diag_indices_from(gram)] += 1e-3 * len(y) * (np.arange(len(gram)) > 0)
    weights = np.linalg.solve(gram, x.T @ y)
    return lambda rows: rows @ weights


if __name__ == "__main__":
    sorted_keys.main(ridge)
