package io.manymodels.family;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * One object of a spec while it is read. Every getter notes the field as known, so that {@link #end()} can name the
 * fields that nothing asked for. A wrong value is a problem and reads as the default, so that reading goes on.
 */
final class SpecObject {

    /** A transform or query may be long; a location, a name or a word is not. */
    private static final int LONGEST_TEXT = 100_000;
    private static final int LONGEST_NAME = 1_000;

    private final String path;
    private final JsonNode node;
    private final SpecProblems problems;
    private final Set<String> known = new LinkedHashSet<>();

    private SpecObject(String path, JsonNode node, SpecProblems problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
    }

    static SpecObject root(JsonNode node, SpecProblems problems) {
        return new SpecObject("", node, problems);
    }

    String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    boolean has(String field) {
        return value(field) != null;
    }

    void problem(String field, String message) {
        problems.add(path(field), message);
    }

    private void missing(String field, String example) {
        problem(field, "is missing. Maybe %s".formatted(example));
    }

    private void wrongType(String field, JsonNode value, String wanted) {
        problem(field, "[%s] is not %s".formatted(shown(value), wanted));
    }

    private static String shown(JsonNode value) {
        String text = value.isString() ? value.stringValue() : value.toString();
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }

    private @Nullable JsonNode value(String field) {
        known.add(field);
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable
    String text(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        return checked(field, value, LONGEST_TEXT);
    }

    /** The text as it may be stored and shown: not blank, not endless, and without characters that no text has. */
    private @Nullable String checked(String field, JsonNode value, int most) {
        if (!value.isString() || value.stringValue().isBlank()) {
            wrongType(field, value, "a text. Maybe put it in quotes");
            return null;
        }
        String text = value.stringValue().strip();
        if (text.length() > most) {
            problem(field, "[%s] has [%d] characters, more than [%d]. Maybe shorten it".formatted(shown(value),
                    text.length(), most));
            return null;
        }
        if (text.chars().anyMatch(SpecObject::isControl) || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            problem(field, "[%s] has a control character. Maybe delete it".formatted(
                    shown(value).replaceAll("\\p{Cc}|\\p{Cs}", "?")));
            return null;
        }
        return text;
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && "\n\r\t".indexOf(character) < 0;
    }

    /** A location, a name or a word: a text of at most {@value #LONGEST_NAME} characters. */
    @Nullable
    String name(String field) {
        JsonNode value = value(field);
        return value == null ? null : checked(field, value, LONGEST_NAME);
    }

    /** The name, or an empty one and a problem that shows what belongs there. */
    String requiredName(String field, String example) {
        if (!has(field)) {
            missing(field, example);
            return "";
        }
        String name = name(field);
        return name == null ? "" : name;
    }

    /** The text, or an empty one and a problem that shows what belongs there. */
    String requiredText(String field, String example) {
        if (!has(field)) {
            missing(field, example);
            return "";
        }
        String text = text(field);
        return text == null ? "" : text;
    }

    int integer(String field, int otherwise, int least, int most) {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least
                || value.intValue() > most) {
            wrongType(field, value, "a whole number from %d to %d. Maybe %d".formatted(least, most, otherwise));
            return otherwise;
        }
        return value.intValue();
    }

    /** True or false, which it is where nothing is said. */
    boolean flag(String field) {
        JsonNode value = value(field);
        if (value != null && !value.isBoolean()) {
            wrongType(field, value, "true or false. Maybe true");
        }
        return value != null && value.isBoolean() && value.booleanValue();
    }

    @Nullable
    Double number(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            wrongType(field, value, "a number. Maybe 20");
            return null;
        }
        return value.doubleValue();
    }

    /** A number or text of a small format of its own, like {@code 5y}; the parser throws IllegalArgumentException. */
    <T extends @Nullable Object> T scalar(String field, T otherwise, String wanted, Function<String, T> parser) {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        try {
            if (value.isValueNode()) {
                return parser.apply(value.asString());
            }
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            wrongType(field, value, wanted);
            return otherwise;
        }
        wrongType(field, value, wanted);
        return otherwise;
    }

    /** One of a few words. */
    <T extends @Nullable Object> T choice(String field, T otherwise, Map<String, ? extends T> choices) {
        String word = name(field);
        return word == null ? otherwise : chosen(field, word, otherwise, choices);
    }

    private <T extends @Nullable Object> T chosen(String field, String word, T otherwise,
            Map<String, ? extends T> choices) {
        T choice = choices.get(word);
        if (choice == null) {
            problem(field, "[%s] is not one of %s.%s".formatted(word, choices.keySet(),
                    SpecProblems.advice(word, choices.keySet())));
            return otherwise;
        }
        return choice;
    }

    /** A list of texts without repeats; a single text counts as a list of one. */
    List<String> texts(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (value.isString()) {
            String text = name(field);
            return text == null ? List.of() : List.of(text);
        }
        if (!value.isArray()) {
            wrongType(field, value, "a list of texts. Maybe [a, b]");
            return List.of();
        }
        Set<String> texts = new LinkedHashSet<>();
        int index = 0;
        for (JsonNode element : value) {
            String at = field + "[" + index++ + "]";
            String text = checked(at, element, LONGEST_NAME);
            if (text != null && !texts.add(element.stringValue())) {
                problem(at, "[%s] stands there twice. Maybe leave one out".formatted(shown(element)));
            }
        }
        return List.copyOf(texts);
    }

    List<Integer> integers(String field, List<Integer> otherwise, int least, int most) {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isArray()) {
            wrongType(field, value, "a list of whole numbers. Maybe %s".formatted(otherwise));
            return otherwise;
        }
        Set<Integer> numbers = new java.util.TreeSet<>();
        int index = 0;
        for (JsonNode element : value) {
            if (element.isIntegralNumber() && element.canConvertToInt() && element.intValue() >= least
                    && element.intValue() <= most) {
                numbers.add(element.intValue());
            } else {
                wrongType(field + "[" + index + "]", element,
                        "a whole number from %d to %d. Maybe %s".formatted(least, most, otherwise));
            }
            index++;
        }
        return List.copyOf(numbers);
    }

    /** A map of names to texts. */
    Map<String, String> namedTexts(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject()) {
            wrongType(field, value, "a map of names. Maybe {stores: stores.csv}");
            return Map.of();
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String name = checked(field, StringNode.valueOf(entry.getKey()), LONGEST_NAME);
            String text = name == null
                    ? null
                    : checked(field + "." + entry.getKey(), entry.getValue(), LONGEST_TEXT);
            if (text != null) {
                named.put(entry.getKey(), text);
            }
        }
        return named;
    }

    /** A nested object; an absent one reads as empty, so that its defaults apply. */
    SpecObject object(String field) {
        JsonNode value = value(field);
        if (value != null && !value.isObject()) {
            wrongType(field, value, "a group of fields. Maybe {name: value}");
        }
        JsonNode nested = value != null && value.isObject() ? value : JsonNodeFactory.instance.objectNode();
        return new SpecObject(path(field), nested, problems);
    }

    /**
     * A list of names, or of names with settings: {@code [ridge, {boosted-trees: {trees: 50}}]}; one name may stand without a
     * list. Settings are numbers or texts.
     */
    Map<String, Map<String, String>> namedSettings(String field) {
        Map<String, Map<String, String>> named = new LinkedHashMap<>();
        JsonNode value = value(field);
        if (value == null) {
            return named;
        }
        if (!value.isArray() && !value.isString()) {
            wrongType(field, value, "a list of names. Maybe [a, b]");
            return named;
        }
        int index = 0;
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            String at = field + "[" + index++ + "]";
            Map<String, String> settings = new LinkedHashMap<>();
            String name = null;
            if (element.isString() && !element.stringValue().isBlank()) {
                name = element.stringValue();
            } else if (element.isObject() && element.size() == 1) {
                name = element.propertyNames().iterator().next();
                JsonNode inner = element.get(name);
                if (!inner.isObject()) {
                    wrongType(at + "." + name, inner, "a group of settings. Maybe {name: value}");
                }
                inner.properties().forEach(setting -> settings.put(setting.getKey(), setting.getValue().asString("")));
            } else {
                wrongType(at, element, "a name, or a name with settings. Maybe {boosted-trees: {trees: 50}}");
            }
            if (name != null && named.putIfAbsent(name, settings) != null) {
                problem(at, "[%s] stands there twice. Maybe leave one out".formatted(name));
            }
        }
        return named;
    }

    /** Whether the field is a plain text rather than a group of fields. */
    boolean isGroup(String field) {
        JsonNode value = value(field);
        return value != null && value.isObject();
    }

    boolean isText(String field) {
        JsonNode value = value(field);
        return value != null && value.isString();
    }

    List<SpecObject> objects(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            wrongType(field, value, "a list. Maybe put a dash before each element");
            return List.of();
        }
        List<SpecObject> objects = new ArrayList<>();
        int index = 0;
        for (JsonNode element : value) {
            String at = field + "[" + index++ + "]";
            if (element.isObject()) {
                objects.add(new SpecObject(path(at), element, problems));
            } else {
                wrongType(at, element, "a group of fields. Maybe {name: value}");
            }
        }
        return objects;
    }

    /** Exactly one of these fields must be set; the one that is, or null and a problem. */
    @Nullable
    String oneOf(Collection<String> fields, String example) {
        List<String> set = fields.stream().filter(this::has).toList();
        if (set.size() == 1) {
            return set.getFirst();
        }
        problems.add(path,
                set.isEmpty()
                        ? "needs one of %s. Maybe %s".formatted(fields, example)
                        : "has %s, but takes one of them. Maybe leave out [%s]".formatted(set, set.getLast()));
        return null;
    }

    /** Names every field that nothing asked for. */
    void end() {
        Set<String> unknown = new HashSet<>(node.propertyNames());
        unknown.removeAll(known);
        for (String field : node.propertyNames()) {
            if (unknown.contains(field)) {
                problem(field,
                        "[%s] is not a field here.%s".formatted(field, SpecProblems.advice(field, known)));
            }
        }
    }
}
