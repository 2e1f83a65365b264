#!/usr/bin/env python3
"""measure.py WHAT.. --data FOLDER --landing FOLDER [--manymodels ./manymodels]

Backtests data sets on a running platform and scores its rows against the source: each figure beside its bar, and the seconds
of `manymodels backtest`. WHAT is any of orange-juice orange-juice-wmape m3 hospital weather-aus carparts. FOLDER of --data holds a
folder of each data set; what a spec names is copied below the landing folder. Exits with 1 where a bar is missed. Nothing else should
run meanwhile.

  ./manymodels up --landing landing --detach
  benchmarks/accuracy/measure.py m3 --data FOLDER --landing landing
"""
import argparse
import collections
import csv
import gzip
import math
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import figures
from figures import Naive, Row

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "examples"
M3 = {"yearly": (6, 1), "quarterly": (8, 4), "monthly": (18, 12), "other": (8, 1)}


class Figure:
    """A value and the bounds that it shall lie in."""

    def __init__(self, name, value, least=-math.inf, most=math.inf):
        self.name, self.value, self.least, self.most = name, value, least, most

    def met(self):
        """NaN never is, but where there is no bar."""
        if math.isinf(self.least) and math.isinf(self.most):
            return True
        return self.least <= self.value <= self.most

    def __str__(self):
        inside = [f">= {self.least:g}"] * math.isfinite(self.least) + [f"<= {self.most:g}"] * math.isfinite(self.most)
        verdict = ("met   " if self.met() else "MISSED") if inside else "      "
        return f"{verdict} {self.name:28} {self.value:9.4f}   {' and '.join(inside)}"


def table(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)


def number(text):
    return None if text in ("", "NA") else float(text)


def require(name, expected, got):
    """Rows that nobody answered must not flatter a figure."""
    if expected != got:
        sys.exit(f"{name}: {expected} rows of the source were to be predicted, but the backtest has {got}. "
                 "Maybe keys failed: see `manymodels failures`")


def bounds(row):
    return {int(name.removeprefix("lower_")): (float(value), float(row["upper_" + name.removeprefix("lower_")]))
            for name, value in row.items() if name.startswith("lower_") and value}


def scored(name, past, future, predicted, time_column, season):
    """``{key: (rows, naive)}``; past and future are ``{key: {time: value}}``, both ascending in time."""
    answers = {(row["series_id"], row[time_column][:10]): row for row in predicted if row["prediction"]}
    series, got = {}, 0
    for key, values in future.items():
        rows = []
        for at, actual in values.items():
            row = answers.get((key, at))
            if row is not None:
                rows.append(Row(actual, float(row["prediction"]), bounds(row)))
        got += len(rows)
        series[key] = (rows, Naive(list(past[key].values()), season))
    require(name, sum(map(len, future.values())), got)
    return series


def orange_juice_rows(data, output):
    actual = {}
    for row in table(data / "orange-juice/sales.csv.gz"):
        if int(row["week"]) >= 137:
            actual[row["store"], row["brand"], row["week"]] = round(math.exp(float(row["logmove"])))
    rows = [Row(actual[row["store"], row["brand"], row["week"]], float(row["prediction"]), bounds(row))
            for row in output if row["prediction"]]
    require("orange-juice", len(actual), len(rows))
    return rows


def orange_juice(data, outputs):
    """A backtest trains keys' own models alone, so that its figure is held against both bars."""
    rows = orange_juice_rows(data, outputs["orange-juice-rivals"])
    return [Figure("MAPE", figures.mape(rows), most=33.3), Figure("MAPE, keys' own models", figures.mape(rows), most=34.3),
            Figure("WMAPE", figures.wmape(rows)), Figure("bias %", figures.bias(rows)),
            Figure("coverage of 80 %", figures.coverage(rows, 80), 78, 84),
            Figure("coverage of 95 %", figures.coverage(rows, 95), 93.5, 96.5)]


