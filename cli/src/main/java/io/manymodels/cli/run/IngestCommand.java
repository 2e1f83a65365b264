package io.manymodels.cli.run;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code ingest FAMILY}. */
@Command(name = "ingest", description = "Read a family's source into a new snapshot, and nothing more.")
public final class IngestCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Override
    public Integer call() {
        Platform platform = client.platform();
        JsonNode started = platform.post(Service.INGESTION, "/families/" + Platform.encoded(family) + "/ingestions",
                JsonNodeFactory.instance.objectNode());
        JsonNode run = new RunFollower(platform, client.json()).follow(Service.INGESTION,
                started.path("id").asString(""), "ingestion");
        boolean succeeded = run.path("state").asString("").equals("succeeded");
        if (client.json()) {
            Terminal.print(run);
        } else if (succeeded) {
            Terminal.print("Snapshot " + run.path("result").path("snapshot").asString("of run " + started.path("id")
                    .asString("")) + ". Next: ./manymodels run " + family);
        } else {
            Terminal.print("The ingestion failed: " + run.path("problem").path("message").asString("no reason given")
                    + ". Maybe look at ./manymodels failures " + run.path("id").asString(""));
        }
        return succeeded ? 0 : CommandFailure.NEGATIVE;
    }
}
