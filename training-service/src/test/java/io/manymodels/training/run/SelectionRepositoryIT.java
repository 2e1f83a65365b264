package io.manymodels.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.training.TrainingStack;
import io.manymodels.training.context.Retrain;
import io.manymodels.training.context.TrainingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a run trains, skips, refuses and carries over, for every kind of partition at once, on real PostgreSQL. */
class SelectionRepositoryIT {

    private static final RunningService SERVICE = TrainingStack.SERVICE;
    private static final JdbcClient DATABASE = SERVICE.database("training");
    private static final SelectionRepository SELECTION = SERVICE.bean(SelectionRepository.class);
    private static final String HASH = "hash";
    private static final long END = 20;

    /** What the registry has of a key. */
    private enum Earlier {
        NONE, SAME, OTHER_ROWS, OTHER_SPEC, OTHER_END, OWN_END
    }

    /**
     * A key of the snapshot.
     *
     * @param version the newest of its rows and spec, to be carried over; null without
     * @param previous its version in the family's last run; null without
     */
    private record Key(int store, boolean passed, @Nullable Long version, @Nullable Long previous) {

        String text() {
            return "{\"store\":%d}".formatted(store);
        }

        Optional<Long> kept(Retrain retrain) {
            return Optional.ofNullable(switch (retrain) {
                case CHANGED -> version;
                case FAILED -> previous;
                case ALL -> null;
            });
        }
    }

    /** A family with a key for each that may be: passed or not, each {@link Earlier}, in the last run or not. */
    private static final class Everything {

        private final String family;
        private final String snapshot;
        private final UUID last;
        private final List<Key> keys = new ArrayList<>();

        Everything(String name) {
            family = name;
            snapshot = name + "-1";
            last = run(family, "succeeded", "{}", 60);
            int store = 0;
            for (boolean passed : List.of(true, false)) {
                for (Earlier earlier : Earlier.values()) {
                    for (boolean inLast : List.of(true, false)) {
                        Key key = new Key(store++, passed, null, null);
                        keys.add(new Key(key.store, passed, versions(key, earlier),
                                inLast ? offered(last, key) : null));
                    }
                }
            }
            new CatalogFamily(SERVICE, spec(name)).seal(new CatalogFamily.Snapshot(snapshot, "lake/" + name, List.of(),
                    null, null, "{}",
                    keys.stream().map(key -> new CatalogFamily.Partition(key.text(),
                            "{\"store\":%d,\"region\":\"r%d\"}".formatted(key.store, key.store % 2), 10L + key.store, 9,
                            "rows", "{}", key.passed ? null : "target-constant")).toList()));
        }

        private @Nullable Long versions(Key key, Earlier earlier) {
            return switch (earlier) {
                case NONE -> null;
                case SAME -> {
                    version(family, key.text(), "rows", HASH, END);
                    long newest = version(family, key.text(), "rows", HASH, END);
                    version(family, key.text(), "rows", "another", END);
                    yield newest;
                }
                case OTHER_ROWS -> {
                    version(family, key.text(), "before", HASH, END);
                    yield null;
                }
                case OTHER_SPEC -> {
                    version(family, key.text(), "rows", "another", END);
                    yield null;
                }
                case OTHER_END -> {
                    version(family, key.text(), "rows", HASH, END - 1);
                    yield null;
                }
                case OWN_END -> {
                    version(family, key.text(), "rows", HASH, null);
                    yield null;
                }
            };
        }

        private long offered(UUID run, Key key) {
            long version = version(family, key.text(), "long ago", "another", END);
            DATABASE.sql("""
                    INSERT INTO training.run_model (run_id, scope, scope_key, version_id, carried)
                    VALUES (?, 'own', ?, ?, false)
                    """).params(run, key.text(), version).update();
            return version;
        }

        List<Integer> stores(Predicate<Key> which) {
            return keys.stream().filter(which).map(Key::store).toList();
        }
    }

    private static String spec(String family) {
        return "family: %s\nsource: {files: x.csv}\nkey: [store]\ntarget: y\ntask: regression\n".formatted(family);
    }

    private static UUID run(String family, String state, String parameters, int secondsAgo) {
        UUID run = UUID.randomUUID();
        DATABASE.sql("""
                INSERT INTO training.run (id, kind, family, family_version, state, parameters, submitted_by, finished_at)
                VALUES (?, 'training', ?, 1, ?, ?::jsonb, 'test', now() - make_interval(secs => ?))
                """).params(run, family, state, parameters, secondsAgo).update();
        return run;
    }

    private static long version(String family, String key, String fingerprint, String hash,
            @Nullable Long end) {
        return DATABASE.sql("""
                INSERT INTO training.model_version (family, family_version, snapshot_id, run_id, scope, scope_key, algorithm,
                    tags, metrics, provenance, object, header_offset, header_length, header_sha256, body_offset,
                    body_length, body_sha256, fingerprint, spec_hash, counted_from)
                VALUES (?, 1, 's', gen_random_uuid(), 'own', ?, 'mean', '{}', '{}', '{}', 'o', 0, 1, 'h', 1, 1, 'b', ?, ?, ?)
                RETURNING id
                """).param(family).param(key).param(fingerprint).param(hash).param(end).query(Long.class).single();
    }

