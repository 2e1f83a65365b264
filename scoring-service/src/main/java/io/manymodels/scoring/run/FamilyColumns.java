package io.manymodels.scoring.run;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.Task;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.RowSchema;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.prediction.PredictionColumn;
import io.manymodels.scoring.prediction.PredictionSchema;
import java.util.ArrayList;
import java.util.List;

/** The columns of a family's predictions, from its spec and the types that ingestion found. */
final class FamilyColumns {

    private FamilyColumns() {}

    static PredictionSchema schema(FamilySpec spec, Snapshot snapshot) {
        RowSchema rows = snapshot.schema();
        List<PredictionColumn> own = new ArrayList<>();
        for (String name : spec.key()) {
            own.add(column(rows, name, PredictionColumn.Role.KEY, "Key column " + name));
        }
        FamilySpec.Time time = spec.time();
        if (time != null) {
            own.add(column(rows, time.column(), PredictionColumn.Role.TIME, "Time of the row"));
        }
        for (Column column : rows.columns()) {
            if (column.role() == ColumnRole.ID) {
                own.add(new PredictionColumn(column.name(), ColumnKind.of(column.type()), PredictionColumn.Role.ID,
                        "Identifies the row: column %s, as in the source".formatted(column.name())));
            }
        }
        if (spec.task() == Task.CLASSIFICATION) {
            return PredictionSchema.ofLabels(own, spec.target(), snapshot.labels());
        }
        return PredictionSchema.ofNumbers(own, spec.target(), spec.scoring().intervals());
    }

    private static PredictionColumn column(RowSchema rows, String name, PredictionColumn.Role role, String comment) {
        int place = rows.indexOf(name);
        if (place < 0) {
            throw ManyModelsException.invalid("column-unknown",
                    "Column [%s] of the spec is not in the snapshot. Maybe ingest the family again".formatted(name));
        }
        Column column = rows.column(place);
        return new PredictionColumn(name, ColumnKind.of(column.type()), role, comment);
    }
}
