package io.manymodels.promotion.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JsonParser;

/**
 * The measured quality of one model version, by name of metric. A value that is absent, null or not finite was not
 * measured.
 */
public record Metrics(Map<String, Double> values) {

    public Metrics {
        values = Map.copyOf(values);
    }

    /** Reads the finite numbers of a JSON object; whatever else it holds is left out. */
    public static Metrics of(JsonParser object) {
        var values = new HashMap<String, Double>();
        object.nextToken();
        for (var name = object.nextName(); name != null; name = object.nextName()) {
            if (object.nextToken().isNumeric()) {
                var value = object.getDoubleValue();
                if (Double.isFinite(value)) {
                    values.put(name, value);
                }
            } else {
                object.skipChildren();
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
