package io.manymodels.cli.run;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code runs}. */
@Command(name = "runs", description = "The latest runs of all services, newest first.")
public final class RunsCommand implements Callable<Integer> {

    private static final List<Service> OWNERS = List.of(Service.INGESTION, Service.TRAINING, Service.PROMOTION,
            Service.SCORING);

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(arity = "0..1", paramLabel = "FAMILY", description = "Runs of this family alone")
    private @Nullable String family;

    @Option(names = "--state", paramLabel = "STATE", description = "queued, running, succeeded, failed or cancelled")
    private @Nullable String state;

    @Option(names = {"-n", "--limit"}, paramLabel = "N", defaultValue = "20", description = "At most N. Default: 20")
    private int limit;

    @Override
    public Integer call() {
        if (limit < 1 || limit > 1000) {
            throw CommandFailure.usage("The limit (" + limit + ") is not from 1 to 1000.");
        }
        Platform platform = client.platform();
        List<JsonNode> runs = new ArrayList<>();
        for (Service service : OWNERS) {
            platform.get(service, query()).path("items").forEach(runs::add);
        }
        List<JsonNode> latest = runs.stream().sorted(Comparator
                .comparing((JsonNode run) -> run.path("submittedAt").asString("")).reversed()).limit(limit).toList();
        if (client.json()) {
            Terminal.print(JsonNodeFactory.instance.arrayNode().addAll(latest));
        } else if (latest.isEmpty()) {
            Terminal.say("No runs" + (family == null ? " yet." : " of " + family + ".")
                    + " Maybe ./manymodels run FAMILY");
        } else {
            Terminal.table(List.of("RUN", "KIND", "FAMILY", "STATE", "EXPECTED", "FAILED", "SUBMITTED"),
                    latest.stream().map(RunsCommand::row).toList());
        }
        return 0;
    }

    private String query() {
        return "/runs?limit=" + limit + (family == null ? "" : "&family=" + Platform.encoded(family))
                + (state == null ? "" : "&state=" + Platform.encoded(state));
    }

    private static List<String> row(JsonNode run) {
        JsonNode progress = run.path("progress");
        return List.of(run.path("id").asString(""), run.path("kind").asString(""), run.path("family").asString(""),
                run.path("state").asString(""), progress.path("expected").asString("0"),
                progress.path("failed").asString("0"), run.path("submittedAt").asString(""));
    }
}
