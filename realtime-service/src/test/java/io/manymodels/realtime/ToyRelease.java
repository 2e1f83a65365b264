package io.manymodels.realtime;

import io.manymodels.artefact.ByteRange;
import io.manymodels.artefact.PackWriter;
import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A family of weekly sales as ingestion and promotion would have left it, rows aside. A model answers 100 x store + 10 x
 * price + the release's number; without a price it takes 2.5. Store 9 has the model of an earlier release, store 10 that of
 * its group, which begins at 5000; the family's model begins at 7000, its baseline at 9000.
 */
final class ToyRelease {

    static final int STORES = 200;
    static final int WEEKS = ToyFamily.WEEKS;
    static final int ROWS = WEEKS + 2;

    private static final FeatureTerm PRICE = new FeatureTerm.Value(4, FeatureTerm.Scale.RAW);

    private final Map<Integer, Kernel> kernels = new HashMap<>();
    private final RunningService service;
    private final String family;
    private final CatalogFamily catalog;
    private final JdbcClient production;
    private final Map<Integer, Pack> packs = new HashMap<>();

    private record Pack(String object, byte[] bytes) {}

    ToyRelease(RunningService service, String family) {
        this.service = service;
        this.family = family;
        this.catalog = new CatalogFamily(service, ToyFamily.SPEC.replace("{family}", family));
        this.production = service.writer("promotion");
    }

    static String key(int store) {
        return "{\"region\":\"%s\",\"store\":%d}".formatted(region(store), store);
    }

    private static String region(int store) {
        return store % 2 == 0 ? "north" : "south";
    }

    /** Seals a snapshot of this id. */
    void snapshot(String id) {
        String object = "%s/snapshot=%s/part-00000.parquet".formatted(family, id);
        catalog.seal(new CatalogFamily.Snapshot(id, object, ToyFamily.COLUMNS, ToyFamily.AXIS, (long) WEEKS, "{}",
                IntStream.range(0, STORES).mapToObj(store -> new CatalogFamily.Partition(key(store), key(store), ROWS,
                        WEEKS, "f" + store, "{\"last\":{\"price\":7.5,\"units\":1}}", null)).toList()));
    }

    static double price(int week) {
        return 1 + week / 8.0;
    }

    /**
     * Publishes a release of the snapshot.
     *
     * @param corrupt the store whose artefact is not what the registry says; -1 for none
     */
    void release(int number, String snapshot, int corrupt) throws Exception {
        UUID run = UUID.randomUUID();
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        PackWriter writer = new PackWriter(pack);
        ByteRange header = writer
                .append(ModelCodec.encode(new ModelHeader(family, Task.FORECAST, new RowSchema(ToyFamily.COLUMNS),
                        ToyFamily.AXIS, 0, 2, List.of(80), Map.of())));
        String object = "%s/release=%d-%s/part-00000.pack".formatted(family, number, run);
        long release = production.sql("""
                INSERT INTO promotion (run_id, family, family_version, training_run, snapshot_id, dry_run, manual, submitted_by)
                VALUES (?, ?, 1, ?, ?, false, false, 'test') RETURNING release_id
                """).params(run, family, run, snapshot).query(Long.class).single();
        long groupVersion = -1;
        for (int store = 0; store < STORES; store++) {
            boolean group = store == 10;
            Kernel given = kernels.get(store);
            ByteRange body = writer.append(ModelCodec.encode(given == null
                    ? body(number + (group ? 5000 : 100.0 * store))
                    : body(given, List.of(PRICE, PRICE, PRICE, PRICE))));
            long version = production.sql("""
                    INSERT INTO model_version (family, scope, scope_key, version, source_version, source_run, algorithm,
                        tags, metrics, provenance, object, header_offset, header_length, header_sha256, body_offset,
                        body_length, body_sha256, created_by)
                    VALUES (?, ?, ?, ?, ?, ?, 'ridge', ?::jsonb, '{"rows":20,"mae":1.5}',
                            '{"variant":"ridge/trend","candidates":{"naive":2.5,"ridge/trend":1.25}}', ?, ?, ?, ?, ?, ?, ?,
                            'test') RETURNING id
                    """).params(family, group ? "group" : "own", group ? "{\"region\":\"north\"}" : key(store), number,
                    number * 1000 + store, run, key(store), object, header.offset(), header.length(), header.sha256(),
                    body.offset(), body.length(), store == corrupt ? "0".repeat(64) : body.sha256())
                    .query(Long.class).single();
            groupVersion = group ? version : groupVersion;
            String rung = store == 9 ? "previous" : group ? "group" : "own";
            production.sql("""
                    INSERT INTO release_entry (release_id, key, tags, model_version_id, rung) VALUES (?, ?, ?::jsonb, ?, ?)
                    """).params(release, key(store), key(store), version, rung).update();
        }
        fallback(run, "group", "{\"region\":\"north\"}", groupVersion);
        fallback(run, "family", "{}", shared("family", number, run, writer, object, header, number + 7000.0));
        fallback(run, "baseline", "{}", shared("baseline", number, run, writer, object, header, number + 9000.0));
        packs.put(number, new Pack(object, pack.toByteArray()));
        service.store("promotion", "production", object, pack.toByteArray());
        production.sql("""
                INSERT INTO release (id, family, number, run_id, training_run, snapshot_id, family_version, created_by)
                VALUES (?, ?, ?, ?, ?, ?, 1, 'test')
                """).params(release, family, number, run, run, snapshot).update();
        production.sql("""
                INSERT INTO current_release (family, release_id, number) VALUES (?, ?, ?)
                ON CONFLICT (family) DO UPDATE SET release_id = excluded.release_id, number = excluded.number
                """).params(family, release, number).update();
    }

