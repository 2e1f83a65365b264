package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;
import static io.manymodels.ingestion.sandbox.SqlText.literal;

import io.manymodels.digest.Sha256;
import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.column.ColumnPlan;
import io.manymodels.ingestion.column.Hints;
import io.manymodels.ingestion.column.OutputColumn;
import io.manymodels.ingestion.column.Relation;
import io.manymodels.ingestion.column.SourceRows;
import io.manymodels.ingestion.plain.PlainColumn;
import io.manymodels.ingestion.plain.PlainCsv;
import io.manymodels.ingestion.reading.EarlierReading;
import io.manymodels.ingestion.reading.EarlierReadings;
import io.manymodels.ingestion.reading.ReadingPlan;
import io.manymodels.ingestion.sandbox.FolderTree;
import io.manymodels.ingestion.sandbox.GivenNames;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.sandbox.SandboxFailure;
import io.manymodels.ingestion.sandbox.SandboxLimits;
import io.manymodels.ingestion.sandbox.SelectGate;
import io.manymodels.ingestion.source.CreatedTable;
import io.manymodels.ingestion.source.SourceHints;
import io.manymodels.ingestion.source.SourceObject;
import io.manymodels.ingestion.source.SourceSample;
import io.manymodels.ingestion.source.SourceTable;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The shuffle by DuckDB on this machine: sorts with spilling under a memory limit. Thread-safe. */
public final class DuckDbShuffle implements Shuffle {

    private static final String PREPARED = "prepared_rows";
    private static final String FILE = "part-00000.parquet";
    private static final int ROW_GROUP = 65_536;
    /** What is read to look at a source: enough for a type, little enough for a person who waits. */
    private static final long SAMPLE_BYTES = 8_000_000;
    private static final long SAMPLE_ROWS = 150_000;
    private static final Duration SAMPLE_TIMEOUT = Duration.ofSeconds(30);

    private final Sources sources;
    private final SandboxLimits limits;
    private final Duration timeout;

    public DuckDbShuffle(Sources sources, SandboxLimits limits, Duration timeout) {
        this.sources = sources;
        this.limits = limits;
        this.timeout = timeout;
    }

    @Override
    public ShuffledData shuffle(FamilySpec spec, List<Column> earlier, EarlierReadings readings, Path folder,
            BooleanSupplier cancelled) {
        ReadingPlan plan = ReadingPlan.of(spec, sources.objects(spec.source()), readings.latest());
        String because = null;
        EarlierReading base = plan.base();
        if (base != null) {
            Path aside = folder.resolve("merging");
            try {
                return merged(spec, earlier, plan, base, readings, Files.createDirectory(aside), cancelled);
            } catch (ManyModelsException e) {
                if (SandboxFailure.STOPPED.is(e)) {
                    throw e;
                }
                because = "%s. Snapshot [%s] was not taken from".formatted(e.getMessage(), base.snapshot());
                FolderTree.remove(aside);
            } catch (IOException e) {
                throw new UncheckedIOException("Folder [%s] cannot be made".formatted(aside), e);
            }
        }
        String instead = because;
        return sorted(spec, earlier, sources.find(spec.source(), folder, plan.objects(), _ -> true), folder, timeout,
                cancelled, (sandbox, prepared, data) -> data.with(plan.all(reading(sandbox, prepared), instead)));
    }

