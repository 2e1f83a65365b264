package io.manymodels.cli.inspection;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code init FILE}. */
@Command(name = "init", description = "Print a first spec for a file, to be looked over: ./manymodels init sales.csv > sales.yaml")
public final class InitCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FILE", description = "A path or glob below the landing folder")
    private String files = "";

    @Override
    public Integer call() {
        JsonNode draft = client.platform().draft(files);
        if (client.json()) {
            Terminal.print(draft);
        } else {
            Terminal.write(draft.path("spec").asString(""));
        }
        return 0;
    }
}
