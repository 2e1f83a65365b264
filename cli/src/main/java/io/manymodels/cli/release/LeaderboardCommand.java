package io.manymodels.cli.release;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import io.manymodels.family.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code leaderboard FAMILY}. */
@Command(name = "leaderboard", description = "The algorithms that the latest training tried, with the mean of their metrics over the keys that chose them, and of the family's metric over all that tried them.")
public final class LeaderboardCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    private static final String TRIED = "tried ";

    /** Sums over the models of an algorithm, and over the keys that tried it. */
    private static final class Standing {
        private int models;
        private int tried;
        private int leftOut;
        private final Map<String, double[]> sums = new TreeMap<>();

        void chosen(JsonNode metrics) {
            models++;
            metrics.properties().stream().filter(metric -> metric.getValue().isNumber())
                    .forEach(metric -> add(metric.getKey(), metric.getValue().asDouble()));
        }

        void tried(String metric, double value) {
            tried++;
            add(TRIED + metric, value);
        }

        private void add(String metric, double value) {
            double[] sum = sums.computeIfAbsent(metric, _ -> new double[2]);
            sum[0] += value;
            sum[1]++;
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
        Map<String, Integer> earlier = new TreeMap<>();
        platform.forEach(Service.TRAINING, "/families/" + Platform.encoded(family) + "/candidates?run="
                + Platform.encoded(latest.path("id").asString("")), candidate -> {
                    if (candidate.path("scope").asString("").equals("own")) {
                        standings.computeIfAbsent(candidate.path("algorithm").asString(""), _ -> new Standing())
                                .chosen(candidate.path("metrics"));
                        best(candidate.path("provenance").path("measured")).forEach((algorithm, value) -> standings
                                .computeIfAbsent(algorithm, _ -> new Standing()).tried(value.metric(), value.value()));
                        leftOut(candidate.path("provenance").path("leftOut")).forEach(algorithm -> standings
                                .computeIfAbsent(algorithm, _ -> new Standing()).leftOut++);
                        String by = candidate.path("provenance").path("selection").path("run").asString("");
                        if (!by.isEmpty() && !by.equals(candidate.path("run").asString(""))) {
                            earlier.merge(by, 1, Integer::sum);
                        }
                    }
                });
        print(latest, standings);
        if (!client.json()) {
            earlier.forEach((run, keys) -> Terminal
                    .print("Fitted again for %d keys, as chosen by the training run %s.".formatted(keys, run)));
        }
        return 0;
    }

    private record Value(String metric, double value) {}

    /** Of the variants of an algorithm that a key tried the best one. */
    private static Map<String, Value> best(JsonNode measured) {
        Map<String, Value> best = new LinkedHashMap<>();
        measured.properties().forEach(variant -> variant.getValue().properties().forEach(
                metric -> best.merge(variant.getKey().replaceAll("/.*", ""),
                        new Value(metric.getKey(), metric.getValue().asDouble()), LeaderboardCommand::better)));
        return best;
    }

    /** Algorithms of which a variant was left out for the budget. */
    private static Set<String> leftOut(JsonNode variants) {
        return variants.valueStream().map(variant -> variant.asString("").replaceAll("/.*", ""))
                .collect(Collectors.toSet());
    }

    private static Value better(Value one, Value other) {
        boolean higher = Metric.named(one.metric()).map(Metric::direction).filter(Metric.Direction.HIGHER::equals)
                .isPresent();
        return higher == one.value() > other.value() ? one : other;
    }

    private void print(JsonNode run, Map<String, Standing> standings) {
        List<String> metrics = standings.values().stream().flatMap(standing -> standing.sums.keySet().stream())
                .distinct().sorted(Comparator.comparing((String metric) -> !metric.startsWith(TRIED))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        boolean contested = standings.values().stream().anyMatch(standing -> standing.tried > 0);
        boolean bounded = standings.values().stream().anyMatch(standing -> standing.leftOut > 0);
        List<Map.Entry<String, Standing>> ranked = standings.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Standing> entry) -> -entry.getValue().models)
                        .thenComparingInt(entry -> -entry.getValue().tried))
                .toList();
        if (client.json()) {
            var result = JsonNodeFactory.instance.arrayNode();
            ranked.forEach(entry -> {
                var row = result.addObject().put("algorithm", entry.getKey()).put("models", entry.getValue().models);
                if (contested) {
                    row.put("tried", entry.getValue().tried);
                }
                if (bounded) {
                    row.put("leftOut", entry.getValue().leftOut);
                }
                entry.getValue().sums.keySet()
                        .forEach(metric -> row.put(metric.replace(' ', '_'), entry.getValue().mean(metric)));
            });
            Terminal.print(result);
            return;
        }
        List<String> header = new ArrayList<>(List.of("ALGORITHM", "KEYS"));
        if (contested) {
            header.add("TRIED");
        }
        if (bounded) {
            header.add("LEFT OUT");
        }
        header.addAll(metrics);
        Terminal.table(header, ranked.stream().map(entry -> {
            List<String> row = new ArrayList<>(List.of(entry.getKey(), String.valueOf(entry.getValue().models)));
            if (contested) {
                row.add(String.valueOf(entry.getValue().tried));
            }
            if (bounded) {
                row.add(String.valueOf(entry.getValue().leftOut));
            }
            metrics.forEach(metric -> row.add(Double.isNaN(entry.getValue().mean(metric))
                    ? ""
                    : "%.4f".formatted(entry.getValue().mean(metric))));
            return row;
        }).toList());
        Terminal.print("Models that the training run " + run.path("id").asString("") + " made for their own keys."
                + (contested ? " \"tried\": the family's metric over all keys that tried the algorithm." : "")
                + (bounded ? " LEFT OUT: keys for which training.budget had no room for all variants of it." : ""));
    }
}
