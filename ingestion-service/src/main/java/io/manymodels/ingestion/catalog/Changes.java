package io.manymodels.ingestion.catalog;

import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a delivery differs from the one that the family's current release was made from.
 *
 * @param baseline that snapshot; null where the family has none
 * @param newKeys keys that it did not have; {@code vanished} are those that it had and the delivery lacks
 * @param columns what became of columns, one sentence each
 */
record Changes(@Nullable String baseline, long rowsBefore, long rows, long keysBefore, long keys, long newKeys,
        long vanished, List<String> columns) {

    static final String WARNINGS = "warnings";
    /** A delivery of a smaller share of rows is told even without a guard. */
    private static final double FEW_ROWS = 0.8;

    Changes {
        columns = List.copyOf(columns);
    }

    static Changes first(long rows, long keys) {
        return new Changes(null, 0, rows, 0, keys, keys, 0, List.of());
    }

    /** What columns, types and roles changed. */
    static List<String> columns(List<Column> before, List<Column> after) {
        Map<String, Column> earlier = before.stream().collect(Collectors.toMap(Column::name, column -> column));
        Map<String, Column> later = after.stream().collect(Collectors.toMap(Column::name, column -> column));
        List<String> changes = new ArrayList<>();
        for (Column column : after) {
            Column was = earlier.get(column.name());
            if (was == null) {
                changes.add("[%s] is new".formatted(column.name()));
            } else if (was.type() != column.type()) {
                changes.add("[%s] was %s and is %s".formatted(column.name(), was.type().wire(),
                        column.type().wire()));
            } else if (was.role() != column.role()) {
                changes.add("[%s] was %s and is %s".formatted(column.name(), was.role().wire(),
                        column.role().wire()));
            }
        }
        before.stream().filter(column -> !later.containsKey(column.name()))
                .forEach(column -> changes.add("[%s] is gone".formatted(column.name())));
        return changes;
    }

    /**
     * Stops a delivery that lost more than the spec's guards allow. Throws INVALID {@code guard-vanished-keys} or
     * {@code guard-rows}: the cycle fails, and what was released before stays.
     */
    void guard(FamilySpec.Ingestion guards) {
        exceeded(guards.vanishedKeys(), vanished, keysBefore).ifPresent(share -> {
            throw ManyModelsException.invalid("guard-vanished-keys",
                    "[%d] of [%d] keys are not delivered any more (%s), more than ingestion.guards.vanishedKeys allows. The release before stays. Maybe the delivery is not complete; if it is, raise the guard"
                            .formatted(vanished, keysBefore, share));
        });
        exceeded(guards.rows(), rowsBefore - rows, rowsBefore).ifPresent(share -> {
            throw ManyModelsException.invalid("guard-rows",
                    "[%d] rows are fewer than the [%d] before (-%s), beyond ingestion.guards.rows. The release before stays. Maybe the delivery is not complete; if it is, lower the guard"
                            .formatted(rows, rowsBefore, share));
        });
    }

    private static Optional<String> exceeded(@Nullable Double limit, long lost, long before) {
        return limit != null && before > 0 && lost > limit * before
                ? Optional.of(String.format(Locale.ROOT, "%.1f %%", 100.0 * lost / before))
                : Optional.empty();
    }

    /** What somebody should know who reads no figures. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (vanished > 0) {
            warnings.add(
                    "[%d] of [%d] keys of snapshot [%s] are not delivered any more; each is an outcome [vanished] of the run. Maybe ingestion.guards: {vanishedKeys: 5%%} stops such a night"
                            .formatted(vanished, keysBefore, baseline));
        }
        if (rows < rowsBefore * FEW_ROWS) {
            warnings.add("[%d] rows are far fewer than the [%d] of snapshot [%s]. Maybe ingestion.guards: {rows: -20%%}"
                    .formatted(rows, rowsBefore, baseline));
        }
        columns.forEach(change -> warnings.add("column %s since snapshot [%s]".formatted(change, baseline)));
        return warnings;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("baseline", baseline);
        json.putObject("rows").put("before", rowsBefore).put("after", rows);
        json.putObject("keys").put("before", keysBefore).put("after", keys).put("new", newKeys).put("vanished",
                vanished);
        columns.forEach(json.putArray("columns")::add);
        warnings().forEach(json.putArray(WARNINGS)::add);
        return json;
    }
}
