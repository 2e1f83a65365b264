package io.manymodels.cli.run;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code run FAMILY}. */
@Command(name = "run", description = "Run one cycle of a family: ingest, train, promote, score.")
public final class RunCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Override
    public Integer call() {
        JsonNode result = new CycleRun(client.platform(), family, client.json()).run();
        if (client.json()) {
            Terminal.print(result);
        } else {
            CycleRun.summarise(result);
        }
        return result.path("state").asString("").equals("succeeded") ? 0 : CommandFailure.NEGATIVE;
    }
}
