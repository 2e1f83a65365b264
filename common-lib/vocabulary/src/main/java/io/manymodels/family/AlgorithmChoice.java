package io.manymodels.family;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One entry of {@code training.algorithms}.
 *
 * @param name of an algorithm, for example {@code boosted-trees}
 * @param settings that the spec sets, as text; empty for what is usual
 */
public record AlgorithmChoice(String name, Map<String, String> settings) {

    public AlgorithmChoice {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** With usual settings. */
    public static AlgorithmChoice of(String name) {
        return new AlgorithmChoice(name, Map.of());
    }
}
