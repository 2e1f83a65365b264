package io.manymodels.family;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What our columns are called where they stand beside a family's own: in views, files, downloads and answers alike. The
 * family's keep their names. Ours has an underscore behind its name where one of the family's is called like it, and more where
 * that is taken too. Tools that read such tables do not tell capitals apart, so neither does this.
 *
 * @param family the names of the family's columns
 */
public record OurColumns(List<String> family) {

    /** Roles of columns beside the key's that predictions have too. */
    private static final Set<String> NAMING = Set.of("time", "id");

    public OurColumns {
        family = List.copyOf(family);
    }

    /** Beside what predictions and backtests have of a family: its key, its time, and what identifies its rows. */
    public static OurColumns beside(FamilySpec spec) {
        FamilySpec.Time time = spec.time();
        return new OurColumns(Stream.of(spec.key(), time == null ? List.<String>of() : List.of(time.column()),
                spec.columns().id()).flatMap(Collection::stream).toList());
    }

    /**
     * The same, for those who know a family by a key's rows.
     *
     * @param history answer of {@code GET /families/{f}/history}
     */
    public static OurColumns beside(JsonNode history) {
        return new OurColumns(Stream.concat(history.path("key").propertyNames().stream(),
                history.path("columns").valueStream()
                        .filter(column -> NAMING.contains(column.path("role").asString("")))
                        .map(column -> column.path("name").asString("")))
                .toList());
    }

    /** What one of ours is called. */
    public String called(String ours) {
        String name = ours;
        while (isFamilys(name)) {
            name += "_";
        }
        return name;
    }

    /** What a row says in columns of ours, by the names that they have where no other is called like them. */
    public JsonNode in(JsonNode row) {
        ObjectNode ours = JsonNodeFactory.instance.objectNode();
        row.properties().stream().filter(cell -> !family.contains(cell.getKey()))
                .forEach(cell -> ours.set(meant(cell.getKey()), cell.getValue()));
        return ours;
    }

    private String meant(String name) {
        String shorter = name.replaceFirst("_$", "");
        return !shorter.equals(name) && isFamilys(shorter) ? meant(shorter) : name;
    }

    private boolean isFamilys(String name) {
        for (String own : family) {
            if (own.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
