package io.manymodels.console.key;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.chart.LinePicture;
import io.manymodels.console.key.KeyReader.FoundKey;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Parts;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Small pictures of many keys. */
@Component
public class Multiples {

    private static final int STEPS = 60;

    private final KeyReader keys;
    private final Parts parts;

    Multiples(KeyReader keys, Parts parts) {
        this.keys = keys;
        this.parts = parts;
    }

    /**
     * A key with its picture.
     *
     * @param picture the last rows and the forecast
     */
    public record Multiple(FoundKey key, Part<Picture> picture) {}

    /** @param line what the line of the past is: the target, or one of its labels */
    public record Picture(String svg, String line) {}

    /**
     * The keys' pictures, drawn side by side.
     *
     * @param compared whether the forecast before the current one is drawn too
     */
    public List<Multiple> of(ConsoleUser user, String family, List<FoundKey> found, boolean compared, int width,
            int height) {
        record Asked(FoundKey key, Parts.Coming<Picture> picture) {}
        List<Asked> asked = found.stream().map(key -> new Asked(key,
                parts.ask(() -> picture(user, family, new KeyName(key.key()), compared, width, height)))).toList();
        return asked.stream().map(each -> new Multiple(each.key(), each.picture().part())).toList();
    }

    private Picture picture(ConsoleUser user, String family, KeyName key, boolean compared, int width, int height) {
        JsonNode history = keys.history(user, family, key, STEPS);
        Part<List<JsonNode>> predictions = Parts.now(() -> keys.predictions(user, family, key));
        Part<List<JsonNode>> earlier = compared
                ? Parts.now(() -> keys.earlier(user, family, key))
                : Part.of(List.of());
        KeySeries series = KeySeries.of(history, predictions.orElse(List.of()), earlier.orElse(List.of()), List.of(),
                TimePlace.PLAIN);
        LinePicture line = new LinePicture(series.values("line"), series.values("forecast"),
                series.values("earlier"), series.values("lower"), series.values("upper"));
        return new Picture(
                series.labelled() ? line.svgOfProbabilities(width, height) : line.svg(width, height),
                series.columns().getFirst().name());
    }
}