    /**
     * The rows of an earlier snapshot and those of the objects that it did not have. How files are read is decided as ever, by the
     * beginning of them all; only where that is how the earlier ones were read, their rows are taken. Throws where it is not.
     */
    private ShuffledData merged(FamilySpec spec, List<Column> earlier, ReadingPlan plan, EarlierReading base,
            EarlierReadings readings, Path folder, BooleanSupplier cancelled) {
        List<SourceObject> beginning = plan.beginning();
        Set<SourceObject> added = new HashSet<>(plan.added());
        Set<SourceObject> wanted = new HashSet<>(added);
        wanted.addAll(beginning);
        List<SourceObject> looked = plan.objects().stream().filter(wanted::contains).toList();
        List<SourceTable> tables = sources.find(spec.source(), folder, plan.objects(), wanted::contains);
        Path rows = folder.resolve("earlier.parquet");
        readings.fetch(base.snapshot(), rows);
        try (Sandbox sandbox = Sandbox.open(folder, inputs(tables), limits)) {
            sandbox.watch(timeout, cancelled);
            Prepared prepared = prepare(sandbox, spec, earlier, tables, true);
            Function<List<Path>, String> read = prepared.tables().getFirst().rows();
            if (read == null || !base.columns().equals(reading(sandbox, prepared))) {
                throw notTaken("The files are read otherwise than they were");
            }
            List<Path> inputs = tables.getFirst().inputs();
            if (beginning.size() < plan.objects().size() && sandbox.first(
                    "SELECT count(*) FROM (SELECT 1 FROM (%s) LIMIT %d)"
                            .formatted(read.apply(inputs.subList(0, beginning.size())), SourceTable.BEGINNING_ROWS),
                    row -> row.integer(0)).orElse(0L) < SourceTable.BEGINNING_ROWS) {
                throw notTaken("The first files have too few rows to tell how all are read");
            }
            List<Path> further = IntStream.range(0, looked.size()).filter(i -> added.contains(looked.get(i)))
                    .mapToObj(inputs::get).toList();
            Path file = folder.resolve(FILE);
            String select = further.isEmpty()
                    ? rows(prepared.columns()) + " LIMIT 0"
                    : "SELECT %s FROM (%s)".formatted(expressions(prepared.columns()), read.apply(further));
            copy(sandbox, new MergedRows(sandbox, prepared.columns(), prepared.order(), rows).with(select), file);
            List<String> remarks = new ArrayList<>(prepared.remarks());
            remarks.addAll(prepared.tables().getFirst().remarks());
            return new SortedFile(sandbox, spec, prepared.columns(), file).profile(
                    findings(sandbox, spec, prepared.inOrder(true), file), Rejects.none(), remarks)
                    .with(plan.some(base));
        }
    }

    private static ManyModelsException notTaken(String why) {
        return ManyModelsException.invalid("read-anew", why);
    }

    /** What a file's rows depend on beside the file; null where they depend on other files. */
    private static @Nullable String reading(Sandbox sandbox, Prepared prepared) {
        CreatedTable table = prepared.tables().getFirst();
        Function<List<Path>, String> rows = table.rows();
        if (prepared.tables().size() > 1 || rows == null) {
            return null;
        }
        String version = sandbox.first("SELECT version()", row -> row.requiredText(0)).orElse("");
        return Sha256.hex(String.join("\n", version, rows.apply(List.of()), table.remarks().toString(),
                sandbox.columns(Sources.SOURCE).toString(), prepared.columns().toString(),
                prepared.remarks().toString()));
    }

    private static Set<Path> inputs(List<SourceTable> tables) {
        return tables.stream().flatMap(table -> table.inputs().stream()).collect(Collectors.toSet());
    }

    @Override
    public SampledData sample(FamilySpec spec, List<Column> earlier, Path folder) {
        SourceSample sample = sources.sample(spec.source(), folder, SAMPLE_BYTES, SAMPLE_ROWS);
        return sorted(spec, earlier, sample.tables(), folder, SAMPLE_TIMEOUT, () -> false,
                (sandbox, _, data) -> new SampledData(data, SampledRows.first(sandbox, data),
                        SampledRows.share(sandbox, sample, data.rows())));
    }

    private <T> T sorted(FamilySpec spec, List<Column> earlier, List<SourceTable> tables, Path folder, Duration most,
            BooleanSupplier cancelled, Result<T> then) {
        try (Sandbox sandbox = Sandbox.open(folder, inputs(tables), limits)) {
            sandbox.watch(most, cancelled);
            Path file = folder.resolve(FILE);
            Prepared prepared;
            try {
                prepared = prepare(sandbox, spec, earlier, tables, true);
                if (!writePlain(sandbox, spec, prepared, file)) {
                    write(sandbox, prepared, file);
                }
            } catch (ManyModelsException e) {
                if (tables.stream().noneMatch(SourceTable::mayBeInexact) || !SandboxFailure.REFUSED.is(e)) {
                    throw failed(spec, tables, e);
                }
                // Some value is not of the type of the sampled ones. Look at all of them, and let the bad ones be missing.
                try {
                    prepared = prepare(sandbox, spec, earlier, tables, false);
                    write(sandbox, prepared, file);
                } catch (ManyModelsException again) {
                    throw failed(spec, tables, again);
                }
            }
            Rejects rejects = Rejects.count(sandbox, spec, prepared.select(), prepared.tables());
            List<String> remarks = new ArrayList<>(prepared.remarks());
            prepared.tables().forEach(table -> remarks.addAll(table.remarks()));
            return then.of(sandbox, prepared,
                    new SortedFile(sandbox, spec, prepared.columns(), file).profile(
                            findings(sandbox, spec, prepared, file), rejects, remarks));
        }
    }

