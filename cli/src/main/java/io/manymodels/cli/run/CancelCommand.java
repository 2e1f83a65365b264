package io.manymodels.cli.run;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code cancel RUN}. */
@Command(name = "cancel", description = "Stop a run, or the run that a cycle is at.")
public final class CancelCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "RUN", description = "Id of the run, or of the cycle")
    private String id = "";

    @Override
    public Integer call() {
        Platform platform = client.platform();
        Optional<FoundRun> found = FoundRun.find(platform, id);
        List<JsonNode> cancelled = found.isPresent()
                ? List.of(cancel(platform, found.get().service(), found.get().id()))
                : cancelCycle(platform);
        if (client.json()) {
            Terminal.print(JsonNodeFactory.instance.arrayNode().addAll(cancelled));
        } else if (cancelled.isEmpty()) {
            Terminal.say("No run of the cycle " + id + " is at work.");
        } else {
            cancelled.forEach(run -> Terminal.print("The " + run.path("kind").asString("") + " run "
                    + run.path("id").asString("") + " is " + run.path("state").asString("") + "."));
        }
        return cancelled.isEmpty() ? CommandFailure.NEGATIVE : 0;
    }

    private List<JsonNode> cancelCycle(Platform platform) {
        JsonNode cycle = platform.find(Service.INGESTION, "/cycles/" + FoundRun.requireId(id))
                .orElseThrow(() -> CommandFailure
                        .usage("Neither a run nor a cycle is (" + id + "). Maybe list them: ./manymodels runs"));
        List<JsonNode> cancelled = new ArrayList<>();
        for (JsonNode step : cycle.path("steps")) {
            if (step.path("state").asString("").equals("running")) {
                cancelled.add(cancel(platform, Service.of(step.path("service").asString("")),
                        step.path("run").asString("")));
            }
        }
        return cancelled;
    }

    private static JsonNode cancel(Platform platform, Service service, String run) {
        return platform.post(service, "/runs/" + Platform.encoded(run) + "/cancellation",
                JsonNodeFactory.instance.objectNode());
    }
}
