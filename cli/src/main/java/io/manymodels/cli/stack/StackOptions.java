package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import io.manymodels.cli.connection.StackFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of {@code up} and {@code demo}. */
final class StackOptions {

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--landing", paramLabel = "DIR", description = "Folder from which ingestion takes files. Default: landing in the data folder")
    private @Nullable Path landing;

    @Option(names = "--workers", paramLabel = "N", description = "Tasks that training and scoring work on at a time. Default: one a core, and one more for those that wait for the database")
    private int workers = Runtime.getRuntime().availableProcessors() + 1;

    @Option(names = "--detach", description = "Return when ready, and leave the platform running")
    private boolean detach;

    StackFolder folder() {
        return data.folder();
    }

    Path landing() {
        return landing == null ? folder().path().resolve("landing") : landing.toAbsolutePath().normalize();
    }

    int workers() {
        return workers;
    }

    boolean detach() {
        return detach;
    }
}
