package io.manymodels.console.key;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.chart.LinePicture;
import io.manymodels.console.platform.Families.Family;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a promotion's candidates would forecast beside the release before, key by key. */
@Component
public class ForecastPairs {

    private static final int STEPS = 30;

    private final KeyReader keys;
    private final Parts parts;

    ForecastPairs(KeyReader keys, Parts parts) {
        this.keys = keys;
        this.parts = parts;
    }

    /** A key and both of its forecasts. */
    public record Pair(KeyName key, Part<Drawn> drawn) {}

    /**
     * Both forecasts behind what happened, and the numbers of the picture.
     *
     * @param time name of the time column
     * @param target what the line of the past is
     * @param before the algorithm that answers in the release before; null where nothing does
     * @param candidate the candidate's algorithm; null where there is no candidate
     * @param problems why a model says nothing though it is there
     */
    public record Drawn(String svg, String time, String target, @Nullable String before, @Nullable String candidate,
            List<Step> steps, List<String> problems) {

        public Drawn {
            steps = List.copyOf(steps);
            problems = List.copyOf(problems);
        }
    }

    /** A time with what happened, and what either model says; null where it says nothing. */
    public record Step(String time, @Nullable Double actual, @Nullable Double before, @Nullable Double candidate) {}

    /** The keys' pictures, drawn side by side. */
    public List<Pair> of(ConsoleUser user, Family family, String promotion, List<KeyName> wanted, int width,
            int height) {
        record Asked(KeyName key, Parts.Coming<Drawn> drawn) {}
        TimePlace place = TimePlace.of(family.spec().path("time"));
        List<Asked> asked = wanted.stream().map(key -> new Asked(key,
                parts.ask(() -> drawn(keys.history(user, family.family(), key, STEPS),
                        keys.forecasts(user, promotion, key), place, width, height))))
                .toList();
        return asked.stream().map(each -> new Pair(each.key(), each.drawn().part())).toList();
    }

    /**
     * @param history answer of {@code GET /families/{f}/history}
     * @param forecasts answer of {@code GET /promotions/{id}/forecasts}
     */
    static Drawn drawn(JsonNode history, JsonNode forecasts, TimePlace place, int width, int height) {
        KeySeries series = KeySeries.of(history, rows(forecasts.path("candidate")), rows(forecasts.path("before")),
                List.of(), place);
        List<@Nullable Double> before = series.values("earlier");
        List<@Nullable Double> candidate = series.values("forecast");
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < series.rows().size(); i++) {
            Step step = new Step(series.rows().get(i).label(), series.values("line").get(i), at(before, i),
                    at(candidate, i));
            // Rows of a future that neither model was asked for say nothing here.
            if (step.actual() != null || step.before() != null || step.candidate() != null) {
                steps.add(step);
            }
        }
        LinePicture line = new LinePicture(column(steps, Step::actual), column(steps, Step::candidate),
                column(steps, Step::before), List.of(), List.of());
        return new Drawn(line.svg(width, height), series.time(), series.columns().getFirst().name(),
                algorithm(forecasts.path("before")), algorithm(forecasts.path("candidate")), steps,
                Stream.of("before", "candidate").map(side -> forecasts.path(side).path("problem").path("message"))
                        .filter(JsonNode::isString).map(JsonNode::asString).toList());
    }

    private static @Nullable Double at(List<@Nullable Double> values, int place) {
        return place < values.size() ? values.get(place) : null;
    }

    private static List<@Nullable Double> column(List<Step> steps, Function<Step, @Nullable Double> column) {
        List<@Nullable Double> values = new ArrayList<>(steps.size());
        steps.forEach(step -> values.add(column.apply(step)));
        return values;
    }

    private static List<JsonNode> rows(JsonNode model) {
        return model.path("rows").valueStream().toList();
    }

    private static @Nullable String algorithm(JsonNode model) {
        return model.isObject() ? model.path("algorithm").asString("unreadable") : null;
    }
}
