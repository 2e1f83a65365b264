package io.manymodels.cli.run;

import io.manymodels.cli.connection.Platform;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a cycle used, and what that cost: in all, a model, and a thousand predictions. */
final class Costs {

    private static final double MEGABYTE = 1e6;

    private Costs() {}

    /** By the runs of the cycle; a run whose service does not say what it used is left out. */
    static ObjectNode of(Platform platform, Map<String, JsonNode> runs) {
        ObjectNode costs = JsonNodeFactory.instance.objectNode();
        ObjectNode steps = costs.putObject("cpuSeconds");
        double cpu = 0;
        double cost = 0;
        double aMonth = 0;
        long written = 0;
        for (var run : runs.entrySet()) {
            JsonNode used = platform.find(Service.of(run.getKey()),
                    "/runs/" + run.getValue().path("id").asString("") + "/usage").orElse(null);
            if (used == null) {
                continue;
            }
            JsonNode total = used.path("total");
            costs.put("currency", used.path("currency").asString(""));
            steps.put(run.getKey(), total.path("cpuSeconds").asDouble(0));
            cpu += total.path("cpuSeconds").asDouble(0);
            cost += total.path("cost").asDouble(0);
            aMonth += total.path("storageCostAMonth").asDouble(0);
            written += total.path("bytesWritten").asLong(0);
            each(costs, run.getKey(), run.getValue(), total);
        }
        return costs.put("cpuSecondsInAll", cpu).put("bytesWritten", written).put("cost", cost)
                .put("storageCostAMonth", aMonth);
    }

    /** What was trained anew counts, not what was carried over. */
    private static void each(ObjectNode costs, String kind, JsonNode run, JsonNode total) {
        JsonNode progress = run.path("progress");
        long models = progress.path("succeeded").asLong(0) + progress.path("fellBack").asLong(0);
        double predictions = run.path("result").path("rows").asDouble(0) / 1000;
        if (kind.equals("training") && models > 0) {
            costs.put("cpuSecondsAModel", total.path("cpuSeconds").asDouble(0) / models).put("costAModel",
                    total.path("cost").asDouble(0) / models);
        } else if (kind.equals("scoring") && predictions > 0) {
            costs.put("cpuSecondsAThousandPredictions", total.path("cpuSeconds").asDouble(0) / predictions)
                    .put("costAThousandPredictions", total.path("cost").asDouble(0) / predictions);
        }
    }

    /** For people; no prices, no sums of money. */
    static List<String> lines(JsonNode costs) {
        List<String> lines = new ArrayList<>();
        if (costs.path("cpuSecondsInAll").asDouble(0) > 0) {
            lines.add("Used: %s CPU s%s%s; %s MB written".formatted(
                    rounded(costs.path("cpuSecondsInAll").asDouble()),
                    part(costs, "cpuSecondsAModel", "a model ", ""),
                    part(costs, "cpuSecondsAThousandPredictions", "a thousand predictions ", ""),
                    rounded(costs.path("bytesWritten").asDouble() / MEGABYTE)));
        }
        if (costs.path("cost").asDouble(0) > 0 || costs.path("storageCostAMonth").asDouble(0) > 0) {
            String currency = " " + costs.path("currency").asString("");
            lines.add("Cost: %s%s%s%s; keeping what was written %s%s a month".formatted(
                    rounded(costs.path("cost").asDouble()), currency,
                    part(costs, "costAModel", "a model ", currency),
                    part(costs, "costAThousandPredictions", "a thousand predictions ", currency),
                    rounded(costs.path("storageCostAMonth").asDouble()), currency));
        }
        return lines;
    }

    private static String part(JsonNode costs, String field, String words, String unit) {
        return costs.has(field) ? ", " + words + rounded(costs.path(field).asDouble()) + unit : "";
    }

    /** Two digits that count, as costs a model are small. */
    private static String rounded(double number) {
        if (number >= 100) {
            return String.format(Locale.ROOT, "%.0f", number);
        }
        int digits = number <= 0 ? 0 : (int) Math.max(0, 1 - Math.floor(Math.log10(number)));
        return String.format(Locale.ROOT, "%." + digits + "f", number);
    }
}
