package io.manymodels.work.engine;

import io.manymodels.run.RunKind;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this service does in its runs, by their kind. */
final class Processes {

    private final Map<RunKind, RunProcess> byKind = new EnumMap<>(RunKind.class);

    Processes(List<RunProcess> processes) {
        for (RunProcess process : processes) {
            if (byKind.put(process.kind(), process) != null) {
                throw new IllegalStateException("Two processes do runs of kind [%s]".formatted(process.kind()));
            }
        }
    }

    Set<RunKind> kinds() {
        return Collections.unmodifiableSet(byKind.keySet());
    }

    RunProcess of(Run run) {
        return of(run.kind());
    }

    RunProcess of(RunKind kind) {
        RunProcess process = byKind.get(kind);
        if (process == null) {
            throw new IllegalStateException("Nothing here does runs of kind [%s]".formatted(kind));
        }
        return process;
    }
}
