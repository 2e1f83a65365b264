package io.manymodels.training.run;

import io.manymodels.artefact.ByteRange;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.lake.PartitionReader;
import io.manymodels.storage.ObjectStore;
import io.manymodels.training.candidate.NewVersion;
import io.manymodels.training.candidate.Scope;
import io.manymodels.training.trainer.PartitionTrainer;
import io.manymodels.training.trainer.PooledSample;
import io.manymodels.training.trainer.TrainingResult;
import io.manymodels.training.trainer.TrainingSpec;
import io.manymodels.work.Run;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trains the models that keys share: one a group, one for the family, and the family's baseline, each on a bounded sample
 * of its members' rows. A pool whose rows, spec and trainer are those of an earlier version keeps that version.
 */
@Component
class PooledTraining {

    private static final Logger LOG = LoggerFactory.getLogger(PooledTraining.class);
    private static final int FAMILY_ROWS = 30_000;
    private static final int GROUP_ROWS = 4_000;
    /** Rows of all groups' samples together, which bounds memory. */
    private static final int ROWS_OF_ALL_GROUPS = 600_000;
    private static final int LEAST_GROUP_ROWS = 200;
    private static final int BLOCK = 5_000;
    /** Partitions left out between two chosen ones that are still cheaper to pass over than to open the file again. */
    private static final int PASSED_OVER = 50;

    private final PooledRepository repository;
    private final SnapshotRepository snapshots;
    private final PartitionReader reader;
    private final ObjectStore store;
    private final JsonMapper json;
    private final Clock clock;
    private final int concurrency;

    PooledTraining(PooledRepository repository, SnapshotRepository snapshots, PartitionReader reader, ObjectStore store,
            JsonMapper json, Clock clock, @Value("${manymodels.work.concurrency:2}") int concurrency) {
        this.repository = repository;
        this.snapshots = snapshots;
        this.reader = reader;
        this.store = store;
        this.json = json;
        this.clock = clock;
        this.concurrency = concurrency;
    }

    /**
     * The shared models of a run.
     *
     * @param carried earlier versions that stand
     */
    record Models(List<NewVersion> trained, Map<Pool, Long> carried) {

        Map<String, Long> byScope() {
            Map<String, Long> counts = new LinkedHashMap<>();
            trained.forEach(version -> counts.merge(version.scope().wireName(), 1L, Long::sum));
            carried.keySet().forEach(pool -> counts.merge(pool.scope().wireName(), 1L, Long::sum));
            return counts;
        }
    }

    private record Wanted(Pool pool, String fingerprint) {}

    Models train(Run run, RunContext context) throws IOException, InterruptedException {
        PooledMembers members = new PooledMembers(context.spec());
        repository.members(context.snapshot().id(), members);
        Map<Pool, Long> carried = new LinkedHashMap<>();
        List<Wanted> wanted = new ArrayList<>();
        String ofFamily = members.family().fingerprint();
        want(run, context, members.family(), ofFamily, carried, wanted);
        want(run, context, new Pool(Scope.BASELINE, members.family().key()), ofFamily, carried, wanted);
        members.groups().forEach(group -> want(run, context, group, group.fingerprint(), carried, wanted));
        return new Models(wanted.isEmpty() ? List.of() : train(run, context, members, wanted), carried);
    }

    private void want(Run run, RunContext context, Pool pool, String fingerprint, Map<Pool, Long> carried,
            List<Wanted> wanted) {
        boolean afresh = context.parameters().retrain() == Retrain.ALL && context.parameters().keys().isEmpty();
        Optional<Long> unchanged = afresh
                ? Optional.empty()
                : repository.unchanged(run.family(), pool, fingerprint, context.specHash());
        unchanged.ifPresentOrElse(version -> carried.put(pool, version),
                () -> wanted.add(new Wanted(pool, fingerprint)));
    }

