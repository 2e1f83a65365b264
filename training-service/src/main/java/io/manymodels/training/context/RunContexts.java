package io.manymodels.training.context;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.work.api.Run;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Finds what a run works with: its parameters, the spec's version that it recorded, its snapshot. */
@Component
public class RunContexts {

    private final SubmissionSource source;
    private final Catalogue catalogue;
    private final JsonMapper json;

    RunContexts(SubmissionSource source, Catalogue catalogue, JsonMapper json) {
        this.source = source;
        this.catalogue = catalogue;
        this.json = json;
    }

    public RunContext of(Run run) {
        TrainingParameters parameters = json.treeToValue(run.parameters(), TrainingParameters.class);
        FamilySpec spec = source.family(run.family(), run.familyVersion()).spec();
        Snapshot snapshot = source.snapshot(run.family(), parameters.snapshot());
        String learners = catalogue.versions(
                TrainingSpec.of(spec, snapshot.columns(), snapshot.timeAxis(), Map.of()));
        return new RunContext(parameters, spec, snapshot, SpecHash.of(spec, learners, parameters.asOf()));
    }
}
