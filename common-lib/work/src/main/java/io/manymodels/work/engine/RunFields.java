package io.manymodels.work.engine;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** While it is open, lines that the calling thread logs have the run and its family as fields. */
final class RunFields implements AutoCloseable {

    private final @Nullable Map<String, String> before;

    private RunFields(@Nullable Map<String, String> before) {
        this.before = before;
    }

    static RunFields of(UUID run, String family) {
        RunFields fields = new RunFields(MDC.getCopyOfContextMap());
        MDC.put("run", run.toString());
        MDC.put("family", family);
        return fields;
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