    private List<NewVersion> train(Run run, RunContext context, PooledMembers members, List<Wanted> wanted)
            throws IOException, InterruptedException {
        TrainingSpec spec = context.trainingSpec(run);
        Samples samples = samples(context, members, spec);
        VersionDescription description = new VersionDescription(run, context, json);
        List<NewVersion> versions = new ArrayList<>();
        try (AttemptPack pack = new AttemptPack(store,
                AttemptPack.prefix(run) + "pooled-%s.pack".formatted(UUID.randomUUID()));
                ExecutorService executor = Executors.newFixedThreadPool(concurrency)) {
            ByteRange header = pack.append(new PartitionTrainer(spec, clock).header());
            List<Future<Optional<TrainingResult.Trained>>> results = wanted.stream()
                    .map(one -> executor.submit(() -> train(spec, samples.of(one.pool()), one.pool()))).toList();
            for (int i = 0; i < results.size(); i++) {
                Wanted one = wanted.get(i);
                Optional<TrainingResult.Trained> model = outcome(results.get(i));
                if (model.isPresent()) {
                    versions.add(version(one, model.get(), description, pack, header));
                }
            }
            if (!versions.isEmpty()) {
                pack.upload();
            }
        }
        return versions;
    }

    private static NewVersion version(Wanted one, TrainingResult.Trained model, VersionDescription description,
            AttemptPack pack, ByteRange header) throws IOException {
        Pool pool = one.pool();
        return new NewVersion(pool.scope(), pool.key(), model.algorithm(),
                description.tags(pool.key(), model.algorithm()),
                description.metrics(model.metrics()), description.provenance(model.provenance()), pack.object(), header,
                pack.append(model.body()), one.fingerprint());
    }

    private static Optional<TrainingResult.Trained> outcome(Future<Optional<TrainingResult.Trained>> result)
            throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A shared model could not be trained", e);
        }
    }

    /** Empty where there is no model: the next rung of the ladder stands in then. */
    private Optional<TrainingResult.Trained> train(TrainingSpec spec, PooledSample sample, Pool pool) {
        try {
            return switch (new PartitionTrainer(spec, clock).trainPooled(sample, pool.scope() == Scope.BASELINE)) {
                case TrainingResult.Trained model -> Optional.of(model);
                case TrainingResult.Unfit unfit -> {
                    LOG.info("No shared model scope={} key={} reason={}: {}", pool.scope().wireName(), pool.key(),
                            unfit.code(), unfit.message());
                    yield Optional.empty();
                }
            };
        } catch (RuntimeException e) {
            LOG.warn("Shared model cannot be trained scope={} key={}", pool.scope().wireName(), pool.key(), e);
            return Optional.empty();
        }
    }

    /** The family's sample, which its baseline is trained on too, and the groups'. */
    private record Samples(PooledSample family, Map<String, PooledSample> groups) {

        PooledSample of(Pool pool) {
            return pool.scope() == Scope.GROUP ? ofGroup(pool.key()) : family;
        }

        PooledSample ofGroup(String key) {
            return Objects.requireNonNull(groups.get(key), key);
        }
    }

    private Samples samples(RunContext context, PooledMembers members, TrainingSpec spec) throws IOException {
        int rowsPerGroup = Math.clamp(ROWS_OF_ALL_GROUPS / Math.max(1, members.groups().size()), LEAST_GROUP_ROWS,
                GROUP_ROWS);
        Samples samples = new Samples(new PooledSample(spec, FAMILY_ROWS), new HashMap<>());
        members.groups().forEach(group -> samples.groups().put(group.key(), new PooledSample(spec, rowsPerGroup)));
        List<String> groupColumns = context.spec().group();
        for (List<PartitionEntry> entries : neighbours(context, members.sample(rowsPerGroup))) {
            reader.read(context.snapshot(), entries, (entry, all) -> {
                var rows = context.seen(all);
                samples.family().add(rows);
                if (!groupColumns.isEmpty()) {
                    samples.ofGroup(PooledMembers.groupKey(groupColumns, entry.key())).add(rows);
                }
            });
        }
        // Samples settle when they are first read, and the baseline shares the family's.
        samples.family().size();
        return samples;
    }

    /** The chosen partitions in runs of near neighbours, each of which one scan reads. */
    private List<List<PartitionEntry>> neighbours(RunContext context, BitSet chosen) {
        List<List<PartitionEntry>> runs = new ArrayList<>();
        int last = Integer.MIN_VALUE / 2;
        for (int from = chosen.nextSetBit(0); from >= 0; from = chosen.nextSetBit(from + BLOCK)) {
            for (PartitionEntry entry : snapshots.partitions(context.snapshot().id(), from, from + BLOCK)) {
                if (chosen.get(entry.sequence())) {
                    if (entry.sequence() - last > PASSED_OVER || runs.getLast().size() == BLOCK) {
                        runs.add(new ArrayList<>());
                    }
                    runs.getLast().add(entry);
                    last = entry.sequence();
                }
            }
        }
        return runs;
    }
}
