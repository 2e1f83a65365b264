package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeySeriesTest {

    private static final JsonNode HISTORY = json("""
            {"time":"day","target":"units","columns":[{"name":"day","type":"date","role":"time"},
             {"name":"units","type":"double","role":"target"},{"name":"deal","type":"boolean","role":"known"},
             {"name":"city","type":"text","role":"known"}],
             "rows":[{"day":"1970-01-02","units":3,"deal":true,"city":"x"},{"day":"1970-01-03","units":4,"deal":false,"city":"x"},
                     {"day":"1970-01-04","units":null,"deal":true,"city":"x"}]}""");
    private static final List<JsonNode> PREDICTIONS = List.of(
            json("{\"day\":\"1970-01-04\",\"prediction\":5.5,\"lower_80\":5,\"upper_80\":6,\"lower_95\":4,\"upper_95\":7}"));

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void pastAndForecastStandInOneTable() {
        KeySeries series = KeySeries.of(HISTORY, PREDICTIONS, List.of(), List.of(), TimePlace.PLAIN);

        assertThat(series.dated()).isTrue();
        assertThat(series.rows()).extracting(KeySeries.Row::x).containsExactly(86_400.0, 172_800.0, 259_200.0);
        assertThat(series.values("line")).containsExactly(3.0, 4.0, null);
        assertThat(series.values("forecast")).containsExactly(null, null, 5.5);
        assertThat(series.columns()).extracting(SeriesColumn::name).containsExactly("units", "forecast", "lower 80 %",
                "upper 80 %", "lower 95 %", "upper 95 %", "deal");
        assertThat(series.values("known")).containsExactly(1.0, 0.0, 1.0);
    }

    /** The time is called as the answer is, the key as the end of an interval. */
    @Test
    void columnsOfTheFamilyThatAreCalledLikeOursAreNotTakenForThem() {
        JsonNode history = json("""
                {"key":{"lower_80":"a"},"time":"prediction","target":"units","columns":[{"name":"prediction","type":"date","role":"time"},
                 {"name":"units","type":"double","role":"target"}],"rows":[{"prediction":"1970-01-03","units":4}]}""");

        KeySeries series = KeySeries.of(history, List.of(json("""
                {"lower_80":"a","prediction":"1970-01-04","prediction_":5.5,"lower_80_":5,"upper_80":6}""")), List.of(),
                List.of(), TimePlace.PLAIN);

        assertThat(series.rows()).extracting(KeySeries.Row::x).containsExactly(172_800.0, 259_200.0);
        assertThat(series.values("forecast")).containsExactly(null, 5.5);
        assertThat(series.values("lower")).containsExactly(null, 5.0);
        assertThat(series.columns()).extracting(SeriesColumn::name).containsExactly("units", "forecast", "lower 80 %",
                "upper 80 %");
    }

    @Test
    void ofABacktestTheLastCutoffStaysAndNothingFromBeforeWhatIsShown() {
        KeySeries series = KeySeries.of(HISTORY, List.of(), List.of(),
                List.of(json("{\"day\":\"1969-01-01\",\"prediction\":9}"),
                        json("{\"day\":\"1970-01-03\",\"prediction\":1}"),
                        json("{\"day\":\"1970-01-03\",\"prediction\":2}")),
                TimePlace.PLAIN);

        assertThat(series.values("past")).containsExactly(null, 2.0, null);
    }

    /** Beside what is forecast now, and beside what came to pass. */
    @Test
    void whatWasForecastBeforeIsAColumnOfItsOwn() {
        KeySeries series = KeySeries.of(HISTORY, PREDICTIONS,
                List.of(json("{\"day\":\"1969-12-31\",\"prediction\":9,\"lower_80\":1}"),
                        json("{\"day\":\"1970-01-03\",\"prediction\":4.5}"),
                        json("{\"day\":\"1970-01-04\",\"prediction\":5.0}")),
                List.of(), TimePlace.PLAIN);

        assertThat(series.has("earlier")).isTrue();
        assertThat(series.values("earlier")).containsExactly(null, 4.5, 5.0);
        assertThat(series.values("forecast")).containsExactly(null, null, 5.5);
    }

    @Test
    void integersAreNoDates() {
        JsonNode weeks = json("""
                {"time":"week","target":"units","columns":[{"name":"week","type":"integer","role":"time"}],
                 "rows":[{"week":160,"units":3}]}""");

        assertThat(KeySeries.of(weeks, List.of(), List.of(), List.of(), TimePlace.PLAIN).dated()).isFalse();
        assertThat(KeySeries.of(weeks, List.of(), List.of(), List.of(), TimePlace.PLAIN).rows().getFirst().x())
                .isEqualTo(160.0);
    }

    /** Services write the same moment with and without a zone: it is one place on the axis. */
    @ParameterizedTest
    @CsvSource({"1970-01-02, 86400", "1970-01-02T00:00:00, 86400", "1970-01-02T00:00:00Z, 86400",
            "1970-01-02T02:00:00+02:00, 86400", "1970-01-02T00:00, 86400"})
    void aTimeIsSecondsSince1970(String time, double x) {
        JsonNode history = json("""
                {"time":"at","target":"units","columns":[{"name":"at","type":"timestamp","role":"time"}],
                 "rows":[{"at":"%s","units":3}]}""".formatted(time));

        assertThat(KeySeries.of(history, List.of(), List.of(), List.of(), TimePlace.PLAIN).rows()).singleElement()
                .satisfies(row -> {
                    assertThat(row.x()).isEqualTo(x);
                    assertThat(row.label()).isEqualTo(time);
                });
    }

    /** Week 160 means nothing to a reader who has the day that week 0 began. */
    @Test
    void integersThatAreOnTheCalendarLieThere() {
        JsonNode weeks = json("""
                {"time":"week","target":"units","columns":[{"name":"week","type":"integer","role":"time"},
                 {"name":"units","type":"double","role":"target"}],"rows":[{"week":2,"units":3}]}""");

        KeySeries series = KeySeries.of(weeks, List.of(), List.of(), List.of(),
                TimePlace.of(json("{\"column\":\"week\",\"unit\":\"week\",\"epoch\":\"1970-01-01\"}")));

        assertThat(series.dated()).isTrue();
        assertThat(series.rows().getFirst().x()).isEqualTo(14 * 86_400.0);
        assertThat(series.rows().getFirst().label()).isEqualTo("2 · 1970-01-15");
    }

    @ParameterizedTest
    @CsvSource({"minute, 2, 2 · 1970-01-01T00:02", "day, -1, -1 · 1969-12-31", "month, 13, 13 · 1971-02-01",
            "quarter, 1, 1 · 1970-04-01", "year, 30, 30 · 2000-01-01", "year, 9000000000000000000, 9000000000000000000",
            "fortnight, 1, 1"})
    void everyUnitOfTheCalendarIsKnown(String unit, long time, String label) {
        assertThat(TimePlace.of(json("{\"unit\":\"%s\",\"epoch\":\"1970-01-01\"}".formatted(unit)))
                .label(json(Long.toString(time)))).isEqualTo(label);
    }

    /** Of labels one is drawn: whether it came, and how probable it was. */
    @Test
    void labelsAreDrawnByTheProbabilityOfOneOfThem() {
        JsonNode rain = json(
                """
                {"time":"day","target":"rain","columns":[{"name":"day","type":"date","role":"time"},
                 {"name":"rain","type":"text","role":"target"}],
                 "rows":[{"day":"1970-01-02","rain":"Yes"},{"day":"1970-01-03","rain":"No"},{"day":"1970-01-04","rain":null}]}""");

        KeySeries series = KeySeries.of(rain,
                List.of(json(
                        "{\"day\":\"1970-01-04\",\"prediction\":\"No\",\"probability_No\":0.9,\"probability_Yes\":0.1}"),
                        json("{\"day\":\"1969-12-31\",\"prediction\":\"No\",\"probability_No\":0.8,\"probability_Yes\":0.2}")),
                List.of(),
                List.of(json(
                        "{\"day\":\"1970-01-02\",\"prediction\":\"Yes\",\"probability_No\":0.3,\"probability_Yes\":0.7}")),
                TimePlace.PLAIN);

        assertThat(series.columns()).extracting(SeriesColumn::name).containsExactly("rain is Yes", "backtest",
                "probability of Yes");
        assertThat(series.values("line")).containsExactly(1.0, 0.0, null);
        assertThat(series.values("past")).containsExactly(0.7, null, null);
        assertThat(series.values("forecast")).containsExactly(null, null, 0.1);
    }

    /** A gap of a value is a gap of the line, and text is no line at all. */
    @Test
    void whatIsNoNumberIsNotDrawn() {
        JsonNode history = json(
                """
                {"time":"week","target":"units","columns":[{"name":"week","type":"integer","role":"time"}],
                 "rows":[{"week":1,"units":3},{"week":2,"units":"Infinity"},{"week":"soon","units":3},{"week":3,"units":null}]}""");

        KeySeries series = KeySeries.of(history, List.of(), List.of(), List.of(), TimePlace.PLAIN);

        assertThat(series.values("line")).containsExactly(3.0, null, null);
        assertThat(series.has("forecast")).isFalse();
        assertThat(series.values("forecast")).isEmpty();
    }

    /** A family with a thousand known columns is still a page. */
    @Test
    void noMoreThanAFewKnownColumnsAreStrips() {
        String columns = IntStream.range(0, 1000)
                .mapToObj("{\"name\":\"c%d\",\"type\":\"double\",\"role\":\"known\"}"::formatted)
                .collect(Collectors.joining(","));
        KeySeries series = KeySeries.of(json("""
                {"time":"week","target":"units","columns":[%s],"rows":[{"week":1,"units":3,"c0":1,"c999":2}]}"""
                .formatted(columns)), List.of(), List.of(), List.of(), TimePlace.PLAIN);

        assertThat(series.columns()).extracting(SeriesColumn::name).containsExactly("units", "c0", "c1", "c2", "c3");
    }
}
