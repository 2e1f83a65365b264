package io.manymodels.realtime.predict;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.Column;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one key what models take: numbers, texts and times of the family's schema. */
final class RowTyping {

    private final ServedFamily family;
    private final RequestRows request;
    private final RowProblems problems;

    /** @param rows those of the request that have no problem, in its order, with their places there */
    record Typed(PartitionRows rows, int[] places) {}

    RowTyping(ServedFamily family, RequestRows request, RowProblems problems) {
        this.family = family;
        this.request = request;
        this.problems = problems;
    }

    /** What is wrong with a cell becomes a problem of its row, which is then left out. */
    Typed typed(String key, List<Integer> wanted) {
        int[] places = wanted.stream().mapToInt(Integer::intValue).toArray();
        PartitionRows rows = rows(key, places);
        int[] good = java.util.stream.IntStream.range(0, places.length).filter(i -> !problems.has(places[i])).toArray();
        return good.length == places.length
                ? new Typed(rows, places)
                : new Typed(rows.select(good), Arrays.stream(good).map(i -> places[i]).toArray());
    }

    private PartitionRows rows(String key, int[] places) {
        RowSchema schema = family.schema();
        TimeAxis axis = family.timeAxis();
        int n = places.length;
        boolean timed = axis != null && schema.time() >= 0;
        long[] times = new long[timed ? n : 0];
        double[][] numbers = new double[schema.size()][];
        @Nullable
        String[][] texts = new String[schema.size()][];
        for (int c = 0; c < schema.size(); c++) {
            Column column = schema.column(c);
            boolean text = column.type().isText();
            numbers[c] = new double[text ? 0 : n];
            texts[c] = new String[text ? n : 0];
            Arrays.fill(numbers[c], Double.NaN);
            Cells cells = request.columns().get(column.name());
            if (axis != null && c == schema.time()) {
                times(axis, column, cells, places, times, numbers[c]);
            } else if (cells != null && text) {
                texts[c] = texts(cells, places);
            } else if (cells != null) {
                numbers(column, cells, places, numbers[c]);
            }
        }
        return new PartitionRows(schema, key, n, times, numbers, texts);
    }

    private void times(TimeAxis axis, Column column, @Nullable Cells cells, int[] places, long[] times,
            double[] numbers) {
        for (int i = 0; i < places.length; i++) {
            Object value = cells == null ? null : cells.at(places[i]);
            if (value == null) {
                problems.add(RowProblem.invalid(places[i], column.name(), "time-missing",
                        "Row %d has no value in the time column [%s]".formatted(places[i], column.name())));
                continue;
            }
            try {
                times[i] = axis.ordinal(value);
                if (numbers.length > 0) {
                    numbers[i] = times[i];
                }
            } catch (ManyModelsException e) {
                problems.add(RowProblem.of(places[i], column.name(), e));
            }
        }
    }

    private void numbers(Column column, Cells cells, int[] places, double[] numbers) {
        for (int i = 0; i < places.length; i++) {
            Object value = cells.at(places[i]);
            if (value == null) {
                continue;
            }
            try {
                numbers[i] = PartitionRows.number(column, value);
            } catch (ManyModelsException e) {
                problems.add(RowProblem.invalid(places[i], column.name(), e.code(),
                        "Row %d has %s".formatted(places[i], e.getMessage())));
            }
        }
    }

    private static @Nullable String[] texts(Cells cells, int[] places) {
        @Nullable
        String[] texts = new String[places.length];
        for (int i = 0; i < places.length; i++) {
            Object value = cells.at(places[i]);
            texts[i] = value == null ? null : value.toString();
        }
        return texts;
    }
}
