package io.manymodels.key;

import io.manymodels.problem.ManyModelsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The values of a family's key columns, in the order of the spec. Values are {@link Long}, {@link Double},
 * {@link Boolean} or {@link String} (dates and timestamps as their ISO text).
 *
 * <p>The canonical text is a compact JSON object, {@code {"store":2,"brand":1}}: two keys are the same partition exactly
 * when their canonical texts are equal.
 *
 * @param columns names of the key columns, at least one
 * @param values one value a column, never null
 */
public record PartitionKey(List<String> columns, List<Object> values) {

    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    public PartitionKey {
        columns = List.copyOf(columns);
        values = values.stream().map(PartitionKey::canonicalValue).toList();
        if (columns.size() != values.size()) {
            throw new IllegalArgumentException(
                    "A key needs one value a column: columns %s, values %s".formatted(columns, values));
        }
    }

    /** Reads a canonical text. Throws INVALID {@code key-malformed} for anything else. */
    public static PartitionKey parse(String canonical) {
        try {
            Map<String, Object> values = JSON.readValue(canonical, OBJECT);
            if (values.isEmpty() || !values.values().stream().allMatch(PartitionKey::isPlain)) {
                throw new IllegalArgumentException("not one value a column");
            }
            return of(values);
        } catch (JacksonException | NullPointerException | IllegalArgumentException e) {
            throw new ManyModelsException(ManyModelsException.Kind.INVALID, "key-malformed",
                    "Key [%s] is not a JSON object of key columns. Maybe {\"store\":2,\"brand\":1}"
                            .formatted(canonical),
                    e);
        }
    }

    /** Neither nested nor a number that is no long. */
    private static boolean isPlain(Object value) {
        return value instanceof String || value instanceof Boolean || value instanceof Integer || value instanceof Long
                || value instanceof Double;
    }

    /** The key with these columns, in the map's order. */
    public static PartitionKey of(Map<String, Object> columnValues) {
        return new PartitionKey(List.copyOf(columnValues.keySet()), new ArrayList<>(columnValues.values()));
    }

    /** The canonical text. */
    public String canonical() {
        return JSON.writeValueAsString(asMap());
    }

    public Map<String, Object> asMap() {
        Map<String, Object> map = LinkedHashMap.newLinkedHashMap(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            map.put(columns.get(i), values.get(i));
        }
        return map;
    }

    /** The key of the group that this key belongs to: its values of {@code groupColumns}, all of which must be key columns. */
    public PartitionKey project(List<String> groupColumns) {
        List<Object> projected = new ArrayList<>(groupColumns.size());
        for (String column : groupColumns) {
            int index = columns.indexOf(column);
            if (index < 0) {
                throw new IllegalArgumentException(
                        "Column [%s] is not among the key columns %s".formatted(column, columns));
            }
            projected.add(values.get(index));
        }
        return new PartitionKey(groupColumns, projected);
    }

    private static Object canonicalValue(Object value) {
        return switch (value) {
            case Integer i -> (Object) i.longValue();
            case Short s -> (Object) s.longValue();
            case Byte b -> (Object) b.longValue();
            case Long l -> l;
            case Float f -> canonicalValue(f.doubleValue());
            case Double d when d == Math.rint(d) && Math.abs(d) < 1L << 53 -> (Object) d.longValue();
            case Double d -> d;
            case Boolean b -> b;
            default -> value.toString();
        };
    }
}
