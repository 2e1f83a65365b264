package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.ingestion.sandbox.SandboxRow;
import io.manymodels.ingestion.sandbox.SqlText;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue and the gate want to know about each partition of the sorted file, in three steps: {@link #ofRows() all rows by
 * partition}; where each row is later than the one before, which {@link #times() the times alone} tell, or else
 * {@link #ofNeighbours() each row beside the one before}, by a window over the file's order, which DuckDB streams in one thread;
 * and {@link #together() both}.
 */
final class PartitionQuery {

    /**
     * What the file says about one partition.
     *
     * @param key values of the key columns, null where missing
     * @param timeAfterFirst time of the row after the first one
     * @param timeBeforeLast time of the row before the last labelled one
     * @param hashSum sum of the rows' hashes, as text, without what names the rows; {@code hashXor} is an independent one
     * @param identity hash of what names the rows; empty where nothing does
     * @param repeatedIds rows with an id that another row of the key has
     * @param missing rows without a value, by column that has such
     * @param constant further columns with at most one value here
     * @param tags the values of constant texts and integers
     * @param last what each further column that is not ignored held in the last row with a target that has a value of it
     */
    record Found(Map<String, @Nullable Object> key, long firstRow, long rows, long labelledRows,
            @Nullable Long fromTime, @Nullable Long timeAfterFirst, @Nullable Long toTime,
            @Nullable Long lastLabelledTime, @Nullable Long timeBeforeLast, long timeMissing,
            long duplicates, @Nullable Long duplicateTime, @Nullable String infinite, @Nullable String constantTarget,
            String hashSum, String hashXor, String identity, long repeatedIds, Map<String, Long> missing,
            Set<String> constant, Map<String, Object> tags, Map<String, Object> last) {

        /** The same without rows at its end. */
        Found without(long rowsAtEnd, long labelledAtEnd, @Nullable Long end, @Nullable Long labelledEnd) {
            return new Found(key, firstRow, rows - rowsAtEnd, labelledRows - labelledAtEnd, fromTime, timeAfterFirst,
                    end, labelledEnd, timeBeforeLast, timeMissing, duplicates, duplicateTime, infinite, constantTarget,
                    hashSum, hashXor,
                    identity, repeatedIds, missing, constant, tags, last);
        }

        /** The same without its first row. */
        Found withoutFirst(boolean labelled) {
            return new Found(key, firstRow + 1, rows - 1, labelledRows - (labelled ? 1 : 0), timeAfterFirst, null,
                    toTime, lastLabelledTime, timeBeforeLast, timeMissing, duplicates, duplicateTime, infinite,
                    constantTarget, hashSum, hashXor, identity, repeatedIds, missing, constant, tags, last);
        }
    }

    /** Whether a partition does not lie where it should. */
    static final String MISPLACED = "many-models misplaced";

    /** Of a row: its time, that of the row before, and whether that is of the same key. */
    private static final String ORDINAL = "\"many-models ordinal\"";
    private static final String BEFORE = "\"many-models before\"";
    private static final String SAME = "\"many-models same\"";
    /** Of a partition. */
    private static final String FIRST = "\"many-models first\"";
    private static final String ROWS = "\"many-models rows\"";
    private static final String LAST_LABELLED = "\"many-models last labelled\"";
    /** Tables of the steps. */
    static final String OF_ROWS = "\"many-models of rows\"";
    static final String TIMES = "\"many-models times\"";
    static final String OF_NEIGHBOURS = "\"many-models of neighbours\"";
    /** A place in the file. */
    private static final String PLACE = "\"many-models place\"";
    /** A row that is not later than the one before, whosever that is. */
    private static final String BREAKS = "NOT coalesce(%s > %s, false)".formatted(ORDINAL, BEFORE);
    private static final int LONGEST_TAG = 200;
    /** Results of the query between the key and those of single columns. */
    private static final int FIXED = 17;

    private final List<OutputColumn> columns;
    private final List<OutputColumn> key;
    private final List<OutputColumn> further;
    private final @Nullable OutputColumn time;
    private final OutputColumn target;
    private final List<OutputColumn> ids;
    private final String declaredIds;
    private final Path file;
    private final ColumnFacts facts;
    private final @Nullable RowOrder order;
    /** What is selected, in the order of {@link #read}, of the tables of these. */
    private final List<String> select = new ArrayList<>();
    private final List<String> ofRows = new ArrayList<>();
    private final List<String> ofNeighbours = new ArrayList<>();
    private final List<String> ofTimes = new ArrayList<>();

    /** @param facts of the file */
    PartitionQuery(FamilySpec spec, List<OutputColumn> columns, Path file, ColumnFacts facts) {
        this(spec, columns, file, facts, null);
    }

    /** Of a file that need not be in order: of one that is not, {@link #MISPLACED} is all that counts. */
    static PartitionQuery checking(FamilySpec spec, List<OutputColumn> columns, Path file, ColumnFacts facts,
            RowOrder order) {
        return new PartitionQuery(spec, columns, file, facts, order);
    }

    private PartitionQuery(FamilySpec spec, List<OutputColumn> columns, Path file, ColumnFacts facts,
            @Nullable RowOrder order) {
        this.file = file;
        this.facts = facts;
        this.order = order;
        this.columns = columns;
        this.key = DuckDbShuffle.withRole(columns, ColumnRole.KEY);
        this.further = columns.stream().filter(OutputColumn::isFurther).toList();
        this.time = DuckDbShuffle.withRole(columns, ColumnRole.TIME).stream().findFirst().orElse(null);
        this.target = DuckDbShuffle.withRole(columns, ColumnRole.TARGET).getFirst();
        this.ids = DuckDbShuffle.withRole(columns, ColumnRole.ID);
        this.declaredIds = ids.stream().filter(column -> spec.columns().id().contains(column.name()))
                .map(OutputColumn::quoted).collect(Collectors.joining(", "));
        plan();
    }

    private void plan() {
        String target = this.target.quoted();
        String repeated = SAME + " AND " + ORDINAL + " = " + BEFORE;
        ofRows(FIRST, "min(file_row_number)");
        ofRows(ROWS, "count(*)");
        ofRows(facts.isWhole(this.target) ? "count(*)" : "count(" + target + ")");
        ofRows("min(" + ORDINAL + ")");
        ofNeighbours("min(CASE WHEN %s THEN %s END)".formatted(SAME, ORDINAL), "second_row." + ORDINAL, "NULL");
        ofRows("max(" + ORDINAL + ")");
        ofRows("max(" + labelled(ORDINAL) + ")");
        ofNeighbours("arg_max(CASE WHEN %s THEN %s END, %s) FILTER (%s IS NOT NULL)".formatted(SAME, BEFORE, ORDINAL,
                target), "last_row." + BEFORE, "NULL");
        ofRows(time == null ? "0" : missing(time));
        ofNeighbours("count_if(" + repeated + ")", "0", "0");
        ofNeighbours("min(CASE WHEN %s THEN %s END)".formatted(repeated, ORDINAL), "NULL", "NULL");
        ofRows(infinite());
        ofRows("CASE WHEN min(%1$s) = max(%1$s) THEN CAST(min(%1$s) AS VARCHAR) END".formatted(target));
        ofRows("CAST(sum(CAST(%s AS HUGEINT)) AS VARCHAR)".formatted(
                DuckDbShuffle.rowHash(DuckDbShuffle.content(columns), "")));
        ofRows("CAST(bit_xor(%s) AS VARCHAR)".formatted(
                DuckDbShuffle.rowHash(DuckDbShuffle.content(columns), "again")));
        ofRows(ids.isEmpty()
                ? "''"
                : "CAST(sum(CAST(%s AS HUGEINT)) AS VARCHAR)".formatted(DuckDbShuffle.rowHash(columns, "ids")));
        ofRows(declaredIds.isEmpty() ? "0" : "count(*) - count(DISTINCT (%s))".formatted(declaredIds));
        columns.stream().filter(column -> !column.is(ColumnRole.KEY)).forEach(column -> ofRows(missing(column)));
        further.forEach(column -> ofRows("min(%1$s) IS NOT DISTINCT FROM max(%1$s)".formatted(column.quoted())));
        further.stream().filter(PartitionQuery::isTag)
                .forEach(column -> ofRows("CASE WHEN min(%1$s) = max(%1$s) THEN min(%1$s) END"
                        .formatted(column.quoted())));
        carried().forEach(column -> ofRows(column.tagValue("arg_max(%s, file_row_number)%s".formatted(column.quoted(),
                facts.isWhole(this.target) ? "" : " FILTER (" + target + " IS NOT NULL)"))));
        if (order != null) {
            String backwards = time == null
                    ? "0"
                    : neighbour("count_if(%1$s AND (%2$s < %3$s OR %3$s IS NULL AND %2$s IS NOT NULL))".formatted(SAME,
                            ORDINAL, BEFORE), "0");
            select.add(order.misplaced(FIRST, ROWS, backwards) + " AS " + SqlText.identifier(MISPLACED));
        }
        if (isTimed() && !facts.isWhole(this.target)) {
            ofRows.add("max(" + labelled("file_row_number") + ") AS " + LAST_LABELLED);
        }
    }

    private void ofRows(String aggregate) {
        ofRows(SqlText.identifier("many-models " + select.size()), aggregate);
    }

    private void ofRows(String name, String aggregate) {
        ofRows.add(aggregate + " AS " + name);
        select.add(name);
    }

    /**
     * @param ascending what it is where each row of a partition is later than the one before: of its second row, or the last one
     *        with a target
     * @param untimed what it is where rows have no time, and so no neighbours
     */
    private void ofNeighbours(String aggregate, String ascending, String untimed) {
        if (time == null) {
            ofRows(untimed);
        } else {
            select.add(neighbour(aggregate, ascending));
        }
    }

    /** Has the neighbours aggregated, and names the column. */
    private String neighbour(String aggregate, String ascending) {
        String name = SqlText.identifier("many-models neighbour " + ofNeighbours.size());
        ofNeighbours.add(aggregate + " AS " + name);
        ofTimes.add(ascending + " AS " + name);
        return name;
    }

    private String keys() {
        return key.stream().map(OutputColumn::quoted).collect(Collectors.joining(", "));
    }

    private String ordinal() {
        return time == null ? "CAST(NULL AS BIGINT)" : time.ordinal();
    }

    private String labelled(String value) {
        return facts.isWhole(target) ? value : "CASE WHEN %s IS NOT NULL THEN %s END".formatted(target.quoted(), value);
    }

    private String missing(OutputColumn column) {
        return facts.isWhole(column) ? "0" : "count(*) - count(" + column.quoted() + ")";
    }

    private String infinite() {
        String cases = columns.stream()
                .filter(column -> column.type() == ColumnType.DOUBLE && !facts.isFinite(column))
                .map(column -> "WHEN isinf(%s) THEN '%s'".formatted(column.quoted(),
                        column.name().replace("'", "''")))
                .collect(Collectors.joining(" "));
        return cases.isEmpty() ? "NULL" : "min(CASE %s END)".formatted(cases);
    }

    /** Whether rows have neighbours in time. */
    boolean isTimed() {
        return time != null;
    }

    /** SQL of {@link #OF_ROWS}: what each row tells alone, by partition. */
    String ofRows() {
        return "SELECT %1$s, %2$s FROM (SELECT *, %3$s AS %4$s FROM %5$s) GROUP BY %1$s".formatted(keys(),
                String.join(", ", ofRows), ordinal(), ORDINAL, SortedFile.read(file));
    }

    /**
     * SQL of {@link #TIMES}: rows that are not later than the row before, and of each partition the second and the ending one. They are
     * as few as the partitions, or end where it is plain that more rows than the partitions' first are not later.
     */
    String times() {
        return """
                SELECT %1$s, %2$s, %3$s
                FROM (SELECT file_row_number AS %1$s, %4$s AS %2$s, lag(%4$s) OVER () AS %3$s FROM %5$s)
                WHERE %6$s OR %1$s IN (SELECT %7$s + 1 FROM %8$s UNION ALL SELECT %9$s FROM %8$s)
                LIMIT (SELECT 3 * count(*) + 1 FROM %8$s)
                """.formatted(PLACE, ORDINAL, BEFORE, ordinal(), SortedFile.read(file), BREAKS, FIRST, OF_ROWS,
                lastLabelled());
    }

    /** SQL for the place of the last row with a target; null where none has one. */
    private String lastLabelled() {
        return facts.isWhole(target) ? "(%s + %s - 1)".formatted(FIRST, ROWS) : LAST_LABELLED;
    }

    /** SQL for whether {@link #TIMES} are later than the ones before, but for the first ones of partitions. */
    String areAscending() {
        return "SELECT count(*) = 0 FROM %s WHERE %s AND %s NOT IN (SELECT %s FROM %s)".formatted(TIMES, BREAKS, PLACE,
                FIRST, OF_ROWS);
    }

    /** SQL of {@link #OF_NEIGHBOURS} where times are ascending. */
    String ofTimes() {
        return """
                SELECT %1$s AS %2$s, %3$s FROM %4$s
                LEFT JOIN %5$s second_row ON second_row.%2$s = %1$s + 1 AND %6$s > 1
                LEFT JOIN %5$s last_row ON last_row.%2$s = %7$s AND %7$s > %1$s
                """.formatted(FIRST, PLACE, String.join(", ", ofTimes), OF_ROWS, TIMES, ROWS, lastLabelled());
    }

    /** SQL of {@link #OF_NEIGHBOURS}: what each row and the one before tell, by partition. */
    String ofNeighbours() {
        String sameKey = key.stream().map(column -> "%1$s IS NOT DISTINCT FROM lag(%1$s) OVER ()"
                .formatted(column.quoted())).collect(Collectors.joining(" AND "));
        return """
                SELECT min(file_row_number) AS %s, %s
                FROM (SELECT %s, file_row_number, %s, %s AS %s, lag(%5$s) OVER () AS %s,
                             %s AND file_row_number > 0 AS %s
                      FROM %s)
                GROUP BY %3$s
                """.formatted(PLACE, String.join(", ", ofNeighbours), keys(), target.quoted(), ordinal(), ORDINAL,
                BEFORE, sameKey, SAME, SortedFile.read(file));
    }

    /** SQL for the partitions, in the order of {@link #read}, and of the file. */
    String together() {
        // The key columns as they stand in keys: dates as text.
        String shown = key.stream().map(column -> column.tagValue(column.quoted()) + " AS " + column.quoted())
                .collect(Collectors.joining(", "));
        String neighbours = isTimed() ? " JOIN %s ON %s = %s".formatted(OF_NEIGHBOURS, PLACE, FIRST) : "";
        return "SELECT %s, %s FROM %s%s ORDER BY %s".formatted(shown, String.join(", ", select), OF_ROWS, neighbours,
                FIRST);
    }

    private List<OutputColumn> carried() {
        return further.stream().filter(column -> !column.is(ColumnRole.IGNORED)).toList();
    }

    private static boolean isTag(OutputColumn column) {
        return column.type() == ColumnType.TEXT || column.type() == ColumnType.INTEGER;
    }

    Found read(SandboxRow row) {
        Map<String, @Nullable Object> keyValues = new LinkedHashMap<>();
        int at = 0;
        for (OutputColumn column : key) {
            keyValues.put(column.name(), row.value(at++));
        }
        int fixed = at;
        at += FIXED;
        Map<String, Long> missing = new LinkedHashMap<>();
        for (OutputColumn column : columns) {
            if (!column.is(ColumnRole.KEY)) {
                long count = row.integer(at++);
                if (count > 0) {
                    missing.put(column.name(), count);
                }
            }
        }
        Set<String> constant = new LinkedHashSet<>();
        for (OutputColumn column : further) {
            if (row.flag(at++)) {
                constant.add(column.name());
            }
        }
        Map<String, Object> tags = new LinkedHashMap<>();
        for (OutputColumn column : further) {
            if (isTag(column)) {
                Object value = row.value(at++);
                if (value != null && value.toString().length() <= LONGEST_TAG) {
                    tags.put(column.name(), value);
                }
            }
        }
        Map<String, Object> last = new LinkedHashMap<>();
        for (OutputColumn column : carried()) {
            Object value = row.value(at++);
            if (value != null) {
                last.put(column.name(), value);
            }
        }
        return new Found(keyValues, row.integer(fixed), row.integer(fixed + 1), row.integer(fixed + 2),
                row.integerOrNull(fixed + 3), row.integerOrNull(fixed + 4), row.integerOrNull(fixed + 5),
                row.integerOrNull(fixed + 6), row.integerOrNull(fixed + 7), row.integer(fixed + 8),
                row.integer(fixed + 9), row.integerOrNull(fixed + 10), row.text(fixed + 11), row.text(fixed + 12),
                String.valueOf(row.text(fixed + 13)), String.valueOf(row.text(fixed + 14)),
                String.valueOf(row.text(fixed + 15)), row.integer(fixed + 16), missing, constant, tags, last);
    }

    /** What all partitions together say about the further columns. */
    Survey survey(Findings findings) {
        Survey survey = new Survey(further);
        findings.forEach(survey::add);
        return survey;
    }

    /** Counts over all partitions. */
    static final class Survey {

        private final Set<String> constant;
        private final Set<String> empty;
        private final Map<String, Long> varying = new LinkedHashMap<>();
        private boolean tells;
        private long repeatedIds;

        private Survey(List<OutputColumn> further) {
            List<String> names = further.stream().map(OutputColumn::name).toList();
            this.constant = new LinkedHashSet<>(names);
            this.empty = new LinkedHashSet<>(names);
            DuckDbShuffle.withRole(further, ColumnRole.STATIC).forEach(column -> varying.put(column.name(), 0L));
        }

        private void add(Found one) {
            tells |= one.rows() > 1;
            constant.retainAll(one.constant());
            empty.removeIf(name -> one.missing().getOrDefault(name, 0L) != one.rows());
            varying.replaceAll((name, count) -> one.constant().contains(name) ? count : count + 1);
            repeatedIds += one.repeatedIds();
        }

        /** The further columns that have at most one value in every partition, where some partition has two rows to tell. */
        List<String> constant() {
            return tells ? List.copyOf(constant) : List.of();
        }

        /** The further columns without any value. */
        List<String> empty() {
            return List.copyOf(empty);
        }

        /** Partitions in which a column has several values that is declared to be static, by its name. */
        Map<String, Long> varying() {
            return varying;
        }

        /** Rows with an id that another row of their key has. */
        long repeatedIds() {
            return repeatedIds;
        }
    }
}
