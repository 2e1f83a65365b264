package io.manymodels.promotion;

import io.manymodels.access.Role;
import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.minio.PutObjectArgs;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * A family of shops as ingestion and training would have left it: keys {@code {"store":n,"brand":n % 2}}, candidates whose
 * bytes are a short text. Its rules: mape at most 60, at most 2 % worse than the champion, and 20 rows.
 */
final class TestFamily {

    private final Stack stack = Stack.INSTANCE;
    private final JdbcClient training = stack.database("training");
    private final CatalogFamily family;
    private final String name;

    TestFamily(String name, String approval, String errorBudget) {
        this.name = name;
        this.family = new CatalogFamily(stack.service(), spec(name, errorBudget, approval));
    }

    /** Writes another version of the spec, as an operator may. */
    void change(String approval, String rules) {
        family.change(spec(name, "1%", approval).replaceAll("(?s)rules:.*", "rules: " + rules + "\n"));
    }

    private static String spec(String name, String errorBudget, String approval) {
        return """
            family: %s
            source: {files: toy.csv}
            key: [store, brand]
            time: {column: week, unit: week, epoch: 2020-01-06}
            target: units
            task: forecast
            forecast: {gap: 0, horizon: 2}
            group: [brand]
            training: {metric: mape, errorBudget: %s}
            promotion:
              approval: %s
              rules:
                - {metric: mape, atMost: 60}
                - {metric: mape, worseThanChampionByAtMost: 2%%}
                - {metric: rows, atLeast: 20}
            """
                .formatted(name, errorBudget, approval);
    }

    String name() {
        return name;
    }

    static String key(int store) {
        return "{\"store\":%d,\"brand\":%d}".formatted(store, store % 2);
    }

    /** Catalogues a snapshot with 100 labelled rows a store; the last store failed the quality gate. */
    String snapshot(String id, int stores) {
        var snapshot = name + "-" + id;
        family.seal(new CatalogFamily.Snapshot(snapshot, "x", List.of(), null, null, "{}", IntStream.range(0, stores)
                .mapToObj(store -> new CatalogFamily.Partition(key(store), key(store), 100, 100, "f" + store, "{}",
                        store == stores - 1 ? "target-constant" : null))
                .toList()));
        return snapshot;
    }

    /** A snapshot lacks a store that another one had, and ingestion first missed it some days ago. */
    void vanish(String snapshot, String last, int store, int daysAgo) {
        stack.database("ingestion").sql("""
                INSERT INTO catalog.vanished (snapshot_id, key, tags, last_snapshot, since)
                VALUES (?, ?, ?::jsonb, ?, now() - make_interval(days => ?))
                """).params(snapshot, key(store), key(store), last, daysAgo).update();
    }

    /**
     * A training run that succeeded, with a candidate of each store's own, and one of each group, the family and the
     * baseline.
     *
     * @param mape    of the stores that got a new model
     * @param carried candidates carried over from an earlier run: store to version
     */
    UUID train(String snapshot, Map<Integer, Double> mape, Map<Integer, Long> carried) {
        return train(snapshot, mape, carried, null);
    }

    /** The same as the training of a cycle. */
    UUID train(String snapshot, Map<Integer, Double> mape, Map<Integer, Long> carried, @Nullable UUID cycle) {
        var run = cycle == null ? UUID.randomUUID() : RunId.inCycle(cycle, RunKind.TRAINING);
        training.sql("""
                INSERT INTO training.run (id, kind, family, family_version, cycle, state, parameters, submitted_by, finished_at)
                VALUES (:run, 'training', :family, :version, :cycle::uuid, 'succeeded',
                        jsonb_build_object('snapshot', :snapshot::text, 'asOf', null), 'test', clock_timestamp())
                """).param("run", run).param("family", name).param("version", family.version()).param("cycle", cycle)
                .param("snapshot", snapshot).update();
        var pack = new ByteArrayOutputStream();
        var header = ("header of " + run).getBytes(StandardCharsets.UTF_8);
        pack.writeBytes(header);
        mape.forEach((store, value) -> register(run, pack, header, "own", key(store), value, snapshot));
        register(run, pack, header, "group", "{\"brand\":0}", 50, snapshot);
        register(run, pack, header, "group", "{\"brand\":1}", 50, snapshot);
        register(run, pack, header, "family", "{}", 55, snapshot);
        register(run, pack, header, "baseline", "{}", 80, snapshot);
        carried.forEach((store, version) -> training.sql("""
                INSERT INTO training.run_model (run_id, scope, scope_key, version_id, carried) VALUES (?, 'own', ?, ?, true)
                """).params(run, key(store), version).update());
        put(run, pack.toByteArray());
        return run;
    }