def orange_juice_wmape(data, outputs):
    rows = orange_juice_rows(data, outputs["orange-juice-wmape"])
    return [Figure("WMAPE with metric wmape", figures.wmape(rows), most=40.0), Figure("bias % with metric wmape", figures.bias(rows))]


def m3(data, outputs):
    past, future = collections.defaultdict(dict), collections.defaultdict(dict)
    for row in table(data / "m3/m3_long.csv.gz"):
        (past if row["part"] == "train" else future)[row["series_id"]][row["t"]] = float(row["value"])
    periods = {row["series_id"]: row["period"].lower() for row in table(data / "m3/m3_info.csv.gz")}
    found, everything = [], {}
    for period, (_, season) in M3.items():
        keys = [key for key in future if periods[key] == period]
        series = scored("m3 " + period, past, {key: future[key] for key in keys},
                        outputs[f"m3-{period}-all"], "t", season)
        everything.update(series)
        smape = figures.mean(figures.smape(rows) for rows, _ in series.values())
        found.append(Figure(f"sMAPE {period}", smape, **({"most": 16.0} if period == "yearly" else {})))
        if period == "monthly":
            for interval, least, most, score in ((80, 78, 83, 4.35), (95, 93, 97, 6.95)):
                covered = figures.mean(figures.coverage(rows, interval) for rows, _ in series.values())
                found.append(Figure(f"coverage of {interval} % {period}", covered, least, most))
                found.append(Figure(f"Winkler of {interval} % {period}", figures.mean(
                    figures.winkler(rows, interval, naive) for rows, naive in series.values() if naive.absolute > 0),
                                    most=score))
    return [Figure("sMAPE", figures.mean(figures.smape(rows) for rows, _ in everything.values()), most=12.45),
            Figure("MASE", figures.over_series(figures.mase, everything), most=1.36), *found]


def monthly(data, file, horizon):
    """Past and future of the series, without those that miss a value."""
    values = collections.defaultdict(dict)
    for row in table(data / file):
        values[row["series_id"]][(row["month"] + "-01")[:10]] = number(row["value"])
    whole = {key: dict(sorted(series.items())) for key, series in values.items() if None not in series.values()}
    return ({key: dict(list(series.items())[:-horizon]) for key, series in whole.items()},
            {key: dict(list(series.items())[-horizon:]) for key, series in whole.items()})


def hospital(data, outputs):
    past, future = monthly(data, "hospital/patients.csv.gz", 12)
    series = scored("hospital", past, future, outputs["hospital"], "month", 12)
    return [Figure("MASE", figures.over_series(figures.mase, series), most=0.745),
            Figure("coverage of 80 %", figures.mean(figures.coverage(rows, 80) for rows, _ in series.values()), 77, 84)]


def carparts(data, outputs):
    past, future = monthly(data, "carparts/carparts_long.csv.gz", 12)
    found = []
    for metric, most in (("mase", {"MASE": 0.82, "RMSSE": 0.71}), ("rmsse", {"RMSSE": 0.705})):
        series = scored("carparts " + metric, past, future, outputs["carparts-" + metric], "month", 12)
        found += [Figure(f"{name} with metric {metric}", figures.over_series(measure, series),
                         most=most.get(name, math.inf))
                  for name, measure in (("MASE", figures.mase), ("RMSSE", figures.rmsse))]
        bound = {"least": -10, "most": 10} if metric == "rmsse" else {}
        found.append(Figure(f"bias % with metric {metric}", figures.bias([row for rows, _ in series.values() for row in rows]),
                            **bound))
    return found


