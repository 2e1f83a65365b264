package io.manymodels.stack;

import java.util.List;
import java.util.Locale;

/**
 * The five services and the console in the order of their start, with the memory and compiler each gets. Start is bound by the processor:
 * services whose throughput does not matter live with the quick compiler, which halves their start.
 */
enum ServiceKind {

    /** DuckDB needs memory beside the heap; every byte of the lake's parts is hashed before it is sent. */
    INGESTION("512m", false), TRAINING("768m", false), PROMOTION("384m", true), SCORING("768m", false), REALTIME("640m",
            false), CONSOLE("128m", true);

    private final String heap;
    private final boolean quickCompiler;

    ServiceKind(String heap, boolean quickCompiler) {
        this.heap = heap;
        this.quickCompiler = quickCompiler;
    }

    /** Name of its role, credentials, log and pid file. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name of its Maven module. */
    String module() {
        return this == CONSOLE ? id() : id() + "-service";
    }

    List<String> jvmOptions() {
        var options = new java.util.ArrayList<>(
                List.of(this == CONSOLE ? "-Xms32m" : "-Xms64m", "-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"));
        if (quickCompiler) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        return options;
    }
}
