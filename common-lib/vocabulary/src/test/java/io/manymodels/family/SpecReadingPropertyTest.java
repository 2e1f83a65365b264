package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec.Reading;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a user writes is a spec, or a list of what is wrong with it. */
class SpecReadingPropertyTest {

    @Property
    void readingNeverThrows(@ForAll("damaged") String text) {
        switch (FamilySpec.read(text)) {
            case Reading.Valid(FamilySpec spec) -> assertThat(FamilySpec.read(spec.toJson().toString()))
                    .isEqualTo(new Reading.Valid(spec));
            case Reading.Invalid(var problems, _) -> assertThat(problems).isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
        }
    }

    @Property
    void anythingAtAllIsAnswered(@ForAll String text) {
        assertThat(FamilySpec.read(text)).isInstanceOf(Reading.Invalid.class);
    }

    @Property
    void theCanonicalFormIsReadAsTheSameSpec(@ForAll("specs") ObjectNode json) {
        Reading reading = FamilySpec.read(json.toString());

        assertThat(reading).as(json::toString).isInstanceOf(Reading.Valid.class);
        FamilySpec spec = reading.orThrow();
        FamilySpec again = FamilySpec.read(spec.toJson().toString()).orThrow();
        assertThat(again).isEqualTo(spec);
        assertThat(again.modelHash()).isEqualTo(spec.modelHash());
        assertThat(again.toJson()).isEqualTo(spec.toJson());
    }

    @Property
    void anUnknownFieldIsNamedWithItsPath(@ForAll("specs") ObjectNode json, @ForAll("places") String place) {
        ObjectNode at = place.isEmpty() ? json : (ObjectNode) json.get(place);
        at.put("colour", "blue");

        assertThat(FamilySpec.read(json.toString())).isInstanceOfSatisfying(Reading.Invalid.class,
                invalid -> assertThat(invalid.problems()).anySatisfy(problem -> assertThat(problem.path())
                        .isEqualTo(place.isEmpty() ? "colour" : place + ".colour")));
    }

    @Property
    void aNumberOutOfItsRangeIsNamedWithItsValue(@ForAll("specs") ObjectNode json, @ForAll("outside") int value) {
        ((ObjectNode) json.get("training")).put("windows", value);

        assertThat(FamilySpec.read(json.toString())).isInstanceOfSatisfying(Reading.Invalid.class,
                invalid -> assertThat(invalid.problems()).anySatisfy(problem -> {
                    assertThat(problem.path()).isEqualTo("training.windows");
                    assertThat(problem.message()).contains("[" + value + "]", "Maybe");
                }));
    }

    @Provide
    Arbitrary<Integer> outside() {
        return Arbitraries.integers().filter(value -> value < 1 || value > 100);
    }

    @Provide
    Arbitrary<String> places() {
        return Arbitraries.of("", "training", "scoring", "promotion", "columns", "source");
    }

    /** A good spec with a few characters cut out, doubled or put in. */
    @Provide
    Arbitrary<String> damaged() {
        String good = FamilySpecTest.ORANGE_JUICE;
        Arbitrary<String> rubbish = Arbitraries.oneOf(
                Arbitraries.of("{", "}", "[", "]", ":", "- ", "\n", "\t", "\u0000", "null", "1e999", "&a", "*a", "!!x ",
                        "'", "\"", "%", "\uD800", "\u20AC", "true", "-1"),
                Arbitraries.strings().ofMaxLength(5));
        Arbitrary<int[]> cuts = Arbitraries.integers().between(0, good.length()).array(int[].class).ofSize(2);
        return Combinators.combine(cuts, rubbish, Arbitraries.of(true, false)).as((cut, text, keep) -> {
            int from = Math.min(cut[0], cut[1]);
            int to = keep ? from : Math.min(Math.max(cut[0], cut[1]), from + 12);
            return good.substring(0, from) + text + good.substring(to);
        });
    }

    /** Specs that are right, over most of what a spec can say. */
    @Provide
    Arbitrary<ObjectNode> specs() {
        Arbitrary<String> task = Arbitraries.of("forecast", "regression", "classification");
        Arbitrary<List<String>> key = Arbitraries.of("store", "item", "region").set().ofMinSize(1).map(List::copyOf);
        Arbitrary<Integer> windows = Arbitraries.integers().between(1, 100);
        Arbitrary<String> history = Arbitraries.of("", "5y", "18mo", "26w", "90d", "8q", "100");
        Arbitrary<String> budget = Arbitraries.of("1%", "0.5%", "10", "0", "100%");
        Arbitrary<String> timeout = Arbitraries.of("60s", "500ms", "5m", "1h");
        Arbitrary<Integer> horizon = Arbitraries.integers().between(1, 10_000);
        Arbitrary<Boolean> more = Arbitraries.of(true, false);
        return Combinators.combine(task, key, windows, history, budget, timeout, horizon, more)
                .as(SpecReadingPropertyTest::spec);
    }

    private static ObjectNode spec(String task, List<String> key, int windows, String history, String budget,
            String timeout, int horizon, boolean more) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("family", "f-" + windows).put("target", "y")
                .put("task", task);
        json.putObject("source").put("files", "a.csv");
        key.forEach(json.putArray("key")::add);
        ObjectNode training = json.putObject("training").put("windows", windows).put("errorBudget", budget)
                .put("timeout", timeout);
        json.putObject("columns").putArray("known").add("price");
        ObjectNode scoring = json.putObject("scoring");
        ObjectNode promotion = json.putObject("promotion").put("approval", more ? "manual" : "automatic");
        if (task.equals("forecast")) {
            json.putObject("time").put("column", "day");
            json.putObject("forecast").put("horizon", horizon);
            if (!history.isEmpty()) {
                training.put("history", history);
            }
        }
        if (more) {
            json.put("description", "Made \u00FCp");
            // A group of every key column would make each key a group of its own.
            key.stream().skip(1).forEach(json.putArray("group")::add);
            json.putObject("schedule").put("cron", "0 2 * * *").put("zone", "Europe/Berlin");
            promotion.putArray("rules").addObject().put("metric", "rows").put("atLeast", horizon / 2.0);
            if (!task.equals("classification")) {
                scoring.putArray("intervals").add(80).add(95);
            }
        }
        return json;
    }
}
