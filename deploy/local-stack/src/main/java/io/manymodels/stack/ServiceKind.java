package io.manymodels.stack;

import java.util.List;
import java.util.Locale;

/**
 * The five services and the console in the order of their start, with the memory and compiler each gets. Start is bound by the processor:
 * services whose throughput does not matter live with the quick compiler, which halves their start.
 */
enum ServiceKind {

    /** DuckDB needs memory beside the heap; every byte of the lake's parts is hashed before it is sent. */
    INGESTION("512m", false), TRAINING("1g", false), PROMOTION("384m", true), SCORING("1g", false), REALTIME("640m",
            false), CONSOLE("128m", true);

    /** Four times as many calls as usual: the optimising compiler took a third of the processor while a night of minutes was at work. */
    private static final List<String> OPTIMISE_LATER = List.of("-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=2400", "-XX:Tier4CompileThreshold=60000");

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
        var options = new java.util.ArrayList<>(List.of(this == CONSOLE ? "-Xms32m" : "-Xms64m", "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError"));
        // Workers stand still while rows are collected: all processors shorten that, and it is the rarer the more is young.
        options.addAll(this == TRAINING || this == SCORING
                ? List.of("-XX:+UseParallelGC", "-XX:MaxNewSize=640m")
                : List.of(JavaCommand.SERIAL));
        if (quickCompiler) {
            options.add("-XX:TieredStopAtLevel=1");
        } else {
            options.addAll(OPTIMISE_LATER);
        }
        return options;
    }
}
