package io.manymodels.metric;

/**
 * An expression over one predicted row, which Java evaluates and SQL writes out. Missing is {@code NaN} in Java and
 * {@code NULL} in SQL, and what is computed from something missing is missing too.
 */
sealed interface Term {

    double at(NumberRows rows, int row);

    String sql(NumberColumns columns);

    /** What came to pass. */
    record Actual() implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return rows.actual()[row];
        }

        @Override
        public String sql(NumberColumns columns) {
            return "actual";
        }
    }

    /** The point prediction. */
    record Predicted() implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return rows.predicted()[row];
        }

        @Override
        public String sql(NumberColumns columns) {
            return "prediction";
        }
    }

    /** The lower bound of an interval, counted from 0. */
    record Lower(int interval) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return rows.lower()[interval][row];
        }

        @Override
        public String sql(NumberColumns columns) {
            return "lower_" + columns.intervals().get(interval);
        }
    }

    /** The upper bound of an interval, counted from 0. */
    record Upper(int interval) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return rows.upper()[interval][row];
        }

        @Override
        public String sql(NumberColumns columns) {
            return "upper_" + columns.intervals().get(interval);
        }
    }

    /** Mean absolute error of the seasonal naive forecast in training. */
    record NaiveError() implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return rows.naiveErrors()[row];
        }

        @Override
        public String sql(NumberColumns columns) {
            return columns.scaled() ? "naive_error" : "NULL::double precision";
        }
    }

    /** Mean squared error of the seasonal naive forecast in training. */
    record NaiveSquare() implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return rows.naiveSquares()[row];
        }

        @Override
        public String sql(NumberColumns columns) {
            return columns.scaled() ? "naive_square" : "NULL::double precision";
        }
    }

    /** The same number for every row. */
    record Constant(double value) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return value;
        }

        @Override
        public String sql(NumberColumns columns) {
            return Double.isNaN(value) ? "NULL::double precision" : value + "::double precision";
        }
    }

    /** A sum. */
    record Plus(Term left, Term right) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return left.at(rows, row) + right.at(rows, row);
        }

        @Override
        public String sql(NumberColumns columns) {
            return "(%s + %s)".formatted(left.sql(columns), right.sql(columns));
        }
    }

    /** A difference. */
    record Minus(Term left, Term right) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return left.at(rows, row) - right.at(rows, row);
        }

        @Override
        public String sql(NumberColumns columns) {
            return "(%s - %s)".formatted(left.sql(columns), right.sql(columns));
        }
    }

    /** A product. */
    record Times(Term left, Term right) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return left.at(rows, row) * right.at(rows, row);
        }

        @Override
        public String sql(NumberColumns columns) {
            return "(%s * %s)".formatted(left.sql(columns), right.sql(columns));
        }
    }

    /** A quotient; missing where the divisor is 0. */
    record Over(Term left, Term right) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            double divisor = right.at(rows, row);
            return divisor == 0 ? Double.NaN : left.at(rows, row) / divisor;
        }

        @Override
        public String sql(NumberColumns columns) {
            return "(%s / nullif(%s, 0))".formatted(left.sql(columns), right.sql(columns));
        }
    }

    /** A size without its sign. */
    record Absolute(Term of) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return Math.abs(of.at(rows, row));
        }

        @Override
        public String sql(NumberColumns columns) {
            return "abs(%s)".formatted(of.sql(columns));
        }
    }

    /** The term where it is above 0, else 0. */
    record Positive(Term of) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            return Math.max(0, of.at(rows, row));
        }

        @Override
        public String sql(NumberColumns columns) {
            return "(CASE WHEN %1$s < 0 THEN 0 ELSE %1$s END)".formatted(of.sql(columns));
        }
    }

    /** 1 where the term is at least 0, else 0. */
    record AtLeastZero(Term of) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            double value = of.at(rows, row);
            return Double.isNaN(value) ? Double.NaN : value >= 0 ? 1 : 0;
        }

        @Override
        public String sql(NumberColumns columns) {
            return "(CASE WHEN %1$s >= 0 THEN 1.0::double precision WHEN %1$s < 0 THEN 0 END)"
                    .formatted(of.sql(columns));
        }
    }

    /** Another term where this one is missing. */
    record Otherwise(Term of, Term instead) implements Term {
        @Override
        public double at(NumberRows rows, int row) {
            double value = of.at(rows, row);
            return Double.isNaN(value) ? instead.at(rows, row) : value;
        }

        @Override
        public String sql(NumberColumns columns) {
            return "coalesce(%s, %s)".formatted(of.sql(columns), instead.sql(columns));
        }
    }
}