    /**
     * The relation that is about to be sorted, as a view.
     *
     * @param inOrder whether its rows seem to come in order, and are not sorted before somebody has looked
     */
    private record Prepared(List<CreatedTable> tables, SelectGate.Select select, List<OutputColumn> columns,
            RowOrder order, boolean inOrder, List<String> remarks) {

        Prepared inOrder(boolean inOrder) {
            return new Prepared(tables, select, columns, order, inOrder, remarks);
        }
    }

    /** What is made of a sorted file while its database is open. */
    @FunctionalInterface
    private interface Result<T> {
        T of(Sandbox sandbox, Prepared prepared, ShuffledData data);
    }

    private static Prepared prepare(Sandbox sandbox, FamilySpec spec, List<Column> earlier,
            List<SourceTable> tables, boolean strict) {
        Set<String> names = tables.stream().map(SourceTable::name).collect(Collectors.toSet());
        SelectGate.Select select = SelectGate.check(sandbox,
                spec.transform() == null ? SourceRows.select(spec, tables.getFirst()) : spec.transform(), names);
        SourceHints hints = Hints.of(spec, select, earlier);
        List<CreatedTable> created = new ArrayList<>();
        for (SourceTable table : tables) {
            if (strict || table.mayBeInexact()) {
                created.add(table.create(sandbox, hints, strict));
            }
        }
        try {
            // The line breaks keep a comment at the end from hiding what follows.
            sandbox.execute("CREATE OR REPLACE VIEW %s AS (\n%s\n)".formatted(identifier(PREPARED), select.sql()));
        } catch (ManyModelsException e) {
            throw new Relation(sandbox, Sources.SOURCE).isBlank()
                    ? SortedFile.noRows(spec, "source")
                    : failed(spec, tables, e);
        }
        Relation relation = new Relation(sandbox, PREPARED);
        try {
            ColumnPlan.Planned planned = ColumnPlan.of(spec, relation);
            List<String> remarks = new ArrayList<>(renamed(sandbox, select));
            remarks.addAll(planned.remarks());
            RowOrder order = new RowOrder(spec, planned.columns());
            // To look at the beginning of what a transform gives may take as long as all of it, and at one of many files tells little.
            boolean inOrder = strict && spec.transform() == null && !tables.getFirst().isOfSeveralFiles()
                    && order.isLikely(sandbox, rows(planned.columns()));
            return new Prepared(created, select, planned.columns(), order, inOrder, remarks);
        } catch (ManyModelsException e) {
            if (!e.code().equals(ColumnPlan.UNFIT) || !new Relation(sandbox, Sources.SOURCE).isBlank()) {
                throw e;
            }
            // Columns without any row have no types to judge.
            throw SortedFile.noRows(spec, "source");
        }
    }

