package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.console.key.ForecastPairs.Drawn;
import io.manymodels.console.key.ForecastPairs.Step;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the candidate and the release before would say of a key, in one picture and one table. */
class ForecastPairsTest {

    private static final JsonNode HISTORY = json("""
            {"time":"week","target":"units","columns":[{"name":"week","type":"integer","role":"time"},
             {"name":"units","type":"double","role":"target"}],
             "rows":[{"week":1,"units":3},{"week":2,"units":4},{"week":3,"units":null},{"week":9,"units":null}]}""");
    private static final String BEFORE = """
            {"model":7,"rung":"own","algorithm":"ridge","rows":[{"week":3,"prediction":5},{"week":4,"prediction":6}],"problem":null}""";

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static Drawn drawn(String before, String candidate) {
        return ForecastPairs.drawn(HISTORY, json("{\"before\":%s,\"candidate\":%s}".formatted(before, candidate)),
                TimePlace.PLAIN, 300, 110);
    }

    @Test
    void pastAndBothForecastsStandInOneTableWithoutTimesOfWhichNobodySaysAnything() {
        Drawn drawn = drawn(BEFORE,
                """
                {"model":9,"rung":"own","algorithm":"theta","rows":[{"week":3,"prediction":8},{"week":4,"prediction":null}],"problem":null}""");

        assertThat(drawn.steps()).containsExactly(new Step("1", 3.0, null, null), new Step("2", 4.0, null, null),
                new Step("3", null, 5.0, 8.0), new Step("4", null, 6.0, null));
        assertThat(drawn.time() + " " + drawn.target()).isEqualTo("week units");
        assertThat(drawn.before() + " " + drawn.candidate()).isEqualTo("ridge theta");
        assertThat(drawn.svg()).contains("class=\"actual\"", "class=\"earlier\"", "class=\"forecast\"");
        assertThat(drawn.problems()).isEmpty();
    }

    @Test
    void whatHasNoModelIsNotDrawnAndWhatCannotBeReadSaysWhy() {
        Drawn drawn = drawn("null",
                """
                {"model":9,"rung":"own","algorithm":null,"rows":[],"problem":{"code":"artefact-corrupt","message":"gone. Maybe train again"}}""");

        assertThat(drawn.before()).isNull();
        assertThat(drawn.candidate()).isEqualTo("unreadable");
        assertThat(drawn.problems()).containsExactly("gone. Maybe train again");
        assertThat(drawn.steps()).hasSize(2);
        assertThat(drawn.svg()).doesNotContain("class=\"earlier\"", "class=\"forecast\"");
    }
}
