package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;
import static io.manymodels.ingestion.sandbox.SqlText.literal;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.Task;
import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.TimeAxis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Looks at a sorted file: first at how its times lie, then once at all its rows, then at a sample for leaks. */
final class SortedFile {

    private static final int MOST_LABELS = 1_000;

    private final Sandbox sandbox;
    private final FamilySpec spec;
    private final List<OutputColumn> columns;
    private final Path file;
    private final @Nullable OutputColumn time;
    private final OutputColumn target;

    SortedFile(Sandbox sandbox, FamilySpec spec, List<OutputColumn> columns, Path file) {
        this.sandbox = sandbox;
        this.spec = spec;
        this.columns = columns;
        this.file = file;
        this.time = DuckDbShuffle.withRole(columns, ColumnRole.TIME).stream().findFirst().orElse(null);
        this.target = DuckDbShuffle.withRole(columns, ColumnRole.TARGET).getFirst();
    }

    /** @param remarks decisions about columns, for the snapshot's warnings */
    ShuffledData profile(Findings findings, Rejects rejects, List<String> remarks) {
        long rows = sandbox.first("SELECT count(*) FROM " + read(file), row -> row.integer(0)).orElse(0L);
        if (rows == 0) {
            throw noRows(spec, spec.transform() == null ? "source" : "transform");
        }
        FileTimes times = time == null || spec.time() == null
                ? null
                : new FileTimes(sandbox, spec.time(), time, file, spec.holidays());
        TimeAxis axis = times == null ? null : times.axis();
        PartitionQuery.Survey survey = findings.survey();
        List<LeakSearch.Leak> leaks = new LeakSearch(sandbox, spec, columns, file, rows, survey.constant()).find();
        List<Column> described = roles(survey.constant(), survey.empty(), leaks);
        Ends ends = Ends.of(this, spec, axis, findings);
        Counted counted = write(findings, ends, new PartitionCatalog(spec, target.name(), axis, described), rejects);
        List<String> warnings = new ArrayList<>(remarks);
        if (times != null) {
            warnings.addAll(times.remarks());
        }
        warnings.addAll(ends.warnings());
        return new ShuffledData(file, rows, described, axis, counted.lastTime(), counted.partitions(),
                snapshotProfile(rejects, leaks, survey, counted.reasons(), warnings), null);
    }

    /**
     * The partitions, and what is told of all of them.
     *
     * @param lastTime of a labelled row of those that passed
     * @param reasons partitions by what the gate said, in the order of the codes
     */
    private record Counted(PartitionFile partitions, @Nullable Long lastTime, Map<String, Integer> reasons) {}

    private Counted write(Findings findings, Ends ends, PartitionCatalog catalog, Rejects rejects) {
        Map<String, Integer> reasons = new TreeMap<>();
        AtomicReference<@Nullable Long> last = new AtomicReference<>();
        PartitionFile.Writer writer = PartitionFile.writer(file.resolveSibling("partitions"));
        try (writer) {
            findings.forEach(found -> {
                PartitionQuery.Found one = ends.counted(found);
                PartitionProfile partition = catalog.profile(one, ends.beyond(found), rejects);
                writer.write(partition);
                if (partition.verdict().code() != null) {
                    reasons.merge(partition.verdict().code(), 1, Integer::sum);
                }
                Long labelled = one.lastLabelledTime();
                if (partition.verdict().passed() && labelled != null) {
                    last.accumulateAndGet(labelled, (a, b) -> a == null || b > a ? b : a);
                }
            });
        }
        return new Counted(writer.written(), last.get(), reasons);
    }

    static ManyModelsException noRows(FamilySpec spec, String where) {
        return ManyModelsException.invalid("no-rows", "The %s gave no rows. Maybe %s".formatted(where,
                where.equals("transform")
                        ? "look at its WHERE and JOIN"
                        : "the delivery is not complete, or look at source.%s".formatted(
                                spec.source() instanceof FamilySpec.Source.Files ? "files" : "jdbc")));
    }

    /** How many rows of a partition lie beyond a time, and how many of them have a target; and the last ones before. */
    record Tail(long rows, long labelled, @Nullable Long end, @Nullable Long labelledEnd) {}

