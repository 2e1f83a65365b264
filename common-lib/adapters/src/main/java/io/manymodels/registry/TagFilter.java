package io.manymodels.registry;

import io.manymodels.problem.ManyModelsException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tags that a version must carry, {@code tag.NAME=VALUE} in a query string. A value is compared as text and, where it
 * reads as a number or a boolean, as that too: the query string does not tell 2 from "2", the tags do. Used where registries
 * are searched over REST: training and promotion.
 */
public record TagFilter(List<Tag> tags) {

    private static final String PREFIX = "tag.";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The JSON objects of which a version's tags must contain one: {@code asText} or {@code asScalar}. */
    public record Tag(String asText, String asScalar) {}

    public static TagFilter of(Map<String, List<String>> query) {
        List<Tag> tags = new ArrayList<>();
        query.forEach((name, values) -> {
            if (name.startsWith(PREFIX)) {
                values.forEach(value -> tags.add(tag(name.substring(PREFIX.length()), value)));
            }
        });
        return new TagFilter(List.copyOf(tags));
    }

    private static Tag tag(String name, String value) {
        if (name.isEmpty()) {
            throw ManyModelsException.malformed("tag-name-missing",
                    "Query parameter [%s] names no tag. Maybe tag.store=2".formatted(PREFIX));
        }
        ObjectNode text = JsonNodeFactory.instance.objectNode().put(name, value);
        ObjectNode scalar = JsonNodeFactory.instance.objectNode();
        if (value.equals("true") || value.equals("false")) {
            scalar.put(name, Boolean.parseBoolean(value));
        } else if (value.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")) {
            // Digit for digit, because ids are often longer than what a double holds.
            scalar.put(name, new BigDecimal(value));
        } else {
            scalar.put(name, value);
        }
        return new Tag(JSON.writeValueAsString(text), JSON.writeValueAsString(scalar));
    }
}
