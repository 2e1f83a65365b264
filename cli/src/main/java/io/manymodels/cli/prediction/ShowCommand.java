package io.manymodels.cli.prediction;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import io.manymodels.family.OurColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code show FAMILY KEY=VALUE...}. */
@Command(name = "show", description = "Draw a key: its last rows and what is forecast.")
public final class ShowCommand implements Callable<Integer> {

    private static final int HEIGHT = 16;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(index = "0", paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE", description = "A value for each key column")
    private Map<String, String> key = new LinkedHashMap<>();

    @Option(names = "--last", paramLabel = "N", defaultValue = "80", description = "Rows of the past; default ${DEFAULT-VALUE}")
    private int last = 80;

    @Override
    public Integer call() {
        Platform platform = client.platform();
        String query = key.entrySet().stream()
                .map(column -> Platform.encoded(column.getKey()) + "=" + Platform.encoded(column.getValue()))
                .collect(Collectors.joining("&"));
        String path = "/families/" + Platform.encoded(family);
        JsonNode history = platform.get(Service.INGESTION, path + "/history?last=" + last + "&" + query);
        List<JsonNode> predictions = platform.find(Service.SCORING, path + "/predictions?limit=1000&" + query)
                .map(page -> page.path("items").valueStream().toList()).orElse(List.of());
        if (client.json()) {
            Terminal.print(JsonNodeFactory.instance.objectNode().set("history", history).set("predictions",
                    JsonNodeFactory.instance.arrayNode().addAll(predictions)));
            return 0;
        }
        if (history.path("time").isNull()) {
            throw CommandFailure.negative("There is nothing to draw: " + family
                    + " has no time. Maybe ./manymodels show " + family + " --json");
        }
        if (history.path("rows").isEmpty()) {
            throw CommandFailure.negative("There is nothing to draw: the key has no rows. Maybe ./manymodels ingest "
                    + family);
        }
        draw(history, predictions);
        return 0;
    }

    private static void draw(JsonNode history, List<JsonNode> predictions) {
        String time = history.path("time").asString("");
        String target = history.path("target").asString("");
        Map<String, Integer> steps = new LinkedHashMap<>();
        history.path("rows").forEach(row -> steps.putIfAbsent(row.path(time).asString(""), steps.size()));
        predictions.forEach(row -> steps.putIfAbsent(row.path(time).asString(""), steps.size()));
        List<@Nullable Double> actual = none(steps.size());
        List<@Nullable Double> forecast = none(steps.size());
        List<@Nullable Double> lower = none(steps.size());
        List<@Nullable Double> upper = none(steps.size());
        history.path("rows").forEach(row -> put(actual, steps.get(row.path(time).asString("")), row.path(target)));
        OurColumns ours = OurColumns.beside(history);
        for (JsonNode row : predictions) {
            Integer step = steps.get(row.path(time).asString(""));
            JsonNode said = ours.in(row);
            put(forecast, step, said.path("prediction"));
            said.propertyNames().stream().filter(name -> name.startsWith("lower_")).findFirst().ifPresent(name -> {
                put(lower, step, said.path(name));
                put(upper, step, said.path(name.replace("lower_", "upper_")));
            });
        }
        new TerminalChart(actual, forecast, lower, upper).lines(HEIGHT).forEach(Terminal::print);
        List<String> times = List.copyOf(steps.keySet());
        Terminal.print(" ".repeat(12) + times.getFirst() + " to " + times.getLast());
        Terminal.print(" ".repeat(12) + "* " + target + (predictions.isEmpty()
                ? "; no forecast yet. Maybe ./manymodels run"
                : ", o forecast, : its interval"));
    }

    private static List<@Nullable Double> none(int size) {
        List<@Nullable Double> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(null);
        }
        return values;
    }

    private static void put(List<@Nullable Double> values, @Nullable Integer step, JsonNode value) {
        if (step != null && value.isNumber()) {
            values.set(step, value.asDouble());
        }
    }
}
