package io.manymodels.ingestion.history;

import io.manymodels.catalog.KeyParameters;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilyVersion;
import io.manymodels.key.PartitionKey;
import io.manymodels.lake.PartitionReader;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads one key out of the lake: one look into the catalogue, and a ranged read of the row groups that hold it. */
@Component
class HistoryReader {

    private static final Set<ColumnRole> SHOWN = EnumSet.of(ColumnRole.TIME, ColumnRole.TARGET, ColumnRole.KNOWN,
            ColumnRole.OBSERVED, ColumnRole.STATIC, ColumnRole.ID);

    private final SnapshotRepository snapshots;
    private final PartitionReader lake;

    HistoryReader(SnapshotRepository snapshots, PartitionReader lake) {
        this.snapshots = snapshots;
        this.lake = lake;
    }

    /**
     * @param last most rows
     * @throws ManyModelsException NOT_FOUND {@code snapshot-missing} or {@code key-unknown}; MALFORMED as
     *         {@link KeyParameters#read}
     */
    KeyHistory read(FamilyVersion family, Map<String, String> parameters, int last) {
        Snapshot snapshot = snapshots.latest(family.family())
                .orElseThrow(() -> ManyModelsException.notFound("snapshot-missing",
                        "Family [%s] has no snapshot. Maybe POST /api/v1/families/%s/ingestions first"
                                .formatted(family.family(), family.family())));
        PartitionKey key = KeyParameters.read(snapshot.schema(), family.spec().key(), parameters);
        PartitionEntry entry = snapshots.partition(snapshot.id(), key.canonical())
                .orElseThrow(() -> ManyModelsException.notFound("key-unknown",
                        "Key [%s] is not in snapshot [%s]. Maybe GET /api/v1/snapshots/%s/partitions lists its keys"
                                .formatted(key.canonical(), snapshot.id(), snapshot.id())));
        PartitionRows rows = lake.rows(snapshot, entry);
        int from = Math.max(0, rows.size() - last);
        RowSchema schema = rows.schema();
        List<Column> columns = schema.columns().stream().filter(column -> SHOWN.contains(column.role())).toList();
        return new KeyHistory(family.family(), snapshot.id(), key.asMap(), name(schema, schema.time()),
                name(schema, schema.target()),
                columns.stream().map(column -> new KeyHistory.HistoryColumn(column.name(), column.type().wire(),
                        column.role().wire())).toList(),
                rows.size(), shown(rows, columns, snapshot.timeAxis(), from), entry.passed(), entry.reasonMessage());
    }

    private static @Nullable String name(RowSchema schema, int place) {
        return place < 0 ? null : schema.column(place).name();
    }

    private static List<Map<String, @Nullable Object>> shown(PartitionRows rows, List<Column> columns,
            @Nullable TimeAxis axis, int from) {
        List<Map<String, @Nullable Object>> shown = new ArrayList<>(rows.size() - from);
        for (int row = from; row < rows.size(); row++) {
            Map<String, @Nullable Object> values = LinkedHashMap.newLinkedHashMap(columns.size());
            for (Column column : columns) {
                int place = rows.schema().indexOf(column.name());
                values.put(column.name(), place == rows.schema().time() && axis != null && rows.hasTimes()
                        ? axis.value(rows.time(row))
                        : value(rows, place, row));
            }
            shown.add(values);
        }
        return shown;
    }

    private static @Nullable Object value(PartitionRows rows, int column, int row) {
        if (rows.isMissing(column, row)) {
            return null;
        }
        return switch (rows.schema().column(column).type()) {
            case INTEGER -> (Object) Long.valueOf((long) rows.numbers(column)[row]);
            case DOUBLE -> finite(rows.numbers(column)[row]);
            case BOOLEAN -> rows.numbers(column)[row] != 0;
            case TEXT, DATE, TIMESTAMP -> String.valueOf(rows.text(column, row));
        };
    }

    /** JSON has no word for infinity. */
    private static Object finite(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }
}
