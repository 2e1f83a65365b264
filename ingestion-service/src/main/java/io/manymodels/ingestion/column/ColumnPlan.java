package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.OurColumns;
import io.manymodels.family.Task;
import io.manymodels.ingestion.sandbox.SandboxColumn;
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
import org.jspecify.annotations.Nullable;

/**
 * Which columns the sorted file has, decided from the spec and the prepared relation. A key column is whole numbers or
 * text, never a floating-point number: different values stay different keys.
 *
 * <p>Errors: INVALID {@code columns-unfit} with everything that does not fit.
 */
public final class ColumnPlan {

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
        if (spec.transform() != null && SourceRows.areNumbered(spec)
                && columns.stream().noneMatch(column -> column.is(ColumnRole.ID))) {
            plan.remarks.add(
                    "columns.id: predictions tell keys and no rows, because the transform makes the rows. Maybe name a column there that tells which row one is for");
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
        List<String> names = available.stream().map(SandboxColumn::name)
                .filter(column -> !SourceRows.isPlace(column)).toList();
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
        if (SourceRows.isPlace(column.name())) {
            columns.add(SourceRows.place(column.name(), new OurColumns(available.stream().map(SandboxColumn::name)
                    .filter(name -> !SourceRows.isPlace(name) && !isTakenForPlace(name)).toList())));
            return;
        }
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
        if (SourceRows.isImpossible(column.name()) || isTakenForPlace(column.name())) {
            taken(column, role);
            return;
        }
        if (role == ColumnRole.TIME) {
            TimeColumn.of(spec, relation, column, type, remarks, problems).ifPresent(columns::add);
            return;
        }
        if (role == ColumnRole.KEY) {
            columns.add(key(column, type));
            return;
        }
        if (role == ColumnRole.ID) {
            // As written: a number of twenty digits would not survive as one.
            columns.add(new OutputColumn(column.name(), ColumnType.TEXT, expression(quoted, ColumnType.TEXT),
                    ColumnRole.ID));
            return;
        }
        if (role == ColumnRole.TARGET) {
            target(columns, column, type);
            return;
        }
        ColumnType fitting = fitting(column, type);
        columns.add(new OutputColumn(column.name(), fitting, expression(quoted, fitting), role));
    }

    /** Whether a column that no list of the spec wants looks like those that name rows. */
    private boolean isTakenForPlace(String name) {
        ColumnRole role = declared.get(name);
        return (role == null || role == ColumnRole.IGNORED) && SourceRows.looksLikePlace(spec, name);
    }

    private void taken(SandboxColumn column, @Nullable ColumnRole role) {
        String what = "[%1$s] is a name that our own rows have. Maybe rename it in the transform%2$s".formatted(
                column.name(),
                SourceRows.areNumbered(spec)
                        ? ", or columns.id: [%s] where it names the rows".formatted(column.name())
                        : "");
        if (role == null || role == ColumnRole.IGNORED) {
            remarks.add(what + "; it is left out");
        } else {
            problems.add(new Detail("columns", what));
        }
    }

    private OutputColumn key(SandboxColumn column, ColumnType type) {
        String quoted = identifier(column.name());
        boolean sure = switch (column.type()) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> true;
            default -> false;
        };
        boolean number = type == ColumnType.INTEGER || type == ColumnType.DOUBLE;
        if ((column.type().equals("DOUBLE") || column.type().equals("FLOAT"))
                && relation.isBeyond(column.name(), column.type().equals("FLOAT") ? 1L << 24 : 1L << 53)) {
            remarks.add(
                    "key [%1$s] comes as floating-point numbers so large that different ids may be one already. Maybe deliver it as text or as a whole number"
                            .formatted(column.name()));
        }
        ColumnType kept = !number || sure
                ? type
                : relation.isWhole(column.name()) ? ColumnType.INTEGER : ColumnType.TEXT;
        return new OutputColumn(column.name(), kept, expression(quoted, kept), ColumnRole.KEY);
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
            ColumnType fitting = fitting(column, type);
            columns.add(new OutputColumn(column.name(), fitting, expression(quoted, fitting), ColumnRole.TARGET));
        } else {
            problems.add(new Detail("target",
                    "[%1$s] is of the type [%2$s], not a number. Maybe columns.types: {%1$s: decimal-comma} for 1.234,5, {%1$s: decimal-point} for 1,234.5, or task: classification"
                            .formatted(column.name(), type.wire())));
        }
    }

    /** SQL for the value of a column as what it becomes. */
    static String expression(String quoted, ColumnType type) {
        return switch (type) {
            case INTEGER -> "TRY_CAST(" + quoted + " AS BIGINT)";
            case DOUBLE -> "nullif(CAST(" + quoted + " AS DOUBLE), CAST('NaN' AS DOUBLE))";
            case BOOLEAN -> quoted;
            case TEXT -> "CAST(" + quoted + " AS VARCHAR)";
            case DATE -> TextReading.finite("CAST(" + quoted + " AS DATE)");
            case TIMESTAMP -> TextReading.finite("CAST(" + quoted + " AS TIMESTAMP)");
        };
    }

    /** A number of 64 bits without sign may be too large for a whole number here, though never for a feature. */
    private ColumnType fitting(SandboxColumn column, ColumnType type) {
        return column.type().equals("UBIGINT") && !relation.isWhole(column.name()) ? ColumnType.DOUBLE : type;
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
