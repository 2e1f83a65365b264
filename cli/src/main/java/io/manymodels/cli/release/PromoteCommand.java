package io.manymodels.cli.release;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.cli.run.RunFollower;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code promote FAMILY}. */
@Command(name = "promote", description = "Judge the latest candidates by the family's rules and release what passes.")
public final class PromoteCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Option(names = "--dry-run", description = "Judge alone: the same verdicts, but no release")
    private boolean dryRun;

    @Override
    public Integer call() {
        Platform platform = client.platform();
        JsonNode started = platform.post(Service.PROMOTION, "/families/" + Platform.encoded(family) + "/promotions",
                JsonNodeFactory.instance.objectNode().put("dryRun", dryRun));
        String id = started.path("id").asString("");
        JsonNode run = new RunFollower(platform, client.json()).follow(Service.PROMOTION, id,
                dryRun ? "dry run" : "promotion");
        JsonNode promotion = platform.get(Service.PROMOTION, "/promotions/" + Platform.encoded(id));
        if (client.json()) {
            Terminal.print(promotion);
        } else {
            print(platform, id, promotion);
        }
        return run.path("state").asString("").equals("succeeded") ? 0 : CommandFailure.NEGATIVE;
    }

    private static void print(Platform platform, String id, JsonNode promotion) {
        JsonNode problem = promotion.path("problem");
        if (problem.isObject()) {
            Terminal.print("The promotion failed: " + problem.path("message").asString(""));
            return;
        }
        Map<String, Integer> verdicts = new TreeMap<>();
        platform.forEach(Service.PROMOTION, "/promotions/" + Platform.encoded(id) + "/verdicts", verdict -> {
            List<String> reasons = new ArrayList<>();
            verdict.path("reasons")
                    .forEach(reason -> reasons
                            .add(reason.isString() ? reason.asString() : reason.path("code").asString("")));
            verdicts.merge(verdict.path("decision").asString("") + "\t" + String.join(", ", reasons), 1, Integer::sum);
        });
        List<List<String>> rows = new ArrayList<>();
        verdicts.forEach((verdict, keys) -> rows
                .add(List.of(verdict.split("\t", 2)[0], String.valueOf(keys), verdict.split("\t", 2)[1])));
        Terminal.table(List.of("DECISION", "KEYS", "REASONS"), rows);
        Terminal.print("Result: " + promotion.path("result").asString(""));
    }
}
