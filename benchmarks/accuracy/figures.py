"""Figures of a backtest's rows against the source that they came from. Standard library alone."""
import collections
import math


class Row:
    """One predicted row: what came to pass, what was predicted, bounds by coverage in percent."""

    def __init__(self, actual, predicted, bounds=()):
        self.actual, self.predicted, self.bounds = actual, predicted, dict(bounds)


class Naive:
    """Mean absolute and squared error of the seasonal naive forecast one season ahead inside values; of the naive one where
    they are no longer than a season. None stands for a missing value."""

    def __init__(self, values, season):
        differences = self.differences(values, season) or self.differences(values, 1)
        self.absolute = mean(abs(d) for d in differences)
        self.square = mean(d * d for d in differences)

    @staticmethod
    def differences(values, season):
        return [b - a for a, b in zip(values, values[season:]) if a is not None and b is not None]


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else math.nan


def mape(rows):
    return 100 * mean(abs(row.predicted / row.actual - 1) for row in rows)


def wmape(rows):
    return 100 * sum(abs(row.predicted - row.actual) for row in rows) / sum(abs(row.actual) for row in rows)


def bias(rows):
    """In percent of the sum of the actual values."""
    return 100 * sum(row.predicted - row.actual for row in rows) / sum(abs(row.actual) for row in rows)


def smape(rows):
    """Of one series, in percent: 200 |f - y| / (|f| + |y|), 0 where both are 0."""
    return 100 * mean(2 * abs(row.predicted - row.actual) / (abs(row.predicted) + abs(row.actual))
                      if row.predicted or row.actual else 0 for row in rows)


def mase(rows, naive):
    return mean(abs(row.predicted - row.actual) for row in rows) / naive.absolute


def rmsse(rows, naive):
    return math.sqrt(mean((row.predicted - row.actual) ** 2 for row in rows) / naive.square)


def coverage(rows, interval):
    """In percent of the rows."""
    return 100 * mean(row.bounds[interval][0] <= row.actual <= row.bounds[interval][1] for row in rows)


def winkler(rows, interval, naive):
    """The interval score over the naive error (Gneiting and Raftery 2007)."""
    penalty = 2 / (1 - interval / 100)
    return mean(upper - lower + penalty * (max(0, lower - row.actual) + max(0, row.actual - upper))
                for row in rows for lower, upper in [row.bounds[interval]]) / naive.absolute


def over_series(figure, series, *more):
    """The mean over series of a figure of each, by ``{key: (rows, naive)}``; series whose naive error is 0 have none."""
    return mean(figure(rows, *more, naive) for rows, naive in series.values() if naive.absolute > 0)


def accuracy(labels, predicted):
    return mean(a == b for a, b in zip(labels, predicted))


def roc_area(positive, scores):
    """The area under the ROC curve by ranks, ties halved."""
    by_score = collections.defaultdict(lambda: [0, 0])
    for is_positive, score in zip(positive, scores):
        by_score[score][bool(is_positive)] += 1
    below, area = 0, 0.0
    for score in sorted(by_score):
        negatives, positives = by_score[score]
        area += positives * (below + negatives / 2)
        below += negatives
    return area / (below * sum(bool(p) for p in positive))
