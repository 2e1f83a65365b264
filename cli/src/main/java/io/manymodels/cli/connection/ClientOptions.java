package io.manymodels.cli.connection;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all verbs that talk to the platform. */
public final class ClientOptions {

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--json", description = "Print JSON for machines")
    private boolean json;

    /** Whether a machine reads the result. */
    public boolean json() {
        return json;
    }

    /** The platform that environment variables name, else the stack on this machine. */
    public Platform platform() {
        return Platform.of(data.folder());
    }
}
