package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WhatIfTest {

    private static final KeyName KEY = KeyName.parse("{\"store\":2}");
    private static final JsonNode HISTORY = json(
            """
            {"time":"week","target":"units","columns":[{"name":"week","role":"time"},{"name":"units","role":"target"},
             {"name":"price","role":"known"},{"name":"deal","role":"known"},{"name":"profit","role":"observed"}],
             "rows":[{"week":160,"units":3,"price":0.5,"deal":false,"profit":9},{"week":161,"units":null,"price":0.75,"deal":true}]}""");
    private static final List<JsonNode> PREDICTIONS = List.of(json("{\"week\":161,\"prediction\":12.5}"),
            json("{\"week\":162,\"prediction\":13.5}"));

    private final WhatIf whatIf = WhatIf.of(HISTORY, PREDICTIONS);

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    /** What the source tells of a row of the future is there to be changed; beyond it the last row is carried. */
    @Test
    void theFormBeginsWithWhatIsKnown() {
        assertThat(whatIf.columns()).containsExactly("price", "deal");
        assertThat(whatIf.rows()).extracting(WhatIf.Row::values).containsExactly(List.of("0.75", "true"),
                List.of("0.75", "true"));
        assertThat(whatIf.rows().getFirst().forecast().asDouble()).isEqualTo(12.5);
    }

    @Test
    void theForecastIsNotTheTimeThatIsCalledSo() {
        JsonNode history = json("""
                {"key":{"store":2},"time":"prediction","target":"units","columns":[{"name":"prediction","role":"time"}],
                 "rows":[{"prediction":160,"units":3}]}""");

        assertThat(WhatIf.of(history, List.of(json("{\"prediction\":161,\"prediction_\":12.5}"))).rows())
                .singleElement()
                .satisfies(row -> assertThat(row.forecast().asDouble()).isEqualTo(12.5));
    }

    @Test
    void realtimeIsAskedWithWhatWasTyped() {
        assertThat(whatIf.asked(KEY, List.of("0.25", "false", "1", ""))).satisfiesExactly(
                first -> assertThat(first).containsEntry("price", 0.25).containsEntry("deal", false)
                        .containsEntry("week", json("161")).containsEntry("store", json("2")),
                second -> assertThat(second).containsEntry("price", 1L).doesNotContainKey("deal")
                        .containsEntry("week", json("162")));
    }

    /** A family may score its past too, which nobody can change any more. */
    @Test
    void theFormIsOfWhatHasNotHappened() {
        assertThat(
                WhatIf.of(HISTORY, List.of(json("{\"week\":160,\"prediction\":2.5}"), PREDICTIONS.getFirst())).rows())
                .extracting(row -> row.at().asInt()).containsExactly(161);
        assertThat(WhatIf.of(HISTORY, List.of(json("{\"week\":160,\"prediction\":2.5}"))).rows())
                .extracting(row -> row.at().asInt()).containsExactly(160);
    }

    /** A classifier looks at each row by itself: there is no future, but the newest row to be changed. */
    @Test
    void ofRowsThatStandAloneTheNewestIsChanged() {
        WhatIf newest = WhatIf.ofNewest(
                json("""
                {"time":"day","target":"rain","columns":[{"name":"day","role":"time"},{"name":"rain","role":"target"},
                 {"name":"wind","role":"observed"},{"name":"risk","role":"ignored"}],
                 "rows":[{"day":"2017-06-24","rain":"No","wind":"W"},{"day":"2017-06-25","rain":"No","wind":"SE","risk":1}]}"""));

        assertThat(newest.columns()).containsExactly("wind");
        assertThat(newest.asked(KEY, List.of("N"))).singleElement().satisfies(row -> assertThat(row)
                .containsOnlyKeys("store", "day", "wind").containsEntry("day", json("\"2017-06-25\""))
                .containsEntry("wind", "N"));
        assertThat(WhatIf.ofNewest(json("{\"time\":null,\"columns\":[],\"rows\":[]}")).rows()).isEmpty();
    }

    @Test
    void aRowWithoutTimeIsAskedWithoutOne() {
        assertThat(WhatIf.ofNewest(
                json("{\"time\":null,\"columns\":[{\"name\":\"size\",\"role\":\"observed\"}],\"rows\":[{\"size\":3}]}"))
                .asked(KEY, List.of("4"))).singleElement()
                .satisfies(row -> assertThat(row).containsOnlyKeys("store", "size"));
    }

    /** A text that only looks like a number, as an article's code does, stays the text that the model was trained on. */
    @Test
    void whatIsNoNumberStaysText() {
        assertThat(whatIf.asked(KEY, List.of("007", "\"><script>", "1e5", "12345678901234567890123"))).satisfiesExactly(
                first -> assertThat(first).containsEntry("price", "007").containsEntry("deal", "\"><script>"),
                second -> assertThat(second).containsEntry("price", "1e5")
                        .containsEntry("deal", "12345678901234567890123"));
    }

    @Test
    void aFormOfAnOlderForecastIsRefused() {
        assertThatThrownBy(() -> whatIf.asked(KEY, List.of("0.25", "false")))
                .isInstanceOfSatisfying(ManyModelsException.class, e -> {
                    assertThat(e.code()).isEqualTo("what-if-stale");
                    assertThat(e).hasMessageContaining("Maybe");
                });
    }

    @Test
    void aFamilyWithoutKnownColumnsIsAskedForTheSameRows() {
        WhatIf none = WhatIf.of(json("{\"time\":\"week\",\"columns\":[],\"rows\":[]}"), PREDICTIONS);

        assertThat(none.asked(KEY, List.of())).hasSize(2)
                .allSatisfy(row -> assertThat(row).containsOnlyKeys("store", "week"));
    }
}
