package io.manymodels.work.engine;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import io.manymodels.work.trace.Traces;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs in the tables of this service. */
class StoredRuns implements Runs {

    private static final Logger LOG = LoggerFactory.getLogger(StoredRuns.class);

    private final RunRepository runs;
    private final Transitions transitions;
    private final Traces traces;

    StoredRuns(RunRepository runs, Transitions transitions, Traces traces) {
        this.runs = runs;
        this.transitions = transitions;
        this.traces = traces;
    }

    @Override
    public Run submit(NewRun run) {
        try (RunFields _ = RunFields.of(run.id(), run.family());
                Traces.Step _ = traces.goOn(traces.now(), "submit " + run.kind().wireName())) {
            submitted(run);
        }
        return get(run.id());
    }

    private void submitted(NewRun run) {
        if (transitions.submitted(run, traces.now())) {
            LOG.info("Run submitted run={} kind={} family={} cycle={}", run.id(), run.kind().wireName(), run.family(),
                    run.cycle());
        }
    }

    @Override
    public Optional<Run> find(UUID id) {
        return runs.find(id);
    }

    @Override
    public Run cancel(UUID id) {
        Run run = get(id);
        boolean cancelled;
        try (RunFields _ = RunFields.of(run.id(), run.family())) {
            cancelled = transitions.cancelled(run);
        }
        if (!cancelled) {
            throw ManyModelsException.conflict("run-ended",
                    "Run [%s] has ended as [%s] and cannot be cancelled".formatted(id, get(id).state().wireName()));
        }
        return get(id);
    }
}
