package io.manymodels.training.run;

import io.manymodels.artefact.ByteRange;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.lake.PartitionReader;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.Problem;
import io.manymodels.rows.PartitionRows;
import io.manymodels.run.Outcome;
import io.manymodels.storage.ObjectStore;
import io.manymodels.training.candidate.AttemptPack;
import io.manymodels.training.candidate.CandidateRegistry;
import io.manymodels.training.candidate.NewVersion;
import io.manymodels.training.candidate.Scope;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.context.RunContext;
import io.manymodels.training.context.Spendings;
import io.manymodels.training.context.VersionDescription;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.pool.FamilyLessons;
import io.manymodels.training.shared.FamilyTrees;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.TaskResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does a task of a training run: reads its range once, trains each partition with what its family taught, stores the models as one object.
 * What is thrown while a partition is trained is that partition's outcome; what is thrown while reading or storing is the
 * infrastructure's fault and ends the attempt.
 */
@Component
class PartitionTraining {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionTraining.class);
    /** The one way of being unfit that is the data's fault and not a lack of data. */
    private static final String MALFORMED = "target-malformed";

    private final SnapshotTasks partitions;
    private final PartitionReader reader;
    private final ObjectStore store;
    private final CandidateRegistry registry;
    private final JsonMapper json;
    private final TrainingMetrics metrics;
    private final Catalogue catalogue;
    private final FamilyLessons lessons;
    private final EarlierChoiceRepository earlier;
    private final Spendings spendings;

    PartitionTraining(SnapshotTasks partitions, PartitionReader reader, ObjectStore store,
            CandidateRegistry registry, TrainingMetrics metrics, JsonMapper json, Catalogue catalogue,
            FamilyLessons lessons, EarlierChoiceRepository earlier, Spendings spendings) {
        this.partitions = partitions;
        this.reader = reader;
        this.store = store;
        this.registry = registry;
        this.json = json;
        this.metrics = metrics;
        this.catalogue = catalogue;
        this.lessons = lessons;
        this.earlier = earlier;
        this.spendings = spendings;
    }

    TaskResult execute(Run run, LeasedTask task, RunContext context) throws IOException {
        List<PartitionEntry> entries = partitions.open(context.snapshot().id(), task);
        if (entries.isEmpty()) {
            return new TaskResult(List.of(), () -> {});
        }
        List<PartitionOutcome> outcomes = new ArrayList<>(entries.size());
        List<NewVersion> versions = new ArrayList<>(entries.size());
        try (AttemptPack pack = new AttemptPack(store, run, task)) {
            TrainingSpec spec = context.trainingSpec(run);
            Map<String, EarlierChoice> choices = earlier.holding(run, context, task);
            PartitionTrainer trainer = new PartitionTrainer(spec, catalogue, taught(context, spec, entries, choices),
                    spendings.of(run, context.spec(), context.snapshot()));
            ByteRange header = pack.append(trainer.header());
            VersionDescription description = new VersionDescription(run, context, json);
            reader.read(context.snapshot(), entries, (entry, rows) -> {
                long start = System.nanoTime();
                EarlierChoice choice = choices.get(entry.key());
                Result result = train(trainer, entry, context.seen(rows), context.end(), choice);
                double seconds = (System.nanoTime() - start) / 1e9;
                TrainingResult.Trained model = result.model();
                if (model != null) {
                    versions.add(new NewVersion(Scope.OWN, entry.key(), model.algorithm(),
                            description.tags(entry.tags(), model.algorithm()), description.metrics(model.metrics()),
                            description.provenance(chosen(run, context, model, choice)), pack.object(), header,
                            pack.append(model.body()), entry.fingerprint()));
                }
                outcomes.add(new PartitionOutcome(entry.sequence(), entry.key(), result.outcome(), result.reason(),
                        task.attempt(), seconds));
                metrics.partition(model == null ? null : model.algorithm(), result.outcome(), rows.size(), seconds);
            });
            if (!versions.isEmpty()) {
                pack.upload();
            }
            LOG.info("Task trained partitions={} models={}", outcomes.size(), versions.size());
        }
        return new TaskResult(outcomes, () -> registry.register(context.registration(run), versions));
    }

    /** What the family teaches, as far as the task's keys ask: those that are fitted again ask for what they were before. */
    private @Nullable Taught taught(RunContext context, TrainingSpec spec, List<PartitionEntry> entries,
            Map<String, EarlierChoice> choices) throws IOException {
        boolean contests = entries.stream().anyMatch(entry -> !choices.containsKey(entry.key()));
        boolean corrected = choices.values().stream().anyMatch(choice -> choice.variant().equals(FamilyTrees.NAME));
        return contests || corrected
                ? lessons
                        .of(context.spec(), context.snapshot(), spec, context.specHash(), "its end", contests,
                                context::seen)
                        .orElse(null)
                : null;
    }

    /** What the trainer tells of a model, and where not every training holds contests, which one chose it. */
    private static Map<String, Object> chosen(Run run, RunContext context, TrainingResult.Trained model,
            @Nullable EarlierChoice choice) {
        if (context.spec().training().selectionEvery() == 1) {
            return model.provenance();
        }
        Map<String, Object> told = new LinkedHashMap<>(model.provenance());
        told.put("selection", choice != null && choice.variant().equals(model.provenance().get("variant"))
                ? choice.again()
                : EarlierChoice.now(run));
        return told;
    }

    /**
     * What became of a partition.
     *
     * @param model null where there is none
     */
    private record Result(Outcome outcome, @Nullable Problem reason, TrainingResult.@Nullable Trained model) {}

    private static Result train(PartitionTrainer trainer, PartitionEntry entry, PartitionRows rows,
            @Nullable Long end, @Nullable EarlierChoice choice) {
        try {
            return switch (trainer.train(rows, end, choice == null ? null : choice.variant())) {
                case TrainingResult.Trained model -> new Result(Outcome.SUCCEEDED, reason(model.remark()), model);
                case TrainingResult.Unfit unfit -> new Result(
                        MALFORMED.equals(unfit.code()) ? Outcome.FAILED : Outcome.FELL_BACK, reason(unfit), null);
            };
        } catch (ManyModelsException e) {
            return new Result(Outcome.FAILED, new Problem(e.code(), e.getMessage()), null);
        } catch (RuntimeException e) {
            try (var _ = MDC.putCloseable("key", entry.key())) {
                LOG.warn("Partition cannot be trained", e);
            }
            return new Result(Outcome.FAILED, Problem.of(e), null);
        }
    }

    private static @Nullable Problem reason(TrainingResult.@Nullable Unfit unfit) {
        return unfit == null ? null : new Problem(unfit.code(), unfit.message());
    }
}
