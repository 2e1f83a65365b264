package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.Task;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.problem.Closest;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which columns the sorted file has, decided from the spec and the columns of the prepared relation.
 *
 * <p>Errors: INVALID {@code columns-unfit} with everything that does not fit.
 */
final class ColumnPlan {

    private final FamilySpec spec;
    private final List<SandboxColumn> available;
    private final List<Detail> problems = new ArrayList<>();
    private final Map<String, ColumnRole> declared = new HashMap<>();

    private ColumnPlan(FamilySpec spec, List<SandboxColumn> available) {
        this.spec = spec;
        this.available = available;
    }

    /** Key columns first, then time, then target, then the others as they come. */
    static List<OutputColumn> of(FamilySpec spec, List<SandboxColumn> available) {
        ColumnPlan plan = new ColumnPlan(spec, available);
        List<OutputColumn> columns = plan.columns();
        if (!plan.problems.isEmpty()) {
            throw ManyModelsException.invalid("columns-unfit",
                    String.join("; ", plan.problems.stream().limit(3).map(p -> p.path() + ": " + p.message()).toList()),
                    plan.problems);
        }
        return columns;
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
        if (role == ColumnRole.TIME && type != ColumnType.INTEGER && type != ColumnType.DATE
                && type != ColumnType.TIMESTAMP) {
            problems.add(new Detail("time.column",
                    "[%s] is of the type [%s], not a date, timestamp or integer. Maybe in the transform: %s"
                            .formatted(column.name(), type.wire(), type == ColumnType.TEXT
                                    ? "CAST(%s || '-01' AS DATE) AS %s for 1998-01, or strptime(%s, '%%d.%%m.%%Y')"
                                            .formatted(column.name(), column.name(), column.name())
                                    : "CAST(%s AS BIGINT) AS %s".formatted(column.name(), column.name()))));
            return;
        }
        if (role == ColumnRole.TARGET) {
            target(columns, column, type);
            return;
        }
        columns.add(new OutputColumn(column.name(), type, expression(quoted, type), role));
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
                    "[%s] is of the type [%s], not a number. Maybe task: classification, or CAST(%s AS DOUBLE) in the transform"
                            .formatted(column.name(), type.wire(), column.name())));
        }
    }

    private static String expression(String quoted, ColumnType type) {
        return switch (type) {
            case INTEGER -> "CAST(" + quoted + " AS BIGINT)";
            case DOUBLE -> "nullif(CAST(" + quoted + " AS DOUBLE), CAST('NaN' AS DOUBLE))";
            case BOOLEAN -> quoted;
            case TEXT -> "CAST(" + quoted + " AS VARCHAR)";
            case DATE -> "CAST(" + quoted + " AS DATE)";
            case TIMESTAMP -> "CAST(" + quoted + " AS TIMESTAMP)";
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
