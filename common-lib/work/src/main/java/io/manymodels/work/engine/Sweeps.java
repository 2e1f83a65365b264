package io.manymodels.work.engine;

import io.manymodels.work.api.Run;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps runs that ended long ago once more, for what an attempt left that was still at work at the end. */
public class Sweeps {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);

    private final RunRepository runs;
    private final Processes processes;

    Sweeps(RunRepository runs, Processes processes) {
        this.runs = runs;
        this.processes = processes;
    }

    /** False when it failed; a run that is gone, or that has not ended, needs none. */
    public boolean sweep(UUID id) {
        Run run = runs.find(id).filter(found -> found.state().isFinal()).orElse(null);
        if (run == null) {
            return true;
        }
        try {
            processes.of(run).sweep(run);
            return true;
        } catch (Exception e) {
            LOG.warn("Run cannot be swept run={}: {}", id, e.toString());
            return false;
        }
    }
}
