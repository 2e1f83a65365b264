"""python3 -m unittest discover benchmarks/accuracy"""
import csv
import gzip
import math
import pathlib
import tempfile
import unittest

import figures
import measure
from figures import Naive, Row


class FiguresTest(unittest.TestCase):

    def test_naive_errors_are_of_a_season_or_of_a_step_in_short_series(self):
        self.assertEqual(Naive([1, 2, 4, 6], 2).absolute, 3.5)
        self.assertEqual(Naive([1, 2, 4, 6], 2).square, 12.5)
        self.assertEqual(Naive([1, 2, 4], 12).absolute, 1.5)
        self.assertEqual(Naive([1, None, 4, 6], 1).absolute, 2)

    def test_point_figures(self):
        rows = [Row(100, 110), Row(50, 40)]
        self.assertAlmostEqual(figures.mape(rows), 15)
        self.assertAlmostEqual(figures.wmape(rows), 100 * 20 / 150)
        self.assertAlmostEqual(figures.bias(rows), 0)
        self.assertAlmostEqual(figures.smape(rows), 100 * (20 / 210 + 20 / 90) / 2)
        self.assertEqual(figures.smape([Row(0, 0)]), 0)
        naive = Naive([0, 4], 1)
        self.assertAlmostEqual(figures.mase(rows, naive), 2.5)
        self.assertAlmostEqual(figures.rmsse(rows, naive), 2.5)

    def test_interval_figures(self):
        rows = [Row(5, 0, {80: (0, 4)}), Row(2, 0, {80: (0, 4)})]
        self.assertEqual(figures.coverage(rows, 80), 50)
        self.assertAlmostEqual(figures.winkler(rows, 80, Naive([0, 2], 1)), (4 + 10 + 4) / 2 / 2)

    def test_a_series_without_naive_error_does_not_count(self):
        series = {"a": ([Row(1, 3)], Naive([0, 2], 1)), "b": ([Row(1, 3)], Naive([2, 2], 1))}
        self.assertEqual(figures.over_series(figures.mase, series), 1)

    def test_label_figures(self):
        self.assertEqual(figures.accuracy(["a", "b"], ["a", "a"]), 0.5)
        self.assertEqual(figures.roc_area([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 0.75)
        self.assertEqual(figures.roc_area([0, 1], [0.5, 0.5]), 0.5)


class MeasureTest(unittest.TestCase):
    """From files to figures, on data of three rows a key."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def source(self, name, header, *rows):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(path, "wt") as out:
            csv.writer(out).writerows([header, *rows])

    def test_series_are_scored_against_the_source(self):
        self.source("hospital/patients.csv.gz", ["series_id", "month", "value"],
                    *(["T1", f"2000-{m:02}-01", 10 + m % 2] for m in range(1, 13)),
                    *(["T1", f"2001-{m:02}-01", 20] for m in range(1, 13)))
        rows = [{"series_id": "T1", "month": f"2001-{m:02}-01", "prediction": "19", "lower_80": "18", "upper_80": "21",
                 "lower_95": "17", "upper_95": "21"} for m in range(1, 13)]
        found = measure.hospital(self.folder, {"hospital": rows})
        self.assertEqual([round(f.value, 3) for f in found], [1, 100])

    def test_a_row_that_is_missing_is_an_error(self):
        self.source("hospital/patients.csv.gz", ["series_id", "month", "value"],
                    *(["T1", f"{y}-{m:02}-01", m] for y in (2000, 2001) for m in range(1, 13)))
        with self.assertRaisesRegex(SystemExit, "12 rows .* 0"):
            measure.hospital(self.folder, {"hospital": []})

    def test_labels_are_scored_against_the_source(self):
        self.source("weather-aus/weatherAUS.csv.gz", ["Date", "Location", "RainTomorrow"],
                    ["2015-06-30", "A", "No"], ["2015-07-01", "A", "Yes"], ["2015-07-02", "A", "No"], ["2015-07-03", "A", ""])
        rows = [{"Location": "A", "Date": "2015-07-01", "prediction": "Yes", "probability_Yes": "0.7"},
                {"Location": "A", "Date": "2015-07-02", "prediction": "Yes", "probability_Yes": "0.6"}]
        found = measure.weather(self.folder, {"weather-aus-neighbours": rows})
        self.assertEqual([f.value for f in found], [0.5, 1.0, 0.5, 1.0])

    def test_a_figure_is_met_inside_its_bounds_alone(self):
        self.assertTrue(measure.Figure("x", 12.45, most=12.45).met())
        self.assertFalse(measure.Figure("x", 12.46, most=12.45).met())
        self.assertFalse(measure.Figure("x", 77.9, least=78, most=84).met())
        self.assertFalse(measure.Figure("x", math.nan, most=1).met())


if __name__ == "__main__":
    unittest.main()
