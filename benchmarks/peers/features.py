"""What each peer computes for a key: the features that our ridge may choose from for daily sales, and the holdout."""
import numpy as np


def lagged_mean(target, lead, window):
    """Mean of `window` values, the last of which lies `lead` rows before; the mean of all where there are too few."""
    sums = np.concatenate(([0.0], np.cumsum(target)))
    rows = np.arange(len(target))
    end = np.maximum(rows - lead + 1, 0)
    begin = np.maximum(end - window, 0)
    known = end - begin
    return np.where(known > 0, (sums[end] - sums[begin]) / np.maximum(known, 1), target.mean())


def matrix(day, target, price, promotion, lead):
    """One row a row: intercept, price, promotion, trend, waves of week and year, three lagged means."""
    columns = [np.ones(len(day)), np.log(np.maximum(price, 1e-9)), promotion.astype(float),
               np.arange(len(day)) / len(day)]
    for harmonic in (1, 2, 3):
        angle = 2 * np.pi * harmonic * day / 7
        columns += [np.sin(angle), np.cos(angle)]
    for harmonic in (1, 2):
        angle = 2 * np.pi * harmonic * day / 365.25
        columns += [np.sin(angle), np.cos(angle)]
    columns += [lagged_mean(target, lead, window) for window in (1, 4, 13)]
    return np.column_stack(columns)


def segments(store, item):
    """Bounds of the runs of equal keys in sorted rows."""
    change = np.flatnonzero((store[1:] != store[:-1]) | (item[1:] != item[:-1])) + 1
    return zip(np.concatenate(([0], change)), np.concatenate((change, [len(store)])))
