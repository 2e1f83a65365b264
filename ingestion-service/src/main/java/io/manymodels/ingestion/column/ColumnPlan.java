package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.ingestion.source.TextReading;
import io.manymodels.problem.Closest;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which columns the sorted file has, decided from the spec and the prepared relation. A key column is whole numbers or
 * text, never a floating-point number: different values stay different keys.
 *
 * <p>Errors: INVALID {@code columns-unfit} with everything that does not fit.
 */
public final class ColumnPlan {

    /** Which row of which file of the source it was, where nothing else tells a tabular row from others. */
    static final String SOURCE_ROW = "source_row";

    /** DuckDB's, of the places of rows in a Parquet file. */
    private static final String ROW_NUMBER = "file_row_number";
    public static final String UNFIT = "columns-unfit";

    private final FamilySpec spec;
    private final Relation relation;
    private final List<SandboxColumn> available;
    private final List<String> remarks = new ArrayList<>();
    private final List<Detail> problems = new ArrayList<>();
    private final Map<String, ColumnRole> declared = new HashMap<>();

    private ColumnPlan(FamilySpec spec, Relation relation) {
        this.spec = spec;
        this.relation = relation;
        this.available = relation.columns();
    }

    /**
     * What the plan came to.
     *
     * @param columns key columns first, then time, then target, then the others as they come
     * @param remarks decisions that the user may want to know
     */
    public record Planned(List<OutputColumn> columns, List<String> remarks) {}

    public static Planned of(FamilySpec spec, Relation relation) {
        ColumnPlan plan = new ColumnPlan(spec, relation);
        List<OutputColumn> columns = plan.columns();
        if (!plan.problems.isEmpty()) {
            throw ManyModelsException.invalid(UNFIT,
                    String.join("; ", plan.problems.stream().limit(3).map(p -> p.path() + ": " + p.message()).toList()),
                    plan.problems);
        }
        return new Planned(columns, plan.remarks);
    }

    private List<OutputColumn> columns() {
        List<String> first = new ArrayList<>();
        for (int i = 0; i < spec.key().size(); i++) {
            declare(first, "key[" + i + "]", spec.key().get(i), ColumnRole.KEY);
        }
        if (spec.time() != null) {
            declare(first, "time.column", spec.time().column(), ColumnRole.TIME);
        }
        declare(first, "target", spec.target(), ColumnRole.TARGET);
        declareAll("known", spec.columns().known(), ColumnRole.KNOWN);
        declareAll("observed", spec.columns().observed(), ColumnRole.OBSERVED);
        declareAll("static", spec.columns().statics(), ColumnRole.STATIC);
        declareAll("ignored", spec.columns().ignored(), ColumnRole.IGNORED);
        declareAll("id", spec.columns().id(), ColumnRole.ID);
        List<OutputColumn> columns = new ArrayList<>();
        for (String name : first) {
            available.stream().filter(column -> column.name().equals(name)).forEach(column -> add(columns, column));
        }
        available.stream().filter(column -> !first.contains(column.name())).forEach(column -> add(columns, column));
        return columns;
    }

    private void declareAll(String list, List<String> names, ColumnRole role) {
        for (int i = 0; i < names.size(); i++) {
            declare(new ArrayList<>(), "columns." + list + "[" + i + "]", names.get(i), role);
        }
    }

    private void declare(List<String> order, String path, String name, ColumnRole role) {
        List<String> names = available.stream().map(SandboxColumn::name).toList();
        if (!names.contains(name)) {
            problems.add(new Detail(path, "[%s] is not a column of the %s, which has %s.%s".formatted(name,
                    spec.transform() == null ? "source" : "transform's result", names,
                    Closest.to(name, names).map(" Maybe [%s]"::formatted).orElse(" Maybe add it to the transform"))));
            return;
        }
        declared.put(name, role);
        order.add(name);
    }

    private void add(List<OutputColumn> columns, SandboxColumn column) {
        ColumnRole role = declared.get(column.name());
        String quoted = identifier(column.name());
        ColumnType type = type(column.type());
        if (type == null) {
            if (role != ColumnRole.IGNORED) {
                problems.add(new Detail("columns",
                        "[%s] is of the type [%s], which no model can use. Maybe name it under columns.ignored, or make a number or text of it in the transform"
                                .formatted(column.name(), column.type())));
            }
            return;
        }
        if (column.name().equals(ROW_NUMBER)) {
            taken(column, role);
            return;
        }
        if (role == ColumnRole.TIME) {
            time(columns, column, type);
            return;
        }
        if (role == ColumnRole.KEY) {
            columns.add(key(column, type));
            return;
        }
        if (role == ColumnRole.ID || isSourceRow(column)) {
            // As written: a number of twenty digits would not survive as one.
            boolean text = !column.name().equals(SOURCE_ROW) || role != null;
            columns.add(new OutputColumn(column.name(), text ? ColumnType.TEXT : ColumnType.INTEGER,
                    expression(quoted, text ? ColumnType.TEXT : ColumnType.INTEGER), ColumnRole.ID));
            return;
        }
        if (role == ColumnRole.TARGET) {
            target(columns, column, type);
            return;
        }
        columns.add(new OutputColumn(column.name(), type, expression(quoted, type), role));
    }

    /** A sorted file is read with a column of this name beside its own. */
    private void taken(SandboxColumn column, @Nullable ColumnRole role) {
        String what = "[%s] is a name that files here cannot have. Maybe rename it in the transform".formatted(
                column.name());
        if (role == null || role == ColumnRole.IGNORED) {
            remarks.add(what + "; it is left out");
        } else {
            problems.add(new Detail("columns", what));
        }
    }

