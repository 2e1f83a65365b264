package io.manymodels.training;

import io.manymodels.family.FamilySpec;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.manymodels.stack.EmbeddedInfrastructure;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StorageConfiguration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * A family of weekly sales as ingestion would have left it: 60 weeks of each store, a price known ahead. Store 0 failed the
 * gate.
 */
final class ToyFamily {

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
                training: {algorithms: [naive, mean, ridge], metric: mae, windows: 2, minimumRows: 20, errorBudget: 2}
                """, """
                CAST(w AS BIGINT) AS week,
                CASE WHEN s IN (%1$s) THEN NULL
                     ELSE CAST(100 + 10 * s + w %% 4 * 5 - 20 * (1 + w %% 3) + CASE WHEN s IN (%2$s) THEN w ELSE 0 END AS DOUBLE)
                END AS units,
                CAST(1 + w %% 3 AS DOUBLE) AS price""", """
                {"name":"week","type":"integer","role":"time","leak":false},
                {"name":"units","type":"double","role":"target","leak":false},
                {"name":"price","type":"double","role":"known","leak":false}""", """
                {"kind":"integer","unit":"week","step":1,"epoch":"2020-01-06","anchor":1}
                """),
        /** Whether a day was good, by its temperature, without time; a ticket and the row's number identify it. */
        DAYS("""
                key: [store]
                target: good
                task: classification
                training: {metric: accuracy, minimumRows: 20, errorBudget: 2}
                """, """
                CASE WHEN w %% 10 > 4 THEN 'yes' ELSE 'no' END AS good, CAST(w %% 10 AS DOUBLE) AS temperature,
                's' || s || '-d' || w AS ticket, CAST(60 * s + w AS BIGINT) AS source_row""", """
                {"name":"good","type":"text","role":"target","leak":false},
                {"name":"temperature","type":"double","role":"observed","leak":false},
                {"name":"ticket","type":"text","role":"id","leak":false},
                {"name":"source_row","type":"integer","role":"id","leak":false}""", null);

        private final String spec;
        private final String select;
        private final String columns;
        private final @Nullable String axis;

        Kind(String spec, String select, String columns, @Nullable String axis) {
            this.spec = spec;
            this.select = select;
            this.columns = columns;
            this.axis = axis;
        }
    }

    static final int WEEKS = 60;

    private final EmbeddedInfrastructure infrastructure;
    private final Path folder;
    private final Kind kind;
    private final String name;
    private final int stores;

    ToyFamily(EmbeddedInfrastructure infrastructure, Path folder, Kind kind, String name, int stores)
            throws SQLException {
        this.infrastructure = infrastructure;
        this.folder = folder;
        this.kind = kind;
        this.name = name;
        this.stores = stores;
        try (Connection catalog = catalog()) {
            insert(catalog, "INSERT INTO catalog.family (name, current_version, created_at) VALUES (?, 1, now())",
                    name);
            insert(catalog, """
                    INSERT INTO catalog.family_version (family, version, spec, created_at)
                    VALUES (?, 1, CAST(? AS jsonb), now())
                    """, name, JsonMapper.shared().writeValueAsString(
                    FamilySpec.read("family: %s\nsource: {files: toy.csv}\n".formatted(name) + kind.spec).orThrow()
                            .toJson()));
        }
    }

    String name() {
        return name;
    }

    /**
     * Writes and catalogues a snapshot.
     *
     * @param changed stores whose rows differ from the other snapshots'
     * @param unlabelled stores whose target is all missing, though the gate passed them
     */
    String snapshot(String id, Set<Integer> changed, Set<Integer> unlabelled) throws Exception {
        String object = "%s/snapshot=%s/part-00000.parquet".formatted(name, id);
        Path file = folder.resolve(name + "-" + id + ".parquet");
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            duck.createStatement().execute("""
                    COPY (SELECT CAST(s AS BIGINT) AS store, %s
                          FROM range(%d) stores(s), range(1, %d) weeks(w) ORDER BY s, w)
                    TO '%s' (FORMAT parquet, COMPRESSION zstd)
                    """.formatted(kind.select.formatted(in(unlabelled), in(changed)), stores, WEEKS + 1, file));
        }
        lake(store -> store.putFile("lake", object, file));
        try (Connection catalog = catalog()) {
            catalogue(catalog, id, object, changed, unlabelled);
        }
        return id;
    }

    /** What the catalogue holds of an ingestion that a cycle began with, once it succeeded. */
    void ingested(UUID cycle, String snapshot) throws SQLException {
        try (Connection catalog = catalog()) {
            insert(catalog, """
                    INSERT INTO catalog.run (id, kind, family, family_version, cycle, state, parameters, submitted_by, result)
                    VALUES (?, 'ingestion', ?, 1, ?, 'succeeded', '{}', 'test', jsonb_build_object('snapshot', ?::text))
                    """, RunId.inCycle(cycle, RunKind.INGESTION), name, cycle, snapshot);
        }
    }

    /** The object storage with ingestion's credential, which alone may write to the lake. */
    private void lake(Consumer<ObjectStore> use) {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources()
                    .addFirst(
                            new MapPropertySource("ingestion", new HashMap<>(infrastructure.properties("ingestion"))));
            context.register(StorageConfiguration.class);
            context.refresh();
            use.accept(context.getBean(ObjectStore.class));
        }
    }

    private void catalogue(Connection catalog, String id, String object, Set<Integer> changed, Set<Integer> unlabelled)
            throws SQLException {
        insert(catalog, """
                INSERT INTO catalog.snapshot (run_id, id, family, family_version, rows, partitions, columns, time_axis, last_time,
                                              profile, sealed_at)
                VALUES (gen_random_uuid(), ?, ?, 1, ?, ?, CAST(? AS jsonb), CAST(? AS jsonb), ?, CAST(? AS jsonb), now())
                """, id, name, (long) stores * WEEKS, stores,
                "[{\"name\":\"store\",\"type\":\"integer\",\"role\":\"key\",\"leak\":false}," + kind.columns + "]",
                kind.axis,
                kind.axis == null ? null : (long) WEEKS,
                kind == Kind.DAYS ? "{\"labels\":[\"no\",\"yes\"]}" : "{}");
        for (int store = 0; store < stores; store++) {
            boolean passed = store != 0;
            insert(catalog, """
                    INSERT INTO catalog.partition (snapshot_id, sequence, key, tags, object, first_row, rows, labelled_rows,
                        from_time, to_time, fingerprint, profile, passed, reason_code, reason_message)
                    VALUES (?, ?, ?, CAST(? AS jsonb), ?, ?, ?, ?, 1, ?, ?, '{}', ?, ?, ?)
                    """, id, store, "{\"store\":%d}".formatted(store),
                    "{\"store\":%d,\"region\":\"r%d\"}".formatted(store,
                            store % 3),
                    object, (long) store * WEEKS, (long) WEEKS,
                    (long) (unlabelled.contains(store) ? 0 : WEEKS),
                    (long) WEEKS, "f" + store + (changed.contains(store) ? id : "") + unlabelled.contains(store),
                    passed,
                    passed ? null : "target-constant", passed ? null : "The target is [1] in every row");
        }
    }

    Connection catalog() throws SQLException {
        var login = infrastructure.database("ingestion");
        return DriverManager.getConnection(login.url(), login.username(), login.password());
    }

    private static String in(Set<Integer> stores) {
        return stores.isEmpty() ? "-1" : stores.toString().replaceAll("[\\[\\] ]", "");
    }

    private static void insert(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
