package io.manymodels.console.key;

import io.manymodels.family.OurColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a classifier says of a row.
 *
 * @param time of the row; empty where the family has no time
 * @param probabilities by label
 */
record ProbabilityLine(String time, String said, String rung, Map<String, Double> probabilities) {

    private static final int SHOWN = 30;
    private static final String PROBABILITY = "probability_";

    /**
     * The newest rows, the newest first.
     *
     * @param predictions items of {@code GET /families/{f}/predictions}, ascending in time
     * @param time name of the time column
     * @param ours beside the columns of the family
     */
    static List<ProbabilityLine> newest(List<JsonNode> predictions, String time, OurColumns ours) {
        return predictions.reversed().stream().limit(SHOWN).map(row -> {
            Map<String, Double> probabilities = new LinkedHashMap<>();
            JsonNode said = ours.in(row);
            said.properties().stream()
                    .filter(cell -> cell.getKey().startsWith(PROBABILITY) && cell.getValue().isNumber())
                    .forEach(cell -> probabilities.put(cell.getKey().substring(PROBABILITY.length()),
                            cell.getValue().asDouble()));
            return new ProbabilityLine(row.path(time).asString(""), said.path("prediction").asString(""),
                    said.path("rung").asString(""), probabilities);
        }).toList();
    }
}
