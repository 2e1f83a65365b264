package io.manymodels.training.backtest;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilyVersion;
import io.manymodels.run.RunKind;
import io.manymodels.training.context.SubmissionSource;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Checks a request for a backtest and submits its run. */
@Component
class BacktestSubmission {

    private final SubmissionSource source;
    private final Catalogue catalogue;
    private final Runs runs;

    BacktestSubmission(SubmissionSource source, Catalogue catalogue, Runs runs) {
        this.source = source;
        this.catalogue = catalogue;
        this.runs = runs;
    }

    Run submit(String family, BacktestRequest request, String principal) {
        FamilyVersion version = source.family(family);
        catalogue.check(family, version.spec().task(), version.spec().training().algorithms());
        Snapshot snapshot = source.snapshot(family, request.snapshot());
        BacktestParameters parameters = BacktestRules.parameters(request, version.spec(), snapshot);
        return runs.submit(new NewRun(UUID.randomUUID(), RunKind.BACKTEST, family, version.version(), null, parameters,
                version.spec().training().errorBudget(), principal));
    }
}
