package io.manymodels.metric;

import java.util.List;

/**
 * A table of predicted labels, with text columns {@code actual} and {@code prediction} that are null where missing.
 *
 * @param table qualified name
 * @param literals the labels as SQL literals
 * @param probabilities quoted column of each label's probability
 */
public record LabelColumns(String table, List<String> literals, List<String> probabilities) {

    public LabelColumns {
        literals = List.copyOf(literals);
        probabilities = List.copyOf(probabilities);
        if (literals.size() != probabilities.size()) {
            throw new IllegalArgumentException("[%d] labels have [%d] columns".formatted(literals.size(),
                    probabilities.size()));
        }
    }
}