    private boolean isSourceRow(SandboxColumn column) {
        return spec.time() == null && spec.columns().id().isEmpty() && declared.get(column.name()) == null
                && (column.name().equals(SOURCE_ROW) || column.name().equals(Sources.FILE));
    }

    private OutputColumn key(SandboxColumn column, ColumnType type) {
        String quoted = identifier(column.name());
        boolean sure = switch (column.type()) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> true;
            default -> false;
        };
        boolean number = type == ColumnType.INTEGER || type == ColumnType.DOUBLE;
        ColumnType kept = !number || sure
                ? type
                : relation.isWhole(column.name()) ? ColumnType.INTEGER : ColumnType.TEXT;
        return new OutputColumn(column.name(), kept, expression(quoted, kept), ColumnRole.KEY);
    }

    private void time(List<OutputColumn> columns, SandboxColumn column, ColumnType type) {
        String quoted = identifier(column.name());
        FamilySpec.Time time = Objects.requireNonNull(spec.time());
        if (type == ColumnType.INTEGER && time.epoch() == null && !spec.columns().types().containsKey(column.name())) {
            Optional<CompactTimes.Form> form = relation.compactTime(column.name(), time.unit());
            if (form.isPresent()) {
                remarks.add(
                        "time [%1$s] holds %2$s and is read so. Maybe columns.types: {%1$s: integer} where it is a counter"
                                .formatted(column.name(), form.get().name()));
                columns.add(new OutputColumn(column.name(), form.get().type(), form.get().expression(quoted),
                        ColumnRole.TIME, form.get().step()));
                return;
            }
        }
        if (type == ColumnType.DATE
                && (time.frequency() == TimeStep.HOUR || time.frequency() == TimeStep.MINUTE)) {
            problems.add(new Detail("time.frequency",
                    "[%s] is finer than the dates of [%s]. Maybe [day], or a column of timestamps"
                            .formatted(time.frequency().wire(), column.name())));
            return;
        }
        if (type == ColumnType.INTEGER || type == ColumnType.DATE || type == ColumnType.TIMESTAMP) {
            columns.add(new OutputColumn(column.name(), type, expression(quoted, type), ColumnRole.TIME));
            return;
        }
        problems.add(new Detail("time.column",
                "[%s] is of the type [%s], not a date, timestamp or integer. Maybe columns.types: {%s: %s}%s".formatted(
                        column.name(), type.wire(), column.name(),
                        type == ColumnType.TEXT ? "date(%d.%m.%Y)" : "integer",
                        type == ColumnType.TEXT
                                ? ", or in the transform: CAST(%1$s || '-01' AS DATE) AS %1$s for 1998-01"
                                        .formatted(column.name())
                                : "")));
    }

    private void target(List<OutputColumn> columns, SandboxColumn column, ColumnType type) {
        String quoted = identifier(column.name());
        boolean number = type == ColumnType.INTEGER || type == ColumnType.DOUBLE;
        if (spec.task() == Task.CLASSIFICATION) {
            // A label is a name: 1 and 1.0 are the same one.
            String label = type == ColumnType.DOUBLE
                    ? "CASE WHEN %1$s = trunc(%1$s) AND abs(%1$s) < 1e15 THEN CAST(CAST(%1$s AS BIGINT) AS VARCHAR) WHEN NOT isnan(%1$s) THEN CAST(%1$s AS VARCHAR) END"
                            .formatted(quoted)
                    : "CAST(" + quoted + " AS VARCHAR)";
            columns.add(new OutputColumn(column.name(), ColumnType.TEXT, label, ColumnRole.TARGET));
        } else if (number) {
            columns.add(new OutputColumn(column.name(), type, expression(quoted, type), ColumnRole.TARGET));
        } else {
            problems.add(new Detail("target",
                    "[%1$s] is of the type [%2$s], not a number. Maybe columns.types: {%1$s: decimal-comma} for 1.234,5, {%1$s: decimal-point} for 1,234.5, or task: classification"
                            .formatted(column.name(), type.wire())));
        }
    }

    private static String expression(String quoted, ColumnType type) {
        return switch (type) {
            case INTEGER -> "CAST(" + quoted + " AS BIGINT)";
            case DOUBLE -> "nullif(CAST(" + quoted + " AS DOUBLE), CAST('NaN' AS DOUBLE))";
            case BOOLEAN -> quoted;
            case TEXT -> "CAST(" + quoted + " AS VARCHAR)";
            case DATE -> TextReading.finite("CAST(" + quoted + " AS DATE)");
            case TIMESTAMP -> TextReading.finite("CAST(" + quoted + " AS TIMESTAMP)");
        };
    }

    /** What a DuckDB type becomes; null for lists, structs and the like. */
    private static @Nullable ColumnType type(String type) {
        if (type.endsWith("]")) {
            return null;
        }
        String base = type.indexOf('(') > 0 && !type.startsWith("ENUM") ? type.substring(0, type.indexOf('(')) : type;
        return switch (base) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
                    "UBIGINT" ->
                ColumnType.INTEGER;
            case "FLOAT", "DOUBLE", "DECIMAL" -> ColumnType.DOUBLE;
            case "BOOLEAN" -> ColumnType.BOOLEAN;
            case "VARCHAR", "UUID" -> ColumnType.TEXT;
            case "DATE" -> ColumnType.DATE;
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE" ->
                ColumnType.TIMESTAMP;
            default -> base.startsWith("ENUM") ? ColumnType.TEXT : null;
        };
    }
}
