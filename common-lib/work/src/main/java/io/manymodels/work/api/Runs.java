package io.manymodels.work.api;

import io.manymodels.problem.ManyModelsException;
import java.util.Optional;
import java.util.UUID;

/** The runs of this service: submit, look up, cancel. */
public interface Runs {

    /**
     * Stores the run and its first task; takes part in a transaction that is under way. The same id again changes nothing
     * and answers the run that is there.
     */
    Run submit(NewRun run);

    Optional<Run> find(UUID id);

    /** The run, or NOT_FOUND {@code run-not-found}. */
    default Run get(UUID id) {
        return find(id).orElseThrow(() -> ManyModelsException.notFound("run-not-found",
                "Run [%s] is not known to this service. Maybe ask the service that owns its kind".formatted(id)));
    }

    /**
     * Stops the run: what nobody works on at once, the rest when its workers come to an end with it. The run has ended
     * when the last of them did. CONFLICT {@code run-ended} when it has ended already.
     */
    Run cancel(UUID id);
}
