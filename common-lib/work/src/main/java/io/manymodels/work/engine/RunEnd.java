package io.manymodels.work.engine;

import io.manymodels.problem.Problem;
import io.manymodels.run.RunState;

/** How a run ends: the only ways into a final state. */
sealed interface RunEnd {

    RunState state();

    record Succeeded() implements RunEnd {
        @Override
        public RunState state() {
            return RunState.SUCCEEDED;
        }
    }

    record Failed(Problem problem) implements RunEnd {
        @Override
        public RunState state() {
            return RunState.FAILED;
        }
    }

    record Cancelled() implements RunEnd {
        @Override
        public RunState state() {
            return RunState.CANCELLED;
        }
    }
}
