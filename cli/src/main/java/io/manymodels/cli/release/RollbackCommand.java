package io.manymodels.cli.release;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.cli.run.RunFollower;
import io.manymodels.deployment.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code rollback FAMILY RELEASE}. */
@Command(name = "rollback", description = "Make an earlier release of a family current again, and its predictions.")
public final class RollbackCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(index = "0", paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Parameters(index = "1", paramLabel = "RELEASE", description = "Number of the release")
    private int release;

    @Override
    public Integer call() {
        Platform platform = client.platform();
        JsonNode answer = platform.post(Service.PROMOTION, "/families/" + Platform.encoded(family) + "/rollbacks",
                JsonNodeFactory.instance.objectNode().put("to", release));
        if (!client.json()) {
            Terminal.say("Release " + release + " of " + family + " is current again; scoring its predictions ...");
        }
        JsonNode scoring = new RunFollower(platform, client.json()).awaitStart(Service.SCORING,
                answer.path("scoring").asString(""), "scoring");
        if (client.json()) {
            Terminal.print(answer);
        }
        return scoring.path("state").asString("").equals("succeeded") ? 0 : CommandFailure.NEGATIVE;
    }
}