    Tail beyond(PartitionQuery.Found one, long limit) {
        String ordinal = Objects.requireNonNull(time).ordinal();
        return sandbox.first("""
                SELECT count_if(%1$s > %2$d), count_if(%1$s > %2$d AND %3$s IS NOT NULL),
                       max(CASE WHEN %1$s <= %2$d THEN %1$s END),
                       max(CASE WHEN %1$s <= %2$d AND %3$s IS NOT NULL THEN %1$s END)
                FROM %4$s WHERE file_row_number BETWEEN %5$d AND %6$d
                """.formatted(ordinal, limit, target.quoted(), read(file), one.firstRow(),
                one.firstRow() + one.rows() - 1),
                row -> new Tail(row.integer(0), row.integer(1), row.integerOrNull(2), row.integerOrNull(3)))
                .orElseThrow();
    }

    /** Whether a row of the file has a target. */
    boolean isLabelled(long row) {
        return sandbox.first("SELECT count(%s) FROM %s WHERE file_row_number = %d".formatted(target.quoted(),
                read(file), row), found -> found.integer(0)).orElse(0L) > 0;
    }

    static String read(Path file) {
        return "read_parquet(" + literal(file.toString()) + ", file_row_number = true)";
    }

    private List<Column> roles(List<String> constant, List<String> empty, List<LeakSearch.Leak> leaks) {
        List<Column> described = new ArrayList<>();
        for (OutputColumn column : columns) {
            LeakSearch.Leak leak = leaks.stream().filter(l -> l.column().equals(column.name())).findFirst()
                    .orElse(null);
            if (leak != null) {
                described.add(new Column(column.name(), column.type(), ColumnRole.IGNORED, true, leak.advice()));
            } else if (column.declared() != null) {
                described.add(new Column(column.name(), column.type(), column.declared()));
            } else if (empty.contains(column.name())) {
                described.add(new Column(column.name(), column.type(), ColumnRole.IGNORED, false, "has no values"));
            } else {
                described.add(new Column(column.name(), column.type(),
                        constant.contains(column.name()) ? ColumnRole.STATIC : ColumnRole.OBSERVED));
            }
        }
        return described;
    }

    private ObjectNode snapshotProfile(Rejects rejects, List<LeakSearch.Leak> leaks, PartitionQuery.Survey survey,
            Map<String, Integer> reasons, List<String> remarks) {
        ObjectNode profile = JsonNodeFactory.instance.objectNode();
        ArrayNode leakNodes = profile.putArray("leaks");
        leaks.forEach(leak -> leakNodes.addObject().put("column", leak.column()).put("evidence", leak.evidence())
                .put("advice", leak.advice()));
        rejects.describe(profile);
        if (spec.task() == Task.CLASSIFICATION) {
            ArrayNode labels = profile.putArray("labels");
            labels().forEach(labels::add);
        }
        ObjectNode gate = profile.putObject("gate");
        reasons.forEach(gate::put);
        ArrayNode warnings = profile.putArray("warnings");
        rejects.lines().forEach(warnings::add);
        remarks.forEach(warnings::add);
        rejects.byColumn().forEach((column, count) -> warnings.add(
                "[%1$s] has [%2$d] values that are not of its type and count as missing. Maybe correct the source, or columns.types: {%1$s: text}"
                        .formatted(column, count)));
        leaks.forEach(leak -> warnings.add(leak.advice()));
        if (survey.repeatedIds() > 0) {
            warnings.add("columns.id: [%d] rows have an id that another row of their key has. Maybe add a column to %s"
                    .formatted(survey.repeatedIds(), spec.columns().id()));
        }
        survey.varying().forEach((column, varying) -> {
            if (varying > 0) {
                warnings.add("columns.static: [%s] varies within [%d] keys. Maybe leave it to be inferred".formatted(
                        column, varying));
            }
        });
        return profile;
    }

    private List<String> labels() {
        List<String> labels = sandbox
                .query("SELECT DISTINCT %1$s FROM %2$s WHERE %1$s IS NOT NULL ORDER BY 1 LIMIT %3$d"
                        .formatted(identifier(target.name()), read(file), MOST_LABELS + 1), row -> row.requiredText(0));
        if (labels.size() > MOST_LABELS) {
            throw ManyModelsException.invalid("too-many-labels",
                    "target: [%s] has more than [%d] labels. Maybe task: regression".formatted(target.name(),
                            MOST_LABELS));
        }
        return labels;
    }
}
