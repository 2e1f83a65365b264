package io.manymodels.work;

import io.manymodels.problem.ManyModelsException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** The runs of this service: submit, look up, cancel. */
public final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final RunRepository runs;
    private final TaskRunner runner;
    private final TransactionTemplate transaction;

    Runs(RunRepository runs, TaskRunner runner, TransactionTemplate transaction) {
        this.runs = runs;
        this.runner = runner;
        this.transaction = transaction;
    }

    /**
     * Stores the run and its first task; takes part in a transaction that is under way. The same id again changes nothing
     * and answers the run that is there.
     */
    public Run submit(NewRun run) {
        return transaction.execute(_ -> {
            if (runs.insert(run)) {
                runner.begin(run.id());
                LOG.info("Run submitted run={} kind={} family={} cycle={}", run.id(), run.kind().wireName(),
                        run.family(),
                        run.cycle());
            }
            return get(run.id());
        });
    }

    public Optional<Run> find(UUID id) {
        return runs.find(id);
    }

    /** The run, or NOT_FOUND {@code run-not-found}. */
    public Run get(UUID id) {
        return find(id).orElseThrow(() -> ManyModelsException.notFound("run-not-found",
                "Run [%s] is not known to this service. Maybe ask the service that owns its kind".formatted(id)));
    }

    /** Stops the run as soon as its tasks notice. CONFLICT {@code run-ended} when it has ended already. */
    public Run cancel(UUID id) {
        Run run = get(id);
        transaction.executeWithoutResult(_ -> {
            if (!runs.requestCancellation(id)) {
                throw ManyModelsException.conflict("run-ended",
                        "Run [%s] has ended as [%s] and cannot be cancelled".formatted(id, run.state().wireName()));
            }
            runner.cancelled(run, 0);
        });
        return get(id);
    }
}
