package io.manymodels.ingestion.column;

import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.Task;
import io.manymodels.ingestion.sandbox.SelectGate;
import io.manymodels.ingestion.source.SourceHints;
import io.manymodels.ingestion.source.TextReading;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What spec, transform and the snapshot before say about the columns of a source. */
public final class Hints {

    private Hints() {}

    /** @param earlier columns of the family's snapshot before; empty where there is none */
    public static SourceHints of(FamilySpec spec, SelectGate.Select select, List<Column> earlier) {
        ZoneId zone = spec.time() == null ? null : spec.time().zone();
        Set<String> keys = new HashSet<>();
        for (String key : spec.key()) {
            keys.add(key);
            keys.addAll(select.passing(key));
        }
        Set<String> targets = spec.task() == Task.CLASSIFICATION ? Set.of() : Set.of(spec.target());
        return new SourceHints(keys, spec.columns().types(), readings(spec, select, earlier, zone), targets, zone,
                spec.transform() == null && SourceRows.areNumbered(spec));
    }

    /** Names are compared without regard to case, because a transform's are. */
    private static Map<String, TextReading> readings(FamilySpec spec, SelectGate.Select select, List<Column> earlier,
            @Nullable ZoneId zone) {
        Map<String, TextReading> readings = new HashMap<>();
        for (Column column : earlier) {
            boolean key = column.role() == ColumnRole.KEY && spec.key().contains(column.name());
            if (key || spec.transform() == null && column.role() != ColumnRole.KEY) {
                TextReading reading = reading(column, zone);
                if (!key) {
                    readings.put(column.name(), reading);
                } else if (reading.kind() == Kind.INTEGER || reading.kind() == Kind.TEXT
                        || reading.kind() == Kind.BOOLEAN) {
                    readings.put(column.name(), reading);
                    select.passing(column.name()).forEach(name -> readings.put(name, reading));
                }
            }
        }
        return readings;
    }

    private static TextReading reading(Column column, @Nullable ZoneId zone) {
        return switch (column.type()) {
            case INTEGER -> new TextReading(Kind.INTEGER, null, null);
            case DOUBLE -> new TextReading(Kind.NUMBER, null, null);
            case BOOLEAN -> new TextReading(Kind.BOOLEAN, null, null);
            case TEXT -> new TextReading(Kind.TEXT, null, null);
            case DATE -> new TextReading(Kind.DATE, null, null);
            case TIMESTAMP -> new TextReading(Kind.TIMESTAMP, null, zone);
        };
    }
}
