package io.manymodels.console.key;

import io.manymodels.console.platform.Platform;
import io.manymodels.problem.ManyModelsException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A key as an address of a page names it: its values by column, as JSON.
 *
 * @param values in the order of the columns
 */
public record KeyName(JsonNode values) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** MALFORMED {@code key-malformed} for anything but an object of plain values. */
    public static KeyName parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject() && !node.isEmpty() && node.valueStream().allMatch(JsonNode::isValueNode)) {
                return new KeyName(node);
            }
        } catch (JacksonException _) {
            // Refused below like any other text.
        }
        throw ManyModelsException.malformed("key-malformed",
                "Key [%s] is not a JSON object of key columns. Maybe {\"store\":2,\"brand\":1}".formatted(text));
    }

    /** The canonical text. */
    public String text() {
        return JSON.writeValueAsString(values);
    }

    /** {@code store=2&brand=1}, as the services take it. */
    public String query() {
        return Platform.query(parameters());
    }

    /** The values as text by column. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        values.properties().forEach(column -> parameters.put(column.getKey(), column.getValue().asString("")));
        return parameters;
    }
}
