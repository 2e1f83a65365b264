package io.manymodels.training;

import io.manymodels.family.TimeStep;
import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.TimeAxis;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A family of weekly sales as ingestion would have left it: 60 weeks of each store, a price known ahead. Store 0 failed the
 * gate.
 */
final class ToyFamily {

    private static final Column STORE = new Column("store", ColumnType.INTEGER, ColumnRole.KEY);

    /** What the stores' rows are. */
    enum Kind {
        /** Units a week, by price. */
        UNITS("""
                key: [store]
                time: {column: week, unit: week, epoch: 2020-01-06}
                target: units
                task: forecast
                columns: {known: [price]}
                forecast: {gap: 0, horizon: 2}
                training: {algorithms: {algorithms}, metric: mae, windows: 2, minimumRows: 20, errorBudget: 2}
                """, """
                CAST(w AS BIGINT) AS week,
                CASE WHEN s IN (%1$s) OR s IN (%3$s) AND w <= 52 THEN NULL
                     ELSE CAST(100 + 10 * s + w %% 4 * 5 - 20 * (1 + w %% 3) + CASE WHEN s IN (%2$s) THEN w ELSE 0 END AS DOUBLE)
                END AS units,
                CAST(1 + w %% 3 AS DOUBLE) AS price""",
                List.of(STORE, new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
                        new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
                        new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN)),
                new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, LocalDate.of(2020, 1, 6), 1)),
        /** Whether a day was good, by its temperature, without time; a ticket and the row's number identify it. */
        DAYS("""
                key: [store]
                target: good
                task: classification
                training: {algorithms: {algorithms}, metric: accuracy, minimumRows: 20, errorBudget: 2}
                """, """
                CASE WHEN w %% 10 > 4 THEN 'yes' ELSE 'no' END AS good, CAST(w %% 10 AS DOUBLE) AS temperature,
                's' || s || '-d' || w AS ticket, CAST(60 * s + w AS BIGINT) AS source_row""",
                List.of(STORE, new Column("good", ColumnType.TEXT, ColumnRole.TARGET),
                        new Column("temperature", ColumnType.DOUBLE, ColumnRole.OBSERVED),
                        new Column("ticket", ColumnType.TEXT, ColumnRole.ID),
                        new Column("source_row", ColumnType.INTEGER, ColumnRole.ID)),
                null);

        private final String spec;
        private final String select;
        @SuppressWarnings("ImmutableEnumChecker") // List.of
        private final List<Column> columns;
        @SuppressWarnings("ImmutableEnumChecker") // A record of values.
        private final @Nullable TimeAxis axis;

        Kind(String spec, String select, List<Column> columns, @Nullable TimeAxis axis) {
            this.spec = spec;
            this.select = select;
            this.columns = columns;
            this.axis = axis;
        }
    }

    static final int WEEKS = 60;

    private final RunningService service;
    private final CatalogFamily family;
    private final Kind kind;
    private final int stores;

    ToyFamily(RunningService service, Kind kind, String name, int stores) {
        this(service, kind, name, stores, kind == Kind.UNITS ? "[naive, mean, ridge]" : "auto");
    }

    /** @param algorithms as a spec names them */
    ToyFamily(RunningService service, Kind kind, String name, int stores, String algorithms) {
        this(service, kind, name, stores, algorithms, spec -> spec);
    }

    /** @param changed what becomes of the usual spec */
    ToyFamily(RunningService service, Kind kind, String name, int stores, String algorithms,
            UnaryOperator<String> changed) {
        this.service = service;
        this.family = new CatalogFamily(service, changed.apply("family: %s\nsource: {files: toy.csv}\n".formatted(name)
                + kind.spec.replace("{algorithms}", algorithms)));
        this.kind = kind;
        this.stores = stores;
    }

    String name() {
        return family.name();
    }

    /**
     * Writes and catalogues a snapshot.
     *
     * @param changed stores whose rows differ from the other snapshots'
     * @param unlabelled stores whose target is all missing, though the gate passed them
     */
    String snapshot(String id, Set<Integer> changed, Set<Integer> unlabelled) throws Exception {
        return snapshot(id, changed, unlabelled, Set.of());
    }

    /** @param late stores that have no target up to week 52 */
    String snapshot(String id, Set<Integer> changed, Set<Integer> unlabelled, Set<Integer> late) throws Exception {
        String object = "%s/snapshot=%s/part-00000.parquet".formatted(name(), id);
        service.store("ingestion", "lake", object, parquet(changed, unlabelled, late));
        family.seal(new CatalogFamily.Snapshot(id, object, kind.columns, kind.axis,
                kind.axis == null ? null : (long) WEEKS, kind == Kind.DAYS ? "{\"labels\":[\"no\",\"yes\"]}" : "{}",
                IntStream.range(0, stores).mapToObj(store -> partition(id, store, changed, unlabelled)).toList()));
        return id;
    }

    private byte[] parquet(Set<Integer> changed, Set<Integer> unlabelled, Set<Integer> late) throws Exception {
        Path file = Files.createTempFile("lake-", ".parquet");
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("""
                    COPY (SELECT CAST(s AS BIGINT) AS store, %s
                          FROM range(%d) stores(s), range(1, %d) weeks(w) ORDER BY s, w)
                    TO '%s' (FORMAT parquet, COMPRESSION zstd)
                    """.formatted(kind.select.formatted(in(unlabelled), in(changed), in(late)), stores, WEEKS + 1,
                    file));
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static CatalogFamily.Partition partition(String id, int store, Set<Integer> changed,
            Set<Integer> unlabelled) {
        return new CatalogFamily.Partition("{\"store\":%d}".formatted(store),
                "{\"store\":%d,\"region\":\"r%d\"}".formatted(store, store % 3), WEEKS,
                unlabelled.contains(store) ? 0 : WEEKS,
                "f" + store + (changed.contains(store) ? id : "") + unlabelled.contains(store), "{}",
                store == 0 ? "target-constant" : null);
    }

    /** What the catalogue holds of an ingestion that a cycle began with, once it succeeded. */
    void ingested(UUID cycle, String snapshot) {
        service.database("ingestion").sql("""
                INSERT INTO catalog.run (id, kind, family, family_version, cycle, state, parameters, submitted_by, result)
                VALUES (?, 'ingestion', ?, 1, ?, 'succeeded', '{}', 'test', jsonb_build_object('snapshot', ?::text))
                """).params(RunId.inCycle(cycle, RunKind.INGESTION), name(), cycle, snapshot).update();
    }

    private static String in(Set<Integer> stores) {
        return stores.isEmpty() ? "-1" : stores.toString().replaceAll("[\\[\\] ]", "");
    }
}
