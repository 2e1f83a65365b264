package io.manymodels.cli.release;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code releases FAMILY}. */
@Command(name = "releases", description = "List the releases of a family, newest first.")
public final class ReleasesCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Override
    public Integer call() {
        List<JsonNode> releases = new ArrayList<>();
        client.platform().forEach(Service.PROMOTION, "/families/" + Platform.encoded(family) + "/releases",
                releases::add);
        if (client.json()) {
            Terminal.print(JsonNodeFactory.instance.arrayNode().addAll(releases));
        } else if (releases.isEmpty()) {
            Terminal.say("No releases of " + family + " yet. Maybe ./manymodels run " + family);
        } else {
            Terminal.table(List.of("RELEASE", "CURRENT", "CREATED", "BY", "SNAPSHOT", "RUN"),
                    releases.stream()
                            .map(release -> List.of(release.path("release").asString(""),
                                    release.path("current").asBoolean(false) ? "yes" : "",
                                    release.path("createdAt").asString(""),
                                    release.path("createdBy").asString(""), release.path("snapshot").asString(""),
                                    release.path("run").asString("")))
                            .toList());
        }
        return 0;
    }
}
