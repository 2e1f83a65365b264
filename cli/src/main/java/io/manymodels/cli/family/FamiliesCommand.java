package io.manymodels.cli.family;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code families}. */
@Command(name = "families", description = "List the families.")
public final class FamiliesCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Override
    public Integer call() {
        List<JsonNode> families = new ArrayList<>();
        client.platform().forEach(Service.INGESTION, "/families", families::add);
        if (client.json()) {
            Terminal.print(JsonNodeFactory.instance.arrayNode().addAll(families));
        } else if (families.isEmpty()) {
            Terminal.say("No families yet. Maybe ./manymodels apply examples/orange-juice.yaml");
        } else {
            Terminal.table(List.of("FAMILY", "VERSION", "TASK", "TARGET", "DESCRIPTION"),
                    families.stream().map(FamiliesCommand::row).toList());
        }
        return 0;
    }

    private static List<String> row(JsonNode family) {
        JsonNode spec = family.path("spec");
        return List.of(family.path("name").asString(family.path("family").asString("")),
                family.path("version").asString(family.path("currentVersion").asString("")),
                spec.path("task").asString(""), spec.path("target").asString(""),
                spec.path("description").asString(""));
    }
}
