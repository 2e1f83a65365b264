package io.manymodels.promotion.run;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.event.TrainingCompleted;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.run.TrainingRunRepository.TrainingRun;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Starts promotion runs. */
@Component
class Promotions {

    private static final Logger LOG = LoggerFactory.getLogger(Promotions.class);

    private final FamilyRepository families;
    private final TrainingRunRepository trainings;
    private final Runs runs;

    Promotions(FamilyRepository families, TrainingRunRepository trainings, Runs runs) {
        this.families = families;
        this.trainings = trainings;
        this.runs = runs;
    }

    /**
     * Starts a promotion on somebody's word, under the rules of the family's current version.
     *
     * @param training the training run to promote; null for the family's latest
     */
    Run start(String family, @Nullable UUID training, boolean dryRun, String submittedBy) {
        var version = families.current(family).orElseThrow(() -> ManyModelsException.notFound("family-unknown",
                "Family [%s] does not exist. Maybe ask ingestion-service for GET /api/v1/families".formatted(family)));
        var chosen = training == null ? latest(family) : named(family, training);
        var snapshot = Optional.ofNullable(chosen.snapshot()).orElseThrow(() -> ManyModelsException.conflict(
                "training-without-snapshot",
                "Training run [%s] names no snapshot. Maybe train again".formatted(chosen.id())));
        return runs.submit(new NewRun(UUID.randomUUID(), RunKind.PROMOTION, family, version.version(), null,
                new PromotionParameters(chosen.id(), snapshot, dryRun), version.spec().training().errorBudget(),
                submittedBy));
    }

    /**
     * Starts the promotion of a cycle whose training has ended; the second time it changes nothing. The fact is a hint:
     * what is promoted, under which version of the spec and in which cycle is what the training run itself says.
     */
    void follow(TrainingCompleted fact) {
        var training = trainings.find(fact.run()).filter(run -> run.state().equals("succeeded"))
                .filter(run -> run.family().equals(fact.family())).orElse(null);
        if (training == null || !Objects.equals(training.cycle(), fact.cycle()) || training.snapshot() == null) {
            LOG.warn("A fact about a training that the registry does not know is passed over family={} run={}",
                    fact.family(), fact.run());
            return;
        }
        var cycle = training.cycle();
        if (cycle == null) {
            return;
        }
        var version = families.version(training.family(), training.familyVersion())
                .orElseThrow(
                        () -> ManyModelsException.notFound("family-version-unknown", "Family [%s] has no version [%d]"
                                .formatted(training.family(), training.familyVersion())));
        runs.submit(new NewRun(RunId.inCycle(cycle, RunKind.PROMOTION), RunKind.PROMOTION, training.family(),
                training.familyVersion(), cycle, new PromotionParameters(training.id(), training.snapshot(), false),
                version.spec().training().errorBudget(), "cycle"));
    }

    private TrainingRun latest(String family) {
        return trainings.latest(family).orElseThrow(() -> ManyModelsException.conflict("training-missing",
                "Family [%s] has no finished training run. Maybe POST /api/v1/families/%s/trainings to training-service"
                        .formatted(family, family)));
    }

    private TrainingRun named(String family, UUID training) {
        var run = trainings.find(training).filter(found -> found.family().equals(family))
                .orElseThrow(() -> ManyModelsException.invalid("training-unknown",
                        "Family [%s] has no training run [%s]. Maybe leave training out to take the latest"
                                .formatted(family, training)));
        if (!run.state().equals("succeeded")) {
            throw ManyModelsException.conflict("training-not-succeeded",
                    "Training run [%s] is [%s]. Maybe wait for it, or leave training out to take the latest that succeeded"
                            .formatted(training, run.state()));
        }
        if (!trainings.hasCandidates(training)) {
            throw ManyModelsException.conflict("candidates-missing",
                    "Training run [%s] has no candidates: it made none, or they are no longer kept. Maybe leave training out to take the latest"
                            .formatted(training));
        }
        return run;
    }
}
