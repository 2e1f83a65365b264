package io.manymodels.ingestion.run;

import io.manymodels.family.FamilyVersion;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Submits ingestions. */
@Service
public class Ingestions {

    private final Runs runs;

    Ingestions(Runs runs) {
        this.runs = runs;
    }

    Run submit(FamilyVersion family, String principal) {
        return submit(UUID.randomUUID(), null, family, principal);
    }

    /** The ingestion of a cycle; the same cycle again is the same run. */
    public Run submit(UUID cycle, FamilyVersion family, String principal) {
        return submit(RunId.inCycle(cycle, RunKind.INGESTION), cycle, family, principal);
    }

    private Run submit(UUID id, @Nullable UUID cycle, FamilyVersion family,
            String principal) {
        return runs.submit(new NewRun(id, RunKind.INGESTION, family.family(), family.version(), cycle, Map.of(),
                family.spec().training().errorBudget(), principal));
    }
}