    /** Columns that a view of the select calls otherwise, because it has two of one name. */
    private static List<String> renamed(Sandbox sandbox, SelectGate.Select select) {
        List<String> called = names(sandbox.columns(PREPARED));
        if (called.stream().noneMatch(name -> GivenNames.isNumbered(name, called))) {
            return List.of();
        }
        List<String> selected = names(sandbox.describe("(\n" + select.sql() + "\n)"));
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < called.size(); i++) {
            String name = selected.get(i);
            if (!called.get(i).equals(name)) {
                remarks.add(
                        "[%s] is what the column [%s] of the transform is called here, because another one has that name. Maybe rename it by AS, or leave it out"
                                .formatted(called.get(i), name));
            }
        }
        return remarks;
    }

    private static List<String> names(List<SandboxColumn> columns) {
        return columns.stream().map(SandboxColumn::name).toList();
    }

    private static void write(Sandbox sandbox, Prepared prepared, Path file) {
        String order = prepared.inOrder() ? "" : " ORDER BY " + prepared.order().by();
        copy(sandbox, "SELECT * FROM (" + rows(prepared.columns()) + ")" + order, file);
    }

    /** Writes what DuckDB need not read; false where it has to. */
    private boolean writePlain(Sandbox sandbox, FamilySpec spec, Prepared prepared, Path file) {
        PlainCsv plain = plain(spec, prepared);
        if (plain == null) {
            return false;
        }
        Path came = prepared.inOrder() ? file : file.resolveSibling("came.parquet");
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicBoolean written = new AtomicBoolean();
        List<String> order = prepared.columns().stream().map(OutputColumn::name).toList();
        sandbox.interruptible(() -> written.set(plain.write(order, came, limits.threads(), stopped::get)),
                () -> stopped.set(true));
        if (written.get() && !prepared.inOrder()) {
            copySorted(sandbox, prepared.order(), came, file);
            FolderTree.remove(came);
        }
        return written.get();
    }

    private static @Nullable PlainCsv plain(FamilySpec spec, Prepared prepared) {
        PlainCsv plain = prepared.tables().getFirst().plain();
        if (plain == null || spec.transform() != null) {
            return null;
        }
        Map<String, ColumnType> types = plain.columns().stream()
                .collect(Collectors.toMap(PlainColumn::name, PlainColumn::type));
        return prepared.columns().stream()
                .allMatch(column -> column.isAsItComes() && column.type() == types.get(column.name())) ? plain : null;
    }

    private static void copySorted(Sandbox sandbox, RowOrder order, Path from, Path to) {
        copy(sandbox, "SELECT * FROM read_parquet(%s) ORDER BY %s".formatted(literal(from.toString()), order.by()),
                to);
    }

    /** SQL for the rows of the file, in the order of the relation. */
    private static String rows(List<OutputColumn> columns) {
        return "SELECT %s FROM %s".formatted(expressions(columns), identifier(PREPARED));
    }

    private static String expressions(List<OutputColumn> columns) {
        return columns.stream().map(column -> column.expression() + " AS " + column.quoted())
                .collect(Collectors.joining(", "));
    }

    private static void copy(Sandbox sandbox, String select, Path file) {
        sandbox.execute("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d)".formatted(select,
                literal(file.toString()), ROW_GROUP));
    }

    /** Looks at the partitions of the file, and sorts it before if its rows were taken for sorted and are not. */
    private static Findings findings(Sandbox sandbox, FamilySpec spec, Prepared prepared, Path file) {
        if (prepared.inOrder()) {
            Findings findings = new Findings(sandbox, PartitionQuery.checking(spec, prepared.columns(), file,
                    ColumnFacts.of(sandbox, file), prepared.order()));
            if (findings.areInOrder()) {
                return findings;
            }
            Path sorted = file.resolveSibling("sorted.parquet");
            copySorted(sandbox, prepared.order(), file, sorted);
            try {
                Files.move(sorted, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException("The sorted rows cannot take the place of those that were not", e);
            }
        }
        return new Findings(sandbox, new PartitionQuery(spec, prepared.columns(), file,
                ColumnFacts.of(sandbox, file)));
    }

    /** What a row says, without what names it. */
    static List<OutputColumn> content(List<OutputColumn> columns) {
        return columns.stream().filter(column -> !column.is(ColumnRole.ID)).toList();
    }

    /** SQL for a 64-bit hash of a whole row. */
    static String rowHash(List<OutputColumn> columns, String salt) {
        return columns.stream().map(OutputColumn::quoted)
                .collect(Collectors.joining(", ", "hash(" + literal(salt) + ", ", ")"));
    }

    /** Names whose SQL it was that the sandbox refused. */
    private static ManyModelsException failed(FamilySpec spec, List<SourceTable> tables, ManyModelsException e) {
        if (SandboxFailure.DISK.is(e)) {
            return tables.stream().filter(
                    table -> table.inputs().stream().anyMatch(input -> e.getMessage().contains(input.toString())))
                    .findFirst().map(table -> table.unreadable(e)).orElse(e);
        }
        if (!SandboxFailure.REFUSED.is(e)) {
            return e;
        }
        String where = spec.transform() == null ? "source" : "transform";
        return new ManyModelsException(ManyModelsException.Kind.INVALID, where + "-failed",
                "%s: %s. Maybe try the SQL in DuckDB, or CAST or TRY_CAST the value".formatted(where, e.getMessage()),
                e);
    }

    /** The columns with a role. */
    static List<OutputColumn> withRole(List<OutputColumn> columns, ColumnRole role) {
        return columns.stream().filter(column -> column.is(role)).toList();
    }
}
