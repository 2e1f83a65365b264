package io.manymodels.cli.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform;
import io.manymodels.cli.RecordedPlatform.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionVerbsTest {

    @TempDir
    Path folder;

    private RecordedPlatform platform;

    @BeforeEach
    void start() throws IOException {
        platform = new RecordedPlatform(folder);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

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
    void predictionsAreJsonForMachines() {
        platform.answers("GET /scoring/families/shop/predictions?limit=1000",
                "{\"items\":[{\"store\":1,\"prediction\":2.5}],\"nextCursor\":null}");

        assertThat(platform.run("predictions", "shop", "--json").out()).contains("\"prediction\" : 2.5");
    }
}
