package io.manymodels.cli.family;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code delete FAMILY}. */
@Command(name = "delete", description = "Delete a family, and say what of it stays.")
public final class DeleteCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Option(names = "--yes", description = "Really delete it")
    private boolean sure;

    @Override
    public Integer call() {
        if (!sure) {
            throw CommandFailure.usage("Nothing was deleted. Maybe ./manymodels delete " + family
                    + " --yes, when you are sure.");
        }
        JsonNode rest = client.platform().delete(Service.INGESTION, "/families/" + Platform.encoded(family));
        if (client.json()) {
            Terminal.print(rest);
        } else {
            Terminal.say("Family " + family + " is deleted. " + rest.path("stays").asString(""));
        }
        return 0;
    }
}
