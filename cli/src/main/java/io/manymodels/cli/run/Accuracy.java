package io.manymodels.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How well the models of a release did, in words. */
final class Accuracy {

    private Accuracy() {}

    /** @param accuracy of a release's summary; anything else gives no line */
    static List<String> lines(JsonNode accuracy) {
        List<String> lines = new ArrayList<>();
        if (accuracy.path("mean").isNumber()) {
            String line = "Backtest %s %s, mean over %s keys".formatted(accuracy.path("metric").asString(""),
                    number(accuracy.path("mean")), accuracy.path("keys").asString(""));
            JsonNode before = accuracy.path("before");
            lines.add(before.isObject()
                    ? "%s; release %s: %s over %s keys".formatted(line, before.path("release").asString(""),
                            number(before.path("mean")), before.path("keys").asString(""))
                    : line);
        }
        if (accuracy.path("relativeLoss").isNumber()) {
            double relative = accuracy.path("relativeLoss").asDouble();
            lines.add("Loss %.0f %% %s that of the baseline %s on the same rows of %s keys".formatted(
                    100 * Math.abs(1 - relative), relative > 1 ? "above" : "below",
                    accuracy.path("baseline").asString(""), accuracy.path("baselineKeys").asString("")));
        }
        return lines;
    }

    private static String number(JsonNode value) {
        return String.format(Locale.ROOT, "%.4g", value.asDouble());
    }
}
