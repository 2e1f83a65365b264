package io.manymodels.cli.connection;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}: which stack on this machine. */
public final class DataOption {

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder of the stack. Default: MANYMODELS_DATA, else .manymodels")
    private @Nullable Path data;

    /** The folder that was chosen. */
    public StackFolder folder() {
        return StackFolder.of(data);
    }
}
