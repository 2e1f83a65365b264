package io.manymodels.cli.inspection;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code inspect SPEC}. */
@Command(name = "inspect", description = "Tell what an ingestion would do with a spec and its source; nothing is stored.")
public final class InspectCommand implements Callable<Integer> {

    private static final int PROBLEMS = 1;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "SPEC", description = "The spec, YAML or JSON; its source lies in the landing folder")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        JsonNode seen = client.platform().inspect(read(),
                file.toString().endsWith(".json") ? "application/json" : "application/yaml");
        if (client.json()) {
            Terminal.print(seen);
        } else {
            print(seen);
        }
        return seen.path("problems").isEmpty() ? 0 : PROBLEMS;
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CommandFailure
                    .usage("Cannot read the spec (" + file + "). Maybe the path is wrong: " + e.getMessage());
        }
    }

    private static void print(JsonNode seen) {
        for (JsonNode problem : seen.path("problems")) {
            Terminal.print("wrong: %s: %s".formatted(problem.path("path").asString(""),
                    problem.path("message").asString("")));
        }
        JsonNode sample = seen.path("sample");
        if (!sample.isObject()) {
            return;
        }
        Terminal.print("%d rows of %d keys, %s, in %d ms".formatted(sample.path("rows").asLong(),
                sample.path("keys").asLong(), extent(sample), sample.path("milliseconds").asLong()));
        List<List<String>> columns = new ArrayList<>();
        seen.path("columns").forEach(column -> columns.add(List.of(column.path("name").asString(""),
                column.path("type").asString(""), column.path("role").asString(""),
                column.path("why").asString(""))));
        Terminal.table(List.of("column", "type", "role", "why"), columns);
        JsonNode time = seen.path("time");
        if (time.isObject()) {
            Terminal.print(
                    "times: every %s, from %s to %s, %d gaps".formatted(
                            step(time.path("axis").path("step").asInt(1),
                                    time.path("axis").path("unit").asString("step")),
                            time.path("from").asString("?"), time.path("to").asString("?"),
                            time.path("gaps").asLong()));
        }
        JsonNode cost = seen.path("cost");
        if (cost.path("basis").asLong() > 0) {
            Terminal.print("a cycle of about %s rows and %d keys%s: %s".formatted(cost.path("rows").asString("?"),
                    cost.path("keys").asLong(), sample.path("complete").booleanValue() ? "" : " or more",
                    String.join(", ", Stream.of("ingestion", "training", "promotion", "scoring")
                            .filter(step -> cost.path(step + "Seconds").isNumber())
                            .map(step -> "%s %.0f s".formatted(step, cost.path(step + "Seconds").asDouble()))
                            .toList())));
        }
        seen.path("gate").properties().forEach(reason -> Terminal.print("keys with %s: %d".formatted(reason.getKey(),
                reason.getValue().asLong())));
        seen.path("warnings").forEach(warning -> Terminal.print("note: " + warning.asString("")));
        seen.path("firstRows").forEach(row -> Terminal.print("row: " + row));
    }

    private static String extent(JsonNode sample) {
        return sample.path("complete").booleanValue()
                ? "all of the source"
                : sample.path("estimatedRows").isNumber()
                        ? "the beginning of about %d rows".formatted(sample.path("estimatedRows").asLong())
                        : "perhaps the beginning alone";
    }

    private static String step(int units, String unit) {
        return units == 1 ? unit : units + " " + unit + "s";
    }
}