def weather(data, outputs):
    actual = {(row["Location"], row["Date"]): row["RainTomorrow"] for row in table(data / "weather-aus/weatherAUS.csv.gz")
              if row["Date"] > "2015-06-30" and row["RainTomorrow"] in ("Yes", "No")}
    rows = [row for row in outputs["weather-aus-neighbours"] if row["prediction"]]
    require("weather-aus", len(actual), len(rows))
    labels = [actual[row["Location"], row["Date"][:10]] for row in rows]
    accuracy = figures.accuracy(labels, [row["prediction"] for row in rows])
    area = figures.roc_area([label == "Yes" for label in labels], [float(row["probability_Yes"]) for row in rows])
    return [Figure("accuracy", accuracy, least=0.870), Figure("AUC", area, least=0.909),
            Figure("accuracy, stations' own", accuracy, least=0.863), Figure("AUC, stations' own", area, least=0.900)]


ROUNDS = ["--cutoffs", ",".join(str(133 + 2 * n) for n in range(1, 13))]
LAST = ["--windows", "1"]

RIVALS = EXAMPLES / "orange-juice-rivals.yaml"
BY_WMAPE = {"family: orange-juice-rivals": "family: orange-juice-wmape", "metric: mape": "metric: wmape"}


class Backtest:
    """A spec, what is put in its place of some of its text, and how its backtest cuts."""

    def __init__(self, spec, cut, instead=None):
        self.spec, self.cut, self.instead = spec, cut, instead or {}

    def text(self):
        text = self.spec.read_text()
        for old, new in self.instead.items():
            if old not in text:
                sys.exit(f"[{self.spec}] does not have [{old}]")
            text = text.replace(old, new)
        return text


# What is run: the folder of the data, backtests, how they are scored, the seconds that they may take together.
SETS = {
    "orange-juice": ("orange-juice", [Backtest(RIVALS, ROUNDS)], orange_juice, 120),
    "orange-juice-wmape": ("orange-juice", [Backtest(RIVALS, ROUNDS, BY_WMAPE)], orange_juice_wmape, 120),
    "m3": ("m3", [Backtest(HERE / f"specs/m3-{period}-all.yaml", LAST) for period in M3], m3, 60),
    "hospital": ("hospital", [Backtest(HERE / "specs/hospital.yaml", LAST)], hospital, math.inf),
    "weather-aus": ("weather-aus", [Backtest(EXAMPLES / "weather-aus-neighbours.yaml", ["--cutoffs", "2015-06-30"])], weather, 60),
    "carparts": ("carparts", [Backtest(HERE / f"specs/carparts-{metric}.yaml", LAST) for metric in ("mase", "rmsse")], carparts, 20),
}


def call(options, *words):
    done = subprocess.run([options.manymodels, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"manymodels {' '.join(words)} exited with {done.returncode}\n{done.stdout}{done.stderr}")


def backtest(options, what):
    """The family, the rows of its backtest, and the seconds of that."""
    text = what.text()
    family = re.search(r"^family:\s*(\S+)", text, re.M).group(1)
    with tempfile.TemporaryDirectory() as folder:
        spec = pathlib.Path(folder, what.spec.name)
        spec.write_text(text)
        call(options, "apply", str(spec))
        call(options, "ingest", family)
        out = pathlib.Path(folder, "rows.csv")
        begun = time.perf_counter()
        call(options, "backtest", family, *what.cut, "--out", str(out))
        seconds = time.perf_counter() - begun
        with out.open(newline="") as rows:
            return family, list(csv.DictReader(rows)), seconds


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", nargs="+", choices=SETS)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--landing", type=pathlib.Path, required=True)
    parser.add_argument("--manymodels", default=str(HERE.parent.parent / "manymodels"))
    options = parser.parse_args()
    missed = 0
    for what in options.what:
        data, backtests, score, most = SETS[what]
        shutil.copytree(options.data / data, options.landing / data, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("*.yaml"))
        outputs, seconds = {}, 0.0
        for one in backtests:
            family, rows, taken = backtest(options, one)
            outputs[family] = rows
            seconds += taken
        print(what)
        for figure in [*score(options.data, outputs), Figure("seconds", seconds, most=most)]:
            print("  " + str(figure), flush=True)
            missed += not figure.met()
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
