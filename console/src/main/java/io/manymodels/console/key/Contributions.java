package io.manymodels.console.key;

import io.manymodels.console.page.Shown;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What an answer of realtime is made of, for readers: the largest contributions first. On a logarithmic scale they are shown as the
 * per cent by which they raise or lower the answer, else in the unit of the scale.
 *
 * @param parts as text, such as {@code price +36.3}
 * @param unexplained why there are none; empty where there are
 */
record Contributions(List<String> parts, String unexplained) {

    private static final int MOST = 6;
    private static final Shown SHOWN = new Shown();

    static Contributions of(JsonNode answer) {
        JsonNode explanation = answer.path("explanation");
        String scale = explanation.path("scale").asString("");
        return new Contributions(explanation.path("contributions").properties().stream()
                .filter(part -> part.getValue().asDouble() != 0)
                .sorted(Comparator.comparingDouble(part -> -Math.abs(part.getValue().asDouble())))
                .limit(MOST).map(part -> shown(scale, part)).toList(),
                explanation.path("unexplained").asString(""));
    }

    private static String shown(String scale, Map.Entry<String, JsonNode> part) {
        double value = part.getValue().asDouble();
        return part.getKey() + " " + (scale.equals("log") || scale.equals("log1p")
                ? SHOWN.change(100 * Math.expm1(value)) + " %"
                : SHOWN.change(value));
    }
}
