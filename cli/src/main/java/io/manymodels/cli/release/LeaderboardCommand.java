package io.manymodels.cli.release;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code leaderboard FAMILY}. */
@Command(name = "leaderboard", description = "The algorithms that the latest training chose, with the mean of their metrics over keys.")
public final class LeaderboardCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    /** Sums over the models of an algorithm. */
    private static final class Standing {
        private int models;
        private final Map<String, double[]> sums = new TreeMap<>();

        void add(JsonNode metrics) {
            models++;
            metrics.properties().forEach(metric -> {
                if (metric.getValue().isNumber()) {
                    double[] sum = sums.computeIfAbsent(metric.getKey(), _ -> new double[2]);
                    sum[0] += metric.getValue().asDouble();
                    sum[1]++;
                }
            });
        }

        double mean(String metric) {
            double[] sum = sums.get(metric);
            return sum == null ? Double.NaN : sum[0] / sum[1];
        }
    }

    @Override
    public Integer call() {
        Platform platform = client.platform();
        String path = "/runs?kind=training&state=succeeded&limit=1&family=" + Platform.encoded(family);
        JsonNode latest = platform.get(Service.TRAINING, path).path("items").path(0);
        if (latest.isMissingNode()) {
            throw CommandFailure.negative("No training of (" + family + ") has succeeded. Maybe ./manymodels run "
                    + family);
        }
        Map<String, Standing> standings = new LinkedHashMap<>();
        platform.forEach(Service.TRAINING, "/families/" + Platform.encoded(family) + "/candidates?run="
                + Platform.encoded(latest.path("id").asString("")), candidate -> {
                    if (candidate.path("scope").asString("").equals("own")) {
                        standings.computeIfAbsent(candidate.path("algorithm").asString(""), _ -> new Standing())
                                .add(candidate.path("metrics"));
                    }
                });
        print(latest, standings);
        return 0;
    }

    private void print(JsonNode run, Map<String, Standing> standings) {
        List<String> metrics = standings.values().stream().flatMap(standing -> standing.sums.keySet().stream())
                .distinct().sorted().toList();
        List<Map.Entry<String, Standing>> ranked = standings.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue().models, a.getValue().models)).toList();
        if (client.json()) {
            var result = JsonNodeFactory.instance.arrayNode();
            ranked.forEach(entry -> {
                var row = result.addObject().put("algorithm", entry.getKey()).put("models", entry.getValue().models);
                entry.getValue().sums.keySet().forEach(metric -> row.put(metric, entry.getValue().mean(metric)));
            });
            Terminal.print(result);
            return;
        }
        List<String> header = new ArrayList<>(List.of("ALGORITHM", "KEYS"));
        header.addAll(metrics);
        Terminal.table(header, ranked.stream().map(entry -> {
            List<String> row = new ArrayList<>(List.of(entry.getKey(), String.valueOf(entry.getValue().models)));
            metrics.forEach(metric -> row.add(Double.isNaN(entry.getValue().mean(metric))
                    ? ""
                    : "%.4f".formatted(entry.getValue().mean(metric))));
            return row;
        }).toList());
        Terminal.print("Models that the training run " + run.path("id").asString("") + " made for their own keys.");
    }
}
