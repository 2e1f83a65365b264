package io.manymodels.cli.run;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code follow RUN}. */
@Command(name = "follow", description = "Show the progress of a run or of a cycle until it ends.")
public final class FollowCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "RUN", description = "Id of the run, or of the cycle")
    private String id = "";

    @Override
    public Integer call() {
        Platform platform = client.platform();
        Optional<FoundRun> found = FoundRun.find(platform, id);
        if (found.isPresent()) {
            JsonNode run = new RunFollower(platform, client.json()).follow(found.get().service(), found.get().id(),
                    found.get().kind());
            if (client.json()) {
                Terminal.print(run);
            }
            return run.path("state").asString("").equals("succeeded") ? 0 : CommandFailure.NEGATIVE;
        }
        JsonNode cycle = platform.find(Service.INGESTION, "/cycles/" + FoundRun.requireId(id))
                .orElseThrow(() -> CommandFailure
                        .usage("Neither a run nor a cycle is (" + id + "). Maybe list them: ./manymodels runs"));
        return new CycleRun(platform, cycle.path("family").asString(""), client.json()).followToTheEnd(id);
    }
}
