package io.manymodels.scoring;

import io.manymodels.artefact.ByteRange;
import io.manymodels.artefact.PackWriter;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import io.manymodels.rows.TimeAxis;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.parquet.ParquetWriter;
import io.manymodels.stack.EmbeddedInfrastructure;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * A family of weekly sales as ingestion and promotion would have left it: 20 weeks of each of 14 stores, then two weeks
 * without units, for which even stores have a price. A model answers 100 x store + 10 x price. Stores 0 to 8 have their own
 * model, 9 an earlier one, 10 that of its group; 11 came after the release and has a group, 12 has a corrupt artefact, and
 * 13 came after the release and has no group either.
 */
final class ToyRelease {

    static final int STORES = 14;
    static final int WEEKS = 20;
    static final int ROWS = WEEKS + 2;

    private static final String SPEC = """
            family: {family}
            source: {files: toy.csv}
            key: [region, store]
            group: [region]
            time: {column: week, unit: week, epoch: 2020-01-06}
            target: units
            task: forecast
            columns: {known: [price]}
            forecast: {gap: 0, horizon: 2}
            training: {algorithms: [naive, ridge], metric: mae, windows: 2, errorBudget: 3}
            scoring: {rows: horizon, intervals: [80]}
            """;
    private static final List<Column> COLUMNS = List.of(new Column("region", ColumnType.TEXT, ColumnRole.KEY),
            new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN));
    private static final TimeAxis AXIS = new TimeAxis(TimeAxis.Kind.INTEGER, io.manymodels.family.TimeStep.WEEK, 1,
            null, 1);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final EmbeddedInfrastructure infrastructure;
    private final String family;
    private final JdbcClient catalog;
    private final JdbcClient production;

    ToyRelease(EmbeddedInfrastructure infrastructure, String family) {
        this.infrastructure = infrastructure;
        this.family = family;
        this.catalog = connected("ingestion");
        this.production = connected("promotion");
    }

    /** On one connection, because the rows of a release are many. */
    private JdbcClient connected(String role) {
        var login = infrastructure.database(role);
        return JdbcClient.create(new SingleConnectionDataSource(login.url(), login.username(), login.password(), true));
    }

    static DataSource dataSource(EmbeddedInfrastructure infrastructure, String role) {
        var login = role.equals("reader") ? infrastructure.reader() : infrastructure.database(role);
        return new DriverManagerDataSource(login.url(), login.username(), login.password());
    }

    /** The tables of the services around this one, by their own migrations. */
    static void migrate(EmbeddedInfrastructure infrastructure) {
        for (Map.Entry<String, String> owner : Map.of("ingestion", "catalog", "training", "training", "promotion",
                "production").entrySet()) {
            Flyway.configure().dataSource(dataSource(infrastructure, owner.getKey())).schemas(owner.getValue())
                    .createSchemas(false).locations("classpath:db/migration/work",
                            "filesystem:../%1$s-service/src/main/resources/db/migration/%1$s".formatted(owner.getKey()))
                    .load().migrate();
        }
    }

    static String key(int store) {
        return "{\"region\":\"%s\",\"store\":%d}".formatted(region(store), store);
    }

    private static String region(int store) {
        return store == 13 ? "nowhere" : "north";
    }

    /** Writes and seals a snapshot of this id. */
    void snapshot(String id) throws Exception {
        String spec = JSON.writeValueAsString(FamilySpec.read(SPEC.replace("{family}", family)).orThrow().toJson());
        catalog.sql("INSERT INTO family (name, current_version) VALUES (?, 1)").param(family).update();
        catalog.sql("INSERT INTO family_version (family, version, spec) VALUES (?, 1, ?::jsonb)").params(family, spec)
                .update();
        String object = "%s/snapshot=%s/part-00000.parquet".formatted(family, id);
        put("ingestion", "lake", object, parquet());
        catalog.sql("""
                INSERT INTO snapshot (id, family, family_version, run_id, rows, partitions, columns, time_axis, last_time,
                                      profile, sealed_at)
                VALUES (?, ?, 1, ?, ?, ?, ?::jsonb, ?::jsonb, ?, '{}', now())
                """).params(id, family, UUID.randomUUID(), STORES * ROWS, STORES,
                JSON.writeValueAsString(Column.toJson(COLUMNS)), JSON.writeValueAsString(AXIS.toJson()), WEEKS)
                .update();
        for (int store = 0; store < STORES; store++) {
            catalog.sql("""
                    INSERT INTO partition (snapshot_id, sequence, key, tags, object, first_row, rows, labelled_rows,
                                           from_time, to_time, fingerprint, profile, passed)
                    VALUES (?, ?, ?, ?::jsonb, ?, ?, ?, ?, 1, ?, ?, '{}', true)
                    """).params(id, store, key(store), key(store), object, store * ROWS, ROWS, WEEKS, ROWS, "f" + store)
                    .update();
        }
    }

    private static byte[] parquet() throws Exception {
        ColumnVector region = new ColumnVector("region", ColumnKind.TEXT);
        ColumnVector store = new ColumnVector("store", ColumnKind.INTEGER);
        ColumnVector week = new ColumnVector("week", ColumnKind.INTEGER);
        ColumnVector units = new ColumnVector("units", ColumnKind.DOUBLE);
        ColumnVector price = new ColumnVector("price", ColumnKind.DOUBLE);
        for (int s = 0; s < STORES; s++) {
            for (int w = 1; w <= ROWS; w++) {
                region.addText(region(s));
                store.addLong(s);
                week.addLong(w);
                units.addDouble(w > WEEKS ? Double.NaN : s + w);
                price.addDouble(w > WEEKS && s % 2 == 1 ? Double.NaN : price(w));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParquetWriter.write(List.of(region, store, week, units, price), bytes);
        return bytes.toByteArray();
    }

    static double price(int week) {
        return 1 + week / 8.0;
    }

    /** Publishes a release of the snapshot. */
    void release(int number, String snapshot) throws Exception {
        release(number, snapshot, UUID.randomUUID());
    }

    /** Publishes a release that a promotion run made. */
    void release(int number, String snapshot, UUID run) throws Exception {
        release(number, snapshot, run, 12, 1);
    }

    /**
     * Publishes a release.
     *
     * @param corrupt the store whose artefact has another SHA-256 than is registered; -1 for none
     * @param stored share of the pack's bytes that are there
     */
    void release(int number, String snapshot, UUID run, int corrupt, double stored) throws Exception {
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        PackWriter writer = new PackWriter(pack);
        ByteRange header = writer
                .append(ModelCodec.encode(new ModelHeader(family, Task.FORECAST, new RowSchema(COLUMNS),
                        AXIS, 0, 2, List.of(80), Map.of())));
        String object = "%s/release=%d-%s/part-00000.pack".formatted(family, number, run);
        long release = production.sql("""
                INSERT INTO promotion (run_id, family, family_version, training_run, snapshot_id, dry_run, manual, submitted_by)
                VALUES (?, ?, 1, ?, ?, false, false, 'test') RETURNING release_id
                """).params(run, family, run, snapshot).query(Long.class).single();
        for (int store = 0; store < 13; store++) {
            if (store == 11) {
                continue;
            }
            boolean group = store == 10;
            ByteRange body = writer.append(ModelCodec.encode(body(group ? 5000 : 100.0 * store)));
            long version = production.sql("""
                    INSERT INTO model_version (family, scope, scope_key, version, source_version, source_run, algorithm,
                        tags, metrics, provenance, object, header_offset, header_length, header_sha256, body_offset,
                        body_length, body_sha256, created_by)
                    VALUES (?, ?, ?, ?, ?, ?, 'ridge', ?::jsonb, '{"rows":20,"mae":1.5}',
                            '{"variant":"ridge/trend","candidates":{"naive":2.5,"ridge/trend":1.25}}', ?, ?, ?, ?, ?, ?, ?,
                            'test') RETURNING id
                    """).params(family, group ? "group" : "own", group ? "{\"region\":\"north\"}" : key(store), number,
                    number * 100 + store, run, key(store), object, header.offset(), header.length(), header.sha256(),
                    body.offset(), body.length(), store == corrupt ? "0".repeat(64) : body.sha256())
                    .query(Long.class).single();
            String rung = store == 9 ? "previous" : group ? "group" : "own";
            production.sql("""
                    INSERT INTO release_entry (release_id, key, tags, model_version_id, rung) VALUES (?, ?, ?::jsonb, ?, ?)
                    """).params(release, key(store), key(store), version, rung).update();
        }
        put("promotion", "production", object, Arrays.copyOf(pack.toByteArray(), (int) (pack.size() * stored)));
        production.sql("""
                INSERT INTO release (id, family, number, run_id, training_run, snapshot_id, family_version, created_by)
                VALUES (?, ?, ?, ?, ?, ?, 1, 'test')
                """).params(release, family, number, run, run, snapshot).update();
        production.sql("""
                INSERT INTO current_release (family, release_id, number) VALUES (?, ?, ?)
                ON CONFLICT (family) DO UPDATE SET release_id = excluded.release_id, number = excluded.number
                """).params(family, release, number).update();
    }

    /** Points readers to an earlier release, as promotion does. */
    void rollBack(int number) {
        production.sql("""
                UPDATE current_release SET number = r.number, release_id = r.id FROM release r
                WHERE current_release.family = ? AND r.family = current_release.family AND r.number = ?
                """).params(family, number).update();
    }

    private static ModelBody body(double intercept) {
        return new ModelBody("ridge", null,
                new Scorer.Rows(new FeatureRecipe(List.of(new FeatureTerm.Value(4, FeatureTerm.Scale.RAW))),
                        History.NONE,
                        new Kernel.Linear(1, new double[] {intercept}, new double[] {10}, new double[] {0})),
                List.of(), Link.IDENTITY, ResidualQuantiles.pooled(new double[] {-3}, new double[] {4}),
                new Substitutes(List.of(new Substitutes.Substitute(4, 2.5, null, true))));
    }

    private void put(String user, String bucket, String object, byte[] bytes) throws Exception {
        var key = infrastructure.storageKey(user);
        MinioClient.builder().endpoint(infrastructure.storageEndpoint()).region("us-east-1")
                .credentials(key.accessKey(), key.secretKey()).build()
                .putObject(PutObjectArgs.builder().bucket(bucket).object(object).data(bytes, bytes.length).build());
    }
}
