package io.manymodels.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in for values that rows of one key do not have. Immutable. */
public record Substitutes(List<Substitute> list) {

    public static final Substitutes NONE = new Substitutes(List.of());

    /**
     * A value for a column.
     *
     * @param column its place in the schema of the rows
     * @param number for columns that are not text
     * @param text for text columns
     * @param carried whether a prediction that used it says so: the last value of a column that should have been known
     */
    public record Substitute(int column, double number, @Nullable String text, boolean carried) {}

    public Substitutes {
        list = List.copyOf(list);
    }

    /**
     * The rows with what is missing put in; columns that miss nothing are not copied.
     *
     * @param carried one a row; set where a carried value was taken
     */
    public PartitionRows complete(PartitionRows rows, boolean[] carried) {
        PartitionRows complete = rows;
        for (Substitute substitute : list) {
            complete = rows.schema().column(substitute.column()).type().isText()
                    ? texts(complete, substitute, carried)
                    : numbers(complete, substitute, carried);
        }
        return complete;
    }

    private static PartitionRows numbers(PartitionRows rows, Substitute substitute, boolean[] carried) {
        double[] given = rows.numbers(substitute.column());
        int first = 0;
        while (first < given.length && !Double.isNaN(given[first])) {
            first++;
        }
        if (first == given.length) {
            return rows;
        }
        double[] values = given.clone();
        for (int i = first; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                values[i] = substitute.number();
                carried[i] |= substitute.carried();
            }
        }
        return rows.withNumbers(substitute.column(), values);
    }

    private static PartitionRows texts(PartitionRows rows, Substitute substitute, boolean[] carried) {
        @Nullable
        String[] given = rows.texts(substitute.column());
        int first = 0;
        while (first < given.length && given[first] != null) {
            first++;
        }
        if (first == given.length) {
            return rows;
        }
        @Nullable
        String[] values = given.clone();
        for (int i = first; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = substitute.text();
                carried[i] |= substitute.carried();
            }
        }
        return rows.withTexts(substitute.column(), values);
    }
}
