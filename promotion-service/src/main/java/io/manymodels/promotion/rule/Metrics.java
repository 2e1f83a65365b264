package io.manymodels.promotion.rule;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The measured quality of one model version, by name of metric. A value that is absent, null or not finite was not
 * measured.
 */
public record Metrics(Map<String, Double> values) {

    public Metrics {
        values = Map.copyOf(values);
    }

    /** Reads the numbers of a JSON object; whatever is not a number is left out. */
    public static Metrics of(JsonNode object) {
        var values = new TreeMap<String, Double>();
        for (var property : object.properties()) {
            if (property.getValue().isNumber() && Double.isFinite(property.getValue().doubleValue())) {
                values.put(property.getKey(), property.getValue().doubleValue());
            }
        }
        return new Metrics(values);
    }

    public OptionalDouble value(String metric) {
        var value = values.get(metric);
        return value == null || !Double.isFinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The same metrics with one more, unless it was measured already. */
    public Metrics withDefault(String metric, double value) {
        if (values.containsKey(metric)) {
            return this;
        }
        var all = new TreeMap<>(values);
        all.put(metric, value);
        return new Metrics(all);
    }

    Set<String> names() {
        return new TreeSet<>(values.keySet());
    }
}