    /** Cuts the pack of a release short, behind the models of so many stores. */
    void truncate(int number, int stores) throws Exception {
        Pack pack = java.util.Objects.requireNonNull(packs.get(number));
        long bytes = production.sql("""
                SELECT max(body_offset + body_length) FROM model_version WHERE object = ? AND source_version < ?
                """).params(pack.object(), number * 1000 + stores).query(Long.class).single();
        service.store("promotion", "production", pack.object(),
                java.util.Arrays.copyOf(pack.bytes(), Math.toIntExact(bytes)));
    }

    private long shared(String scope, int number, UUID run, PackWriter writer, String object, ByteRange header,
            double intercept) throws Exception {
        ByteRange body = writer.append(ModelCodec.encode(plain(intercept)));
        return production.sql("""
                INSERT INTO model_version (family, scope, scope_key, version, source_version, source_run, algorithm,
                    tags, metrics, provenance, object, header_offset, header_length, header_sha256, body_offset,
                    body_length, body_sha256, created_by)
                VALUES (?, ?, '{}', ?, ?, ?, 'ridge', '{}', '{}', '{}', ?, ?, ?, ?, ?, ?, ?, 'test') RETURNING id
                """).params(family, scope, number, number * 1000 + 500 + scope.length(), run, object, header.offset(),
                header.length(), header.sha256(), body.offset(), body.length(), body.sha256()).query(Long.class)
                .single();
    }

    private void fallback(UUID run, String scope, String key, long version) {
        production.sql("INSERT INTO fallback (run_id, scope, scope_key, model_version_id) VALUES (?, ?, ?::jsonb, ?)")
                .params(run, scope, key, version).update();
    }

    /** As {@link #body}, without anything that stands in for the price, and knowing two regions by name. */
    private static ModelBody plain(double intercept) {
        return new ModelBody("ridge", null,
                new Scorer.Rows(new FeatureRecipe(List.of(new FeatureTerm.Value(4, FeatureTerm.Scale.RAW),
                        new FeatureTerm.Category(0, "north"), new FeatureTerm.Category(0, "south"))),
                        History.NONE,
                        new Kernel.Linear(1, new double[] {intercept}, new double[] {10, 0, 0}, new double[3])),
                List.of(), Link.IDENTITY, ResidualQuantiles.pooled(new double[] {-3}, new double[] {4}),
                new Substitutes(List.of()));
    }

    private static ModelBody body(double intercept) {
        return body(new Kernel.Linear(1, new double[] {intercept}, new double[] {10}, new double[] {0}),
                List.of(PRICE));
    }

    /** A model that asks for these features. */
    static ModelBody body(Kernel kernel, List<FeatureTerm> features) {
        return new ModelBody("ridge", null, new Scorer.Rows(new FeatureRecipe(features), History.NONE, kernel),
                List.of(),
                Link.IDENTITY, ResidualQuantiles.pooled(new double[] {-3}, new double[] {4}),
                new Substitutes(List.of(new Substitutes.Substitute(4, 2.5, null, true))));
    }

    /** A store's own model is this kernel, asked for the price four times. */
    void give(int store, Kernel kernel) {
        kernels.put(store, kernel);
    }
}
