package io.manymodels.training.run;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilyVersion;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.manymodels.training.context.Retrain;
import io.manymodels.training.context.SubmissionSource;
import io.manymodels.training.context.TrainingParameters;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Checks a request for a training and submits its run; likewise for the training of a cycle. */
@Component
class TrainingSubmission {

    private final SubmissionSource source;
    private final SelectionRepository selection;
    private final Catalogue catalogue;
    private final IngestionRunRepository ingestions;
    private final Runs runs;

    TrainingSubmission(SubmissionSource source, SelectionRepository selection, Catalogue catalogue,
            IngestionRunRepository ingestions, Runs runs) {
        this.source = source;
        this.catalogue = catalogue;
        this.selection = selection;
        this.ingestions = ingestions;
        this.runs = runs;
    }

    Run submit(String family, TrainingRequest request, String principal) {
        FamilyVersion version = source.family(family);
        Snapshot snapshot = source.snapshot(family, request.snapshot());
        catalogue.check(family, version.spec().task(), version.spec().training().algorithms());
        TrainingParameters parameters = TrainingRules.parameters(request, version.spec(), snapshot);
        checkKeys(parameters);
        return runs.submit(new NewRun(UUID.randomUUID(), RunKind.TRAINING, family, version.version(), null, parameters,
                version.spec().training().errorBudget(), principal));
    }

    /**
     * Starts the training run of a cycle whose ingestion succeeded, with what that came to; told again, it is the same run.
     * Empty when there is no such ingestion: anybody may have said so.
     */
    Optional<Run> follow(UUID cycle) {
        return ingestions.succeeded(RunId.inCycle(cycle, RunKind.INGESTION), cycle).map(ingestion -> {
            FamilyVersion version = source.family(ingestion.family(), ingestion.familyVersion());
            return runs.submit(new NewRun(RunId.inCycle(cycle, RunKind.TRAINING), RunKind.TRAINING, ingestion.family(),
                    version.version(), cycle,
                    new TrainingParameters(ingestion.snapshot(), null, Retrain.CHANGED, List.of()),
                    version.spec().training().errorBudget(), "cycle"));
        });
    }

    private void checkKeys(TrainingParameters parameters) {
        List<ManyModelsException.Detail> unknown = selection.unknownKeys(parameters).stream()
                .map(i -> new ManyModelsException.Detail("keys[%d]".formatted(i),
                        "Key [%s] matches no partition of snapshot [%s]. Maybe the values have another type, 2 in place of \"2\""
                                .formatted(parameters.keys().get(i), parameters.snapshot())))
                .toList();
        if (!unknown.isEmpty()) {
            throw ManyModelsException.invalid("training-invalid", unknown.getFirst().message(), unknown);
        }
    }
}
