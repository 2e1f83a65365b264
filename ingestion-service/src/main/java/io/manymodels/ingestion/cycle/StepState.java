package io.manymodels.ingestion.cycle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a step of a cycle is: it waits for the step before, runs, and has ended. A step may end while it waits, when the
 * cycle does, or when its end is heard before its start.
 */
sealed interface StepState permits StepState.Open, CycleState.Ended {

    /** The name in tables and JSON. */
    String wire();

    /** Before the end; each of them may become a later one, or end. */
    enum Open implements StepState {
        WAITING, RUNNING;

        @Override
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static StepState of(String wire) {
        Optional<Open> open = Arrays.stream(Open.values()).filter(state -> state.wire().equals(wire)).findFirst();
        return open.isPresent() ? open.get() : CycleState.Ended.of(wire);
    }
}
