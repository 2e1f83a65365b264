package io.manymodels.rows;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One column of a snapshot.
 *
 * @param leak whether it tells the future of the target; such a column is never a feature
 * @param advice what the user may want to know about it, for example why it is a leak
 */
public record Column(String name, ColumnType type, ColumnRole role, boolean leak, @Nullable String advice) {

    public Column(String name, ColumnType type, ColumnRole role) {
        this(name, type, role, false, null);
    }

    /** {@code {"name","type","role","leak","advice"?}}. */
    public ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", name).put("type", type.wire()).put("role", role.wire()).put("leak", leak);
        if (advice != null) {
            node.put("advice", advice);
        }
        return node;
    }

    public static Column fromJson(JsonNode node) {
        JsonNode advice = node.get("advice");
        return new Column(node.required("name").stringValue(), ColumnType.of(node.required("type").stringValue()),
                ColumnRole.of(node.required("role").stringValue()), node.path("leak").asBoolean(false),
                advice == null || advice.isNull() ? null : advice.stringValue());
    }

    public static ArrayNode toJson(List<Column> columns) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        columns.forEach(column -> array.add(column.toJson()));
        return array;
    }

    /** The columns of a JSON array, in its order. */
    public static List<Column> listFromJson(JsonNode array) {
        List<Column> columns = new ArrayList<>(array.size());
        array.forEach(node -> columns.add(fromJson(node)));
        return List.copyOf(columns);
    }
}
