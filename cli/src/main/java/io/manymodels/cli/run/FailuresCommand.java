package io.manymodels.cli.run;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code failures RUN}. */
@Command(name = "failures", description = "Why partitions of a run failed, fell back, were skipped or cancelled, by reason.")
public final class FailuresCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "RUN", description = "Id of the run")
    private String id = "";

    /** Partitions with the same outcome and reason: how many, and the first of them as the example. */
    private record Group(String outcome, String code, String message, String key, int partitions) {

        Group more() {
            return new Group(outcome, code, message, key, partitions + 1);
        }
    }

    @Override
    public Integer call() {
        Platform platform = client.platform();
        FoundRun found = FoundRun.get(platform, id);
        Map<String, Group> groups = new TreeMap<>();
        for (String outcome : List.of("failed", "fellBack", "skipped", "cancelled")) {
            if (found.run().path("progress").path(outcome).asLong(0) > 0) {
                platform.forEach(found.service(), "/runs/" + found.id() + "/partitions?outcome=" + outcome,
                        partition -> add(groups, outcome, partition));
            }
        }
        print(found, groups.values().stream().sorted(Comparator.comparingInt(Group::partitions).reversed()).toList());
        return 0;
    }

    private static void add(Map<String, Group> groups, String outcome, JsonNode partition) {
        JsonNode reason = partition.path("reason");
        String code = reason.path("code").asString("none");
        groups.merge(outcome + " " + code, new Group(outcome, code, reason.path("message").asString(""),
                partition.path("key").toString(), 1), (known, _) -> known.more());
    }

    private void print(FoundRun found, List<Group> groups) {
        JsonNode problem = found.run().path("problem");
        if (client.json()) {
            var result = JsonNodeFactory.instance.objectNode();
            result.put("run", found.id()).set("problem", problem);
            var list = result.putArray("reasons");
            groups.forEach(group -> list.addObject().put("outcome", group.outcome()).put("code", group.code())
                    .put("partitions", group.partitions()).put("message", group.message()).put("key", group.key()));
            Terminal.print(result);
            return;
        }
        if (problem.isObject()) {
            Terminal.print("The " + found.kind() + " run failed: " + problem.path("message").asString(""));
        }
        if (groups.isEmpty()) {
            Terminal.print("Every partition of the " + found.kind() + " run succeeded or is still to come.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        groups.forEach(group -> rows.add(List.of(group.outcome(), group.code(), String.valueOf(group.partitions()),
                group.key(), group.message())));
        Terminal.table(List.of("OUTCOME", "REASON", "KEYS", "FOR EXAMPLE", "MESSAGE"), rows);
    }
}
