package io.manymodels.ingestion.cycle;

import io.manymodels.problem.ManyModelsException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Where a cycle is in its life: running, then ended, and ended for good. What ends a cycle takes an {@link Ended}, so that
 * no other transition compiles; a trigger of the table refuses it too.
 */
sealed interface CycleState {

    /** The name in tables and JSON. */
    String wire();

    /** Its runs are at work, or wait for an approval. */
    enum Running implements CycleState {
        RUNNING;

        @Override
        public String wire() {
            return "running";
        }
    }

    /** How it ended. */
    enum Ended implements CycleState, StepState {
        SUCCEEDED, FAILED, CANCELLED;

        @Override
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The end that a fact names. Throws INVALID {@code run-state-unknown} for another word. */
        static Ended of(String wire) {
            return Arrays.stream(values()).filter(state -> state.wire().equals(wire)).findFirst()
                    .orElseThrow(() -> ManyModelsException.invalid("run-state-unknown",
                            "[%s] is no end of a run. Maybe one of %s".formatted(wire, Arrays.toString(values()))));
        }
    }

    static CycleState of(String wire) {
        return wire.equals(Running.RUNNING.wire()) ? Running.RUNNING : Ended.of(wire);
    }
}
