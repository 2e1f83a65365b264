package io.manymodels.sql;

import java.util.ArrayList;
import java.util.List;

/** What the columns are called that tell how probable each label is, in predictions and in backtests alike. */
public final class ProbabilityColumns {

    public static final String PREFIX = "probability_";

    private ProbabilityColumns() {}

    /**
     * A name for each label, in their order: {@code probability_} and the label as it is written. Tools that read such tables
     * do not tell capitals apart, so that of two labels that differ in nothing else the second has an underscore behind it.
     */
    public static List<String> of(List<String> labels) {
        List<String> names = new ArrayList<>(labels.size());
        labels.forEach(label -> names.add(SqlIdentifier.beside(names, PREFIX + label.replace("\0", ""))));
        return List.copyOf(names);
    }
}
