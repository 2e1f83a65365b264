package io.manymodels.scoring.prediction;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.scoring.parquet.ColumnKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The columns by whose values keys make nested groups.
 *
 * @param columns from coarse to fine; a static one is shown under its own name
 */
public record GroupColumns(@JsonValue List<PredictionColumn> columns) {

    /** No groups. */
    public static final GroupColumns NONE = new GroupColumns(List.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GroupColumns {
        columns = List.copyOf(columns);
    }

    /**
     * Those of a spec, empty for none. Throws INVALID {@code reconcile-unfit} where the snapshot has no such column, or one of times.
     */
    public static GroupColumns of(FamilySpec spec, PredictionSchema schema, Snapshot snapshot) {
        List<PredictionColumn> columns = new ArrayList<>();
        for (String name : spec.reconcile() == null ? List.<String>of() : spec.reconcile().by()) {
            columns.add(schema.key().stream().filter(key -> key.shown().equals(name)).findFirst()
                    .orElseGet(() -> ofStatic(name, snapshot)));
        }
        return new GroupColumns(columns);
    }

    private static PredictionColumn ofStatic(String name, Snapshot snapshot) {
        Column column = snapshot.columns().stream()
                .filter(each -> each.name().equals(name) && each.role() == ColumnRole.STATIC).findFirst()
                .orElseThrow(() -> ManyModelsException.invalid("reconcile-unfit",
                        "Snapshot [%s] has no static column [%s]. Maybe ingest the family again"
                                .formatted(snapshot.id(), name)));
        ColumnKind kind = ColumnKind.of(column.type());
        if (kind == ColumnKind.DATE || kind == ColumnKind.TIMESTAMP) {
            throw ManyModelsException.invalid("reconcile-unfit",
                    "Static column [%s] holds times, which make no groups. Maybe make a text of it in the transform"
                            .formatted(name));
        }
        return new PredictionColumn(name, kind, PredictionColumn.Role.KEY, "Static column " + name);
    }

    /** Whether keys make no groups. */
    @JsonIgnore
    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /** What the columns are called in tables of groups, in their order. */
    List<String> stored() {
        return IntStream.range(0, columns.size()).mapToObj(i -> "group_" + i).toList();
    }

    /** What one of the columns is called there. */
    String stored(PredictionColumn column) {
        return stored().get(columns.indexOf(column));
    }
}