    private void register(UUID run, ByteArrayOutputStream pack, byte[] header, String scope, String scopeKey,
            double mape,
            String snapshot) {
        var body = "%s model of %s by %s".formatted(scope, scopeKey, run).getBytes(StandardCharsets.UTF_8);
        var offset = pack.size();
        pack.writeBytes(body);
        var version = training.sql("""
                INSERT INTO training.model_version (family, family_version, snapshot_id, run_id, scope, scope_key, algorithm,
                       tags, metrics, provenance, object, header_offset, header_length, header_sha256, body_offset,
                       body_length, body_sha256, fingerprint, spec_hash)
                VALUES (?, 1, ?, ?, ?, ?, 'ridge', ?::jsonb, ?::jsonb, ?::jsonb, ?, 0, ?, ?, ?, ?, ?,
                        'f', 'h') RETURNING id
                """)
                .params(name, snapshot, run, scope, scopeKey, scopeKey,
                        // Training writes what no number came out of as a text.
                        "{\"mape\":%s%s}".formatted(mape, mape > 58 ? ",\"smape\":\"NaN\"" : ""),
                        "{\"variant\":\"ridge\",\"candidates\":{\"ridge\":%s,\"seasonal-naive\":60}}".formatted(mape),
                        object(run), header.length,
                        sha256(header),
                        (long) offset, body.length, sha256(body))
                .query(Long.class).single();
        training.sql(
                "INSERT INTO training.run_model (run_id, scope, scope_key, version_id, carried) VALUES (?, ?, ?, ?, false)")
                .params(run, scope, scopeKey, version).update();
    }

    String object(UUID run) {
        return "%s/run=%s/task-1-1.pack".formatted(name, run);
    }

    private void put(UUID run, byte[] bytes) {
        try {
            stack.storage("training").putObject(
                    PutObjectArgs.builder().bucket("candidates").object(object(run)).data(bytes, bytes.length).build());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Flips a byte of a store's candidate. */
    void spoil(UUID run, int store) {
        var version = candidate(run, store);
        var offset = training.sql("SELECT body_offset FROM training.model_version WHERE id = ?").param(version)
                .query(Integer.class).single();
        try (var in = stack.storage("training").getObject(
                io.minio.GetObjectArgs.builder().bucket("candidates").object(object(run)).build())) {
            var bytes = in.readAllBytes();
            bytes[offset] ^= 1;
            put(run, bytes);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    long candidate(UUID run, int store) {
        return training
                .sql("SELECT version_id FROM training.run_model WHERE run_id = ? AND scope = 'own' AND scope_key = ?")
                .params(run, key(store)).query(Long.class).single();
    }

    /** Promotes as an approver, and waits for the end of the run. */
    JsonNode promote(String body) {
        var answer = stack.post(Role.APPROVER, "/families/" + name + "/promotions", body);
        if (answer.status() != 202) {
            throw new AssertionError("Promotion answered " + answer);
        }
        return await(answer.body().path("id").asString());
    }

    /** Waits for the end of a run, and answers it as GET /runs/{id} shows it. */
    JsonNode await(String run) {
        return stack.awaitEnd(run);
    }

    /** Rung of each store in the current release; null without a release. */
    @Nullable
    Map<Integer, String> current() {
        var rungs = new HashMap<Integer, String>();
        stack.database("scoring").sql("""
                SELECT (e.tags ->> 'store')::int, e.rung FROM production.current_release c
                JOIN production.release_entry e ON e.release_id = c.release_id WHERE c.family = ?
                """).param(name).query(row -> {
            rungs.put(row.getInt(1), row.getString(2));
        });
        return rungs.isEmpty() ? null : rungs;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