    static Stream<Arguments> requests() {
        return Stream.of(Retrain.values()).flatMap(retrain -> Stream.of(Set.<Integer>of(), Set.of(0, 3, 6, 8, 15))
                .map(stores -> Arguments.of(retrain, stores)));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyPartitionThatWasAskedForIsTrainedSkippedOrFailed(Retrain retrain, Set<Integer> stores) {
        Everything all = new Everything(
                "selection-%s-%s".formatted(retrain.wire(), stores.isEmpty() ? "whole" : "keys"));
        UUID run = run(all.family, "queued", "{}", 0);
        var parameters = new TrainingParameters(all.snapshot, null, retrain,
                stores.stream().sorted().map(store -> Map.<String, Object>of("store", store)).toList());
        Predicate<Key> asked = key -> stores.isEmpty() || stores.contains(key.store);
        Predicate<Key> passed = asked.and(Key::passed);
        Predicate<Key> kept = key -> key.kept(retrain).isPresent();

        Selection pending = SELECTION.pending(all.family, parameters, HASH, END, all.last);
        SELECTION.failRefused(run, parameters);
        SELECTION.skip(run, all.family, parameters, HASH, END, all.last, pending);

        assertThat(pending.sequences()).containsExactly(
                all.stores(passed.and(kept.negate())).stream().mapToInt(store -> store).toArray());
        assertThat(pending.rows()).isEqualTo(
                all.keys.stream().filter(passed.and(kept.negate())).mapToLong(key -> 10L + key.store).sum());
        assertThat(outcomes(run, "failed")).isEqualTo(all.stores(asked.and(Predicate.not(Key::passed))));
        assertThat(outcomes(run, "skipped")).isEqualTo(all.stores(passed.and(kept)));
        Map<String, Long> carried = new TreeMap<>();
        all.keys.stream().filter(passed.and(kept))
                .forEach(key -> carried.put(key.text(), key.kept(retrain).orElseThrow()));
        assertThat(models(run)).isEqualTo(carried);

        SELECTION.cancelRest(run, parameters);

        assertThat(outcomes(run, "cancelled")).as("all that was pending")
                .containsExactlyElementsOf(all.stores(passed.and(kept.negate())));
        assertThat(outcomes(run, "%")).hasSize((int) SELECTION.count(parameters));
    }

    @Test
    void whatTheCutSawIsTrainedThoughAnotherRunMadeItsVersionSince() {
        Everything all = new Everything("selection-race");
        UUID run = run(all.family, "queued", "{}", 0);
        var parameters = new TrainingParameters(all.snapshot, null, Retrain.CHANGED, List.of());
        Selection pending = SELECTION.pending(all.family, parameters, HASH, END, null);

        version(all.family, all.keys.get(pending.sequence(0)).text(), "rows", HASH, END);
        SELECTION.skip(run, all.family, parameters, HASH, END, null, pending);

        assertThat(outcomes(run, "skipped")).isNotEmpty().doesNotContain(pending.sequence(0));
    }

    @Test
    void keysThatWereNotAskedForKeepTheModelsOfTheLastCompleteRun() {
        Everything all = new Everything("selection-rest");
        UUID run = run(all.family, "queued", "{}", 0);
        var parameters = new TrainingParameters(all.snapshot, null, Retrain.ALL,
                List.of(Map.of("store", 0), Map.of("store", 1), Map.of("store", 8)));

        SELECTION.carryUnselected(run, parameters, all.last);

        Map<String, Long> rest = new TreeMap<>();
        all.keys.stream().filter(key -> !Set.of(0, 1, 8).contains(key.store) && key.previous != null)
                .forEach(key -> rest.put(key.text(), Objects.requireNonNull(key.previous)));
        assertThat(models(run)).isEqualTo(rest);
    }

    @Test
    void aKeyIsAskedForByItsValuesAndTheirTypes() {
        Everything all = new Everything("selection-unknown");
        List<Map<String, Object>> keys = List.of(Map.of("store", 3), Map.of("store", "3"), Map.of("store", 99),
                Map.of("region", "r1"), Map.of("store", 3, "region", "r0"));

        assertThat(SELECTION.unknownKeys(new TrainingParameters(all.snapshot, null, Retrain.ALL, keys)))
                .containsExactly(1, 2, 4);
        assertThat(SELECTION.unknownKeys(new TrainingParameters(all.snapshot, null, Retrain.ALL, List.of()))).isEmpty();
        assertThat(SELECTION.count(new TrainingParameters(all.snapshot, null, Retrain.ALL, keys)))
                .as("region r1, which store 3 is of").isEqualTo(all.keys.size() / 2);
        assertThat(SELECTION.unknownKeys(new TrainingParameters("no-such", null, Retrain.ALL, keys))).hasSize(5);
    }

    @Test
    void theLastRunIsTheOneThatEndedLastOverAllRows() {
        String family = "selection-last";
        run(family, "succeeded", "{}", 90);
        UUID complete = run(family, "succeeded", "{\"asOf\": null}", 80);
        UUID failed = run(family, "failed", "{}", 70);
        run(family, "succeeded", "{\"asOf\": 40}", 60);
        run("selection-last-of-another", "succeeded", "{}", 50);
        UUID now = run(family, "running", "{}", 40);

        assertThat(SELECTION.complete(family, now)).contains(complete);
        assertThat(SELECTION.previous(family, now)).contains(failed);
        assertThat(SELECTION.previous(family, failed)).contains(complete);
        assertThat(SELECTION.previous("selection-last-of-nobody", now)).isEmpty();
    }

    private static List<Integer> outcomes(UUID run, String outcome) {
        return DATABASE.sql("""
                SELECT sequence FROM training.run_partition WHERE run_id = ? AND outcome LIKE ? ORDER BY sequence
                """).params(run, outcome).query((row, _) -> row.getInt(1)).list();
    }

    private static Map<String, Long> models(UUID run) {
        Map<String, Long> models = new TreeMap<>();
        DATABASE.sql(
                "SELECT scope_key, version_id FROM training.run_model WHERE run_id = ? AND scope = 'own' AND carried")
                .param(run).query(row -> {
                    models.put(row.getString(1), row.getLong(2));
                });
        return models;
    }
}
