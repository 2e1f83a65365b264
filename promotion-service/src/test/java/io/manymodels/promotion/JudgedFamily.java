package io.manymodels.promotion;

import io.manymodels.artefact.ByteRange;
import io.manymodels.artefact.PackWriter;
import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.family.CatalogFamily.Partition;
import io.manymodels.kernel.Kernel;
import io.manymodels.metric.Holdout;
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
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * A family whose lake and models are real: units of each store by week, models that always answer one number. Its one rule
 * compares with the champion.
 */
public final class JudgedFamily {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<Column> COLUMNS = List.of(new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN));
    private static final TimeAxis AXIS = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, null, 1);

    private final Stack stack = Stack.INSTANCE;
    private final CatalogFamily family;
    private final JdbcClient training = stack.database("training");
    private final String name;

    /** A candidate: what it always answers, its stored mape, and what its stand-ins answered for judged weeks. */
    record Model(double answer, double mape, @Nullable Map<Integer, Double> judged) {}

    public JudgedFamily(String name) {
        this.name = name;
        var spec = """
                family: %s
                source: {files: toy.csv}
                key: [store]
                time: {column: week, unit: week, epoch: 2020-01-06}
                target: units
                task: forecast
                columns: {known: [price]}
                forecast: {gap: 0, horizon: 2}
                training: {metric: mape}
                promotion: {approval: automatic, rules: [{metric: mape, worseThanChampionByAtMost: 2%%}]}
                """.formatted(name);
        family = new CatalogFamily(stack.service(), spec);
    }

    public static String key(int store) {
        return "{\"store\":%d}".formatted(store);
    }

    /** Seals a snapshot of weeks 1 to the number of values, the same for each store. */
    public String snapshot(String id, int stores, List<Double> units) throws Exception {
        var snapshot = name + "-" + id;
        var object = "%s/snapshot=%s/part-00000.parquet".formatted(name, snapshot);
        stack.service().store("ingestion", "lake", object, parquet(stores, units));
        family.seal(new CatalogFamily.Snapshot(snapshot, object, COLUMNS, AXIS, (long) units.size(), "{}",
                IntStream.range(0, stores).mapToObj(store -> Partition.of(key(store), units.size())).toList()));
        return snapshot;
    }

    private static byte[] parquet(int stores, List<Double> units) throws Exception {
        Path file = Files.createTempFile("lake-", ".parquet");
        var rows = new ArrayList<String>();
        for (int store = 0; store < stores; store++) {
            for (int week = 1; week <= units.size(); week++) {
                rows.add("(%d::BIGINT, %d::BIGINT, %s::DOUBLE, 1.5::DOUBLE)".formatted(store, week,
                        units.get(week - 1)));
            }
        }
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT * FROM (VALUES %s) AS t (store, week, units, price)) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                            .formatted(String.join(", ", rows), file));
        }
        return Files.readAllBytes(file);
    }

    /** A training run that succeeded, with a candidate of each store. */
    UUID train(String snapshot, int lastWeek, Map<Integer, Model> models) throws Exception {
        var run = UUID.randomUUID();
        training.sql("""
                INSERT INTO training.run (id, kind, family, family_version, state, parameters, submitted_by, finished_at)
                VALUES (?, 'training', ?, 1, 'succeeded', jsonb_build_object('snapshot', ?::text, 'asOf', null), 'test',
                        clock_timestamp())
                """).params(run, name, snapshot).update();
        var bytes = new ByteArrayOutputStream();
        var pack = new PackWriter(bytes);
        var object = "%s/run=%s/task-1-1.pack".formatted(name, run);
        ByteRange header = pack.append(ModelCodec.encode(new ModelHeader(name, Task.FORECAST, new RowSchema(COLUMNS),
                AXIS, 0, 2, List.of(), Map.of())));
        for (var entry : models.entrySet()) {
            var model = entry.getValue();
            ByteRange body = pack.append(ModelCodec.encode(body(model.answer())));
            var provenance = JSON.createObjectNode().put("origin", Integer.toString(lastWeek));
            if (model.judged() != null) {
                provenance.set("holdout", JSON.valueToTree(holdout(model.judged()).toJson()));
            }
            var version = training.sql("""
                    INSERT INTO training.model_version (family, family_version, snapshot_id, run_id, scope, scope_key,
                           algorithm, tags, metrics, provenance, object, header_offset, header_length, header_sha256,
                           body_offset, body_length, body_sha256, fingerprint, spec_hash)
                    VALUES (?, 1, ?, ?, 'own', ?, 'mean', ?::jsonb, jsonb_build_object('mape', ?::float8), ?::jsonb, ?, ?, ?,
                            ?, ?, ?, ?, 'f', 'h') RETURNING id
                    """).params(name, snapshot, run, key(entry.getKey()), key(entry.getKey()), model.mape(),
                    JSON.writeValueAsString(provenance), object, header.offset(), header.length(), header.sha256(),
                    body.offset(), body.length(), body.sha256()).query(Long.class).single();
            training.sql(
                    "INSERT INTO training.run_model (run_id, scope, scope_key, version_id, carried) VALUES (?, 'own', ?, ?, false)")
                    .params(run, key(entry.getKey()), version).update();
        }
        stack.service().store("training", "candidates", object, bytes.toByteArray());
        return run;
    }

    /** A store's candidate is no longer what the registry says of its bytes. */
    void spoil(UUID run, int store) {
        stack.database("postgres").sql("""
                UPDATE training.model_version SET body_sha256 = repeat('0', 64)
                WHERE run_id = ? AND scope = 'own' AND scope_key = ?
                """).params(run, key(store)).update();
    }

    private static Holdout holdout(Map<Integer, Double> judged) {
        var weeks = judged.keySet().stream().sorted().toList();
        int n = weeks.size();
        double[] missing = new double[n];
        java.util.Arrays.fill(missing, Double.NaN);
        return new Holdout(weeks.stream().mapToInt(week -> week - 1).toArray(), List.of(),
                weeks.stream().mapToDouble(judged::get).toArray(), new double[0][], new double[0][], missing, missing,
                List.of(), new double[0][]);
    }

    private static ModelBody body(double answer) {
        return new ModelBody("mean", null,
                new Scorer.Rows(new FeatureRecipe(List.of(new FeatureTerm.Value(3, FeatureTerm.Scale.RAW))),
                        History.NONE,
                        new Kernel.Linear(1, new double[] {answer}, new double[] {0}, new double[] {0})),
                List.of(), Link.IDENTITY, ResidualQuantiles.pooled(new double[0], new double[0]),
                new Substitutes(List.of()));
    }

    String name() {
        return name;
    }
}
