package io.manymodels.cli.family;

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
import tools.jackson.databind.json.JsonMapper;

class FamilyVerbsTest {

    private static final String SPEC = "# weekly\nfamily: shop\ntarget: sales\n";

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
    void aNewFamilyIsPostedAndAKnownOneGetsANewVersion() throws IOException {
        Path spec = Files.writeString(folder.resolve("shop.yaml"), SPEC);
        platform.answers("POST /ingestion/families", "{\"name\":\"shop\",\"version\":1}");

        Result first = platform.run("apply", spec.toString());

        assertThat(first.out()).contains("Family shop, version 1. Next: ./manymodels run shop");
        assertThat(platform.calls().getLast().type()).isEqualTo("application/yaml");
        assertThat(platform.calls().getLast().body()).isEqualTo(SPEC);
        platform.answers("GET /ingestion/families/shop", "{\"name\":\"shop\",\"version\":1}")
                .answers("PUT /ingestion/families/shop", "{\"name\":\"shop\",\"version\":2}");
        assertThat(platform.run("apply", spec.toString()).out()).contains("version 2");
    }

    @Test
    void jsonIsSentAsJsonAndPrintedForMachines() throws IOException {
        Path spec = Files.writeString(folder.resolve("shop.json"), "{\"family\": \"shop\"}");
        platform.answers("POST /ingestion/families", "{\"name\":\"shop\",\"version\":1}");

        Result result = platform.run("apply", spec.toString(), "--json");

        assertThat(platform.calls().getLast().type()).isEqualTo("application/json");
        assertThat(JsonMapper.shared().readTree(result.out()).path("version").asInt()).isEqualTo(1);
    }

    @Test
    void deletingNeedsASecondWord() {
        platform.answers("DELETE /ingestion/families/shop", "{\"stays\":\"[3] releases stay\"}");

        Result unsure = platform.run("delete", "shop");
        assertThat(unsure.exitCode()).isEqualTo(2);
        assertThat(unsure.err()).contains("./manymodels delete shop --yes");
        assertThat(platform.calls()).isEmpty();

        Result sure = platform.run("delete", "shop", "--yes");
        assertThat(sure.exitCode()).isZero();
        assertThat(sure.err()).contains("[3] releases stay");
        assertThat(platform.routes()).containsExactly("DELETE /ingestion/families/shop");
    }

    @Test
    void noFamiliesIsSaidWithWhatToDo() {
        platform.answers("GET /ingestion/families?limit=1000", "{\"items\":[]}");

        assertThat(platform.run("families").err()).contains("./manymodels apply");
        assertThat(platform.run("families", "--json").out()).contains("[ ]");
    }
}
