package io.manymodels.cli.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform.Result;
import io.manymodels.cli.VerbTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PredictionVerbsTest extends VerbTest {

    @Test
    void rowsAreAskedForAndAnsweredAsATable() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.json"), "[{\"store\":1}]");
        platform.answers("POST /realtime/families/shop/predict", """
                {"family":"shop","predictions":[{"store":1,"prediction":2.5,"probabilities":{"a":0.5},"rung":"own"},
                 {"store":2,"prediction":3,"rung":"group"}]}""");

        Result result = platform.run("predict", "shop", "--rows", rows.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(platform.calls().getFirst().body()).isEqualTo("{\"rows\":[{\"store\":1}]}");
        assertThat(result.out().lines().map(line -> line.strip().replaceAll(" +", " "))).containsExactly(
                "store prediction probabilities rung", "1 2.5 {\"a\":0.5} own", "2 3 group");
    }

    @Test
    void whatAPredictionIsMadeOfIsAskedForToo() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.json"), "[{\"store\":1}]");
        platform.answers("POST /realtime/families/shop/predict?explain=true", """
                {"family":"shop","predictions":[{"store":1,"prediction":2.5,"explanation":{"base":1.5}}]}""");

        Result result = platform.run("predict", "shop", "--rows", rows.toString(), "--explain");

        assertThat(result.out()).contains("{\"base\":1.5}");
    }

    @Test
    void rowsThatCannotBeReadAreRefused() throws IOException {
        assertThat(platform.run("predict", "shop", "--rows", folder + "/none.json").exitCode()).isEqualTo(2);
        Path broken = Files.writeString(folder.resolve("broken.json"), "{");
        assertThat(platform.run("predict", "shop", "--rows", broken.toString()).err()).contains("are not JSON");
        assertThat(platform.calls()).isEmpty();
    }

    @Test
    void predictionsComeAsCsvOrIntoAFile() {
        platform.answersText("GET /scoring/families/shop/predictions", "store,prediction\n1,2.5\n");
        Path out = folder.resolve("p.csv");

        assertThat(platform.run("predictions", "shop").out()).isEqualTo("store,prediction\n1,2.5\n");
        assertThat(platform.run("predictions", "shop", "--out", out.toString()).exitCode()).isZero();
        assertThat(out).hasContent("store,prediction\n1,2.5\n");
        assertThat(platform.run("predictions", "shop", "--out", "p.xls").exitCode()).isEqualTo(2);
    }

    @Test
    void aKeyIsDrawnWithItsForecast() {
        platform.answers("GET /ingestion/families/shop/history?last=80&store=2",
                """
                {"time":"week","target":"units","rows":[{"week":1,"units":10},{"week":2,"units":0},{"week":3,"units":null}]}""");
        platform.answers("GET /scoring/families/shop/predictions?limit=1000&store=2",
                "{\"items\":[{\"week\":3,\"prediction\":5,\"lower_80\":4,\"upper_80\":6}]}");

        Result result = platform.run("show", "shop", "store=2");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines()).hasSize(18).first().asString().isEqualTo("     10.00 |*");
        assertThat(result.out()).contains("     0.000 | *", "  o", "1 to 3", "* units, o forecast");
    }

    @Test
    void aTimeThatIsCalledAsTheAnswerIsIsNotTakenForIt() {
        platform.answers("GET /ingestion/families/shop/history?last=80&store=2",
                """
                {"key":{"store":2},"time":"prediction","target":"units","columns":[{"name":"prediction","role":"time"}],
                 "rows":[{"prediction":1,"units":10},{"prediction":2,"units":0}]}""");
        platform.answers("GET /scoring/families/shop/predictions?limit=1000&store=2",
                "{\"items\":[{\"prediction\":3,\"prediction_\":10,\"lower_80\":0,\"upper_80\":10}]}");

        assertThat(platform.run("show", "shop", "store=2").out()).startsWith("     10.00 |* o\n").contains("1 to 3");
    }

    @Test
    void whatHasNoForecastYetIsDrawnWithout() {
        platform.answers("GET /ingestion/families/shop/history?last=5&store=2",
                "{\"time\":\"week\",\"target\":\"units\",\"rows\":[{\"week\":1,\"units\":10}]}");
        platform.refuses("GET /scoring/families/shop/predictions?limit=1000&store=2", 404, "{}");

        assertThat(platform.run("show", "shop", "store=2", "--last", "5").out()).contains("no forecast yet. Maybe");
        assertThat(platform.run("show", "shop").exitCode()).isEqualTo(2);
        assertThat(platform.run("show", "shop", "store=9").exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"null, [], shop has no time", "null, [{\"units\":1}], shop has no time",
            "\"week\", [], the key has no rows"})
    void whatCannotBeDrawnSaysWhatIsLacking(String time, String rows, String said) {
        platform.answers("GET /ingestion/families/shop/history?last=80&store=2",
                "{\"time\":%s,\"target\":\"units\",\"rows\":%s}".formatted(time, rows));
        platform.answers("GET /scoring/families/shop/predictions?limit=1000&store=2", "{\"items\":[]}");

        Result result = platform.run("show", "shop", "store=2");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("There is nothing to draw: " + said);
    }

    @Test
    void predictionsAreJsonForMachines() {
        platform.answers("GET /scoring/families/shop/predictions?limit=1000",
                "{\"items\":[{\"store\":1,\"prediction\":2.5}],\"nextCursor\":null}");

        assertThat(platform.run("predictions", "shop", "--json").out()).contains("\"prediction\" : 2.5");
    }

    @Test
    void groupsAreATableOrJson() {
        platform.answers("GET /scoring/families/shop/predictions/groups?limit=1000", """
                {"items":[{"region":null,"week":21,"level":0,"prediction":7.5,"keys":3},
                          {"region":"north","week":21,"level":1,"prediction":5.25,"keys":2}],"nextCursor":null}""");

        assertThat(platform.run("predictions", "shop", "--groups").out().lines().map(line -> line.strip()
                .replaceAll("\\s+", " ")).toList()).contains("region week level prediction keys", "north 21 1 5.25 2");
        assertThat(platform.run("predictions", "shop", "--groups", "--json").out()).contains("\"level\" : 1");
        assertThat(platform.run("predictions", "shop", "--groups", "--out", "g.csv").exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "{", "[1", "{\"rows\": }"})
    void rowsThatAreNoJsonAreRefusedBeforeAnythingIsAsked(String text) throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.json"), text);

        Result result = platform.run("predict", "shop", "--rows", rows.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("(" + rows + ")").contains("JSON");
        assertThat(platform.calls()).isEmpty();
    }

    @Test
    void aWholeRequestIsSentAsItIs() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.json"), "{\"rows\":[{\"store\":1}],\"release\":3}");
        platform.answers("POST /realtime/families/a%20b/predict", "{\"family\":\"a b\",\"predictions\":[]}");

        Result result = platform.run("predict", "a b", "--rows", rows.toString(), "--json");

        assertThat(platform.calls().getFirst().body()).isEqualTo("{\"rows\":[{\"store\":1}],\"release\":3}");
        assertThat(JsonMapper.shared().readTree(result.out()).path("family").asString()).isEqualTo("a b");
    }

    @Test
    void everyWrongRowHasItsLine() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.json"), "[{}]");
        platform.refuses("POST /realtime/families/shop/predict", 422,
                """
                {"status":422,"detail":"1 row is wrong","errors":[{"path":"rows[0]","message":"has no [store]. Maybe add it"}]}""");

        Result result = platform.run("predict", "shop", "--rows", rows.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines()).containsExactly("manymodels: realtime answered 422: 1 row is wrong",
                "  rows[0] has no [store]. Maybe add it");
    }

    @Test
    void aFamilyWithoutPredictionsLeavesNoFile() {
        platform.refuses("GET /scoring/families/shop/predictions", 404,
                "{\"detail\":\"Family [shop] has no predictions yet. Maybe run it\"}");
        Path out = folder.resolve("p.parquet");

        Result result = platform.run("predictions", "shop", "--out", out.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("has no predictions yet");
        assertThat(out).doesNotExist();
    }
}
