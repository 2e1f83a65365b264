package io.manymodels.training.pool;

import io.manymodels.artefact.ByteRange;
import io.manymodels.problem.Problem;
import io.manymodels.rows.PartitionRows;
import io.manymodels.storage.ObjectStore;
import io.manymodels.training.candidate.AttemptPack;
import io.manymodels.training.candidate.CandidateRegistry;
import io.manymodels.training.candidate.NewVersion;
import io.manymodels.training.candidate.Scope;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.context.Retrain;
import io.manymodels.training.context.RunContext;
import io.manymodels.training.context.RunContexts;
import io.manymodels.training.context.VersionDescription;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.shared.PooledSample;
import io.manymodels.training.shared.SharedTrainer;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Stage;
import io.manymodels.work.api.StagePlan;
import io.manymodels.work.api.TaskRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trains the models that keys share, as a stage of the run: one a group, one for the family, and the family's baseline,
 * each on a bounded sample of its members' rows. A unit is a pool, as {@link PooledMembers#pools} numbers them. A pool
 * whose rows, spec and trainer are those of an earlier version keeps that version.
 */
@Component
public class PooledTraining implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(PooledTraining.class);
    private static final int GROUP_ROWS = 4_000;
    /** Rows of all groups' samples together, which bounds memory. */
    private static final int ROWS_OF_ALL_GROUPS = 600_000;
    private static final int LEAST_GROUP_ROWS = 200;
    /** Groups are spread over so many tasks, but a task has this many at least: each looks all partitions up. */
    private static final int GROUP_TASKS = 16;
    private static final int LEAST_GROUPS = 8;

    private final RunContexts contexts;
    private final PooledRepository repository;
    private final CandidateRegistry registry;
    private final PooledRows pooled;
    private final ObjectStore store;
    private final JsonMapper json;
    private final Catalogue catalogue;

    PooledTraining(RunContexts contexts, PooledRepository repository, CandidateRegistry registry,
            PooledRows pooled, ObjectStore store, JsonMapper json, Catalogue catalogue) {
        this.contexts = contexts;
        this.repository = repository;
        this.registry = registry;
        this.pooled = pooled;
        this.store = store;
        this.json = json;
        this.catalogue = catalogue;
    }

    private record Wanted(Pool pool, String fingerprint) {}

    @Override
    public String name() {
        return "shared-models";
    }

    @Override
    public StagePlan plan(Run run, LeasedTask task) {
        RunContext context = contexts.of(run);
        List<Pool> pools = members(context).pools();
        Map<Pool, Long> carried = new LinkedHashMap<>();
        BitSet wanted = new BitSet();
        boolean afresh = context.parameters().retrain() == Retrain.ALL && context.parameters().keys().isEmpty();
        for (int i = 0; i < pools.size(); i++) {
            Pool pool = pools.get(i);
            Optional<Long> unchanged = afresh
                    ? Optional.empty()
                    : repository.unchanged(run.family(), pool, pool.fingerprint(), context.specHash());
            if (unchanged.isPresent()) {
                carried.put(pool, unchanged.get());
            } else {
                wanted.set(i);
            }
        }
        return new StagePlan(cut(pools, wanted),
                () -> carried.forEach((pool, version) -> repository.carry(run.id(), pool, version)));
    }

    /** The family and its baseline share a sample, and so a task; groups follow in equal numbers. */
    private static List<TaskRange> cut(List<Pool> pools, BitSet wanted) {
        List<TaskRange> ranges = new ArrayList<>();
        add(ranges, pools, wanted, 0, PooledMembers.FIRST_GROUP);
        int share = Math.max(LEAST_GROUPS, Math.ceilDiv(pools.size() - PooledMembers.FIRST_GROUP, GROUP_TASKS));
        for (int from = PooledMembers.FIRST_GROUP; from < pools.size(); from += share) {
            add(ranges, pools, wanted, from, Math.min(pools.size(), from + share));
        }
        return ranges;
    }

    private static void add(List<TaskRange> ranges, List<Pool> pools, BitSet wanted, int from, int to) {
        if (!wanted.get(from, to).isEmpty()) {
            ranges.add(new TaskRange(from, to,
                    wanted.get(from, to).stream().mapToLong(i -> pools.get(from + i).rows()).sum()));
        }
    }

    @Override
    public Runnable execute(Run run, LeasedTask task) throws IOException {
        RunContext context = contexts.of(run);
        PooledMembers members = members(context);
        Set<Pool.Name> there = repository.sharedModels(run.id());
        List<Wanted> wanted = members.pools().subList(task.from(), task.to()).stream()
                .filter(pool -> !there.contains(pool.name())).map(pool -> new Wanted(pool, pool.fingerprint()))
                .toList();
        List<NewVersion> versions = wanted.isEmpty() ? List.of() : train(run, task, context, members, wanted);
        return () -> registry.register(context.registration(run), versions);
    }

    @Override
    public Runnable abandon(Run run, LeasedTask task, Problem reason) {
        Pool pool = members(contexts.of(run)).pools().get(task.from());
        LOG.warn("Shared model given up run={} scope={} key={} reason={}: {}", run.id(), pool.scope().wireName(),
                pool.key(), reason.code(), reason.message());
        return () -> {};
    }

    private PooledMembers members(RunContext context) {
        return pooled.members(context.spec(), context.snapshot());
    }

    private List<NewVersion> train(Run run, LeasedTask task, RunContext context, PooledMembers members,
            List<Wanted> wanted)
            throws IOException {
        TrainingSpec spec = context.trainingSpec(run);
        Samples samples = samples(context, members, spec, wanted);
        VersionDescription description = new VersionDescription(run, context, json);
        List<NewVersion> versions = new ArrayList<>();
        try (AttemptPack pack = new AttemptPack(store, run, task)) {
            ByteRange header = pack.append(new PartitionTrainer(spec, catalogue).header());
            for (Wanted one : wanted) {
                Optional<TrainingResult.Trained> model = train(spec, samples.of(one.pool()), one.pool());
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

    /** Empty where there is no model: the next rung of the ladder stands in then. */
    private Optional<TrainingResult.Trained> train(TrainingSpec spec, PooledSample sample, Pool pool) {
        try {
            return switch (new SharedTrainer(spec, catalogue).train(sample, pool.scope() == Scope.BASELINE)) {
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

    /** The family's sample, which its baseline is trained on too; or those of the groups of a task. */
    private record Samples(PooledSample family, Map<String, PooledSample> groups) {

        PooledSample of(Pool pool) {
            return pool.scope() == Scope.GROUP ? Objects.requireNonNull(groups.get(pool.key()), pool.key()) : family;
        }
    }

    private Samples samples(RunContext context, PooledMembers members, TrainingSpec spec, List<Wanted> wanted)
            throws IOException {
        int rowsPerGroup = Math.clamp(ROWS_OF_ALL_GROUPS / Math.max(1, members.groups()), LEAST_GROUP_ROWS, GROUP_ROWS);
        Samples samples = new Samples(PooledRows.sample(spec), new HashMap<>());
        boolean ofFamily = false;
        for (Wanted one : wanted) {
            if (one.pool().scope() == Scope.GROUP) {
                samples.groups().put(one.pool().key(), new PooledSample(spec, rowsPerGroup));
            } else {
                ofFamily = true;
            }
        }
        boolean all = ofFamily;
        List<String> groupColumns = context.spec().group();
        BitSet chosen = members.sample(rowsPerGroup,
                group -> all || samples.groups().containsKey(group.key()));
        pooled.read(context.snapshot(), chosen, (entry, rows) -> {
            PartitionRows seen = context.seen(rows);
            if (all) {
                samples.family().add(seen);
            }
            PooledSample group = samples.groups().isEmpty()
                    ? null
                    : samples.groups().get(PooledMembers.groupKey(groupColumns, entry.key()));
            if (group != null) {
                group.add(seen);
            }
        });
        return samples;
    }
}
