package io.manymodels.cli.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform.Result;
import io.manymodels.cli.VerbTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class FamilyVerbsTest extends VerbTest {

    private static final String SPEC = "# weekly\nfamily: shop\ntarget: sales\n";

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

    /** However a spec is written, a family that is there gets a new version. */
    @ParameterizedTest
    @ValueSource(strings = {"family: shop\n", "description: x\nfamily:   \"shop\"\n",
            "---\n# a comment\nfamily: 'shop' # mine\n",
            "{\"description\":\"x\",\"family\":\"shop\"}",
            "{\n  \"family\" : \"shop\"\n}", "source:\n  family: other\nfamily: shop\n",
            "description: |\n  family: other\nfamily: shop\n"})
    void theFamilyOfASpecIsFound(String spec) throws IOException {
        platform.answers("GET /ingestion/families/shop", "{\"name\":\"shop\",\"version\":1}")
                .answers("PUT /ingestion/families/shop", "{\"name\":\"shop\",\"version\":2}");

        Result result = platform.run("apply", Files.writeString(folder.resolve("s.yaml"), spec).toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("Family shop, version 2.");
    }

    /** Without a name, or with one that no family can have, the platform says best what is wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"", "target: y\n", "family:\n", "family: Orange Juice\n", "family: shop.eu\n",
            "family: shop-\u00e9\n",
            "family: [shop]\n", "[]", "{", "family: shop\ntarget: [wrong\n"})
    void aSpecWithoutItsFamilyIsPosted(String spec) throws IOException {
        platform.refuses("POST /ingestion/families", 422, "{\"detail\":\"The spec is wrong\"}")
                .answers("GET /ingestion/families/shop", "{\"name\":\"shop\",\"version\":1}");

        Result result = platform.run("apply", Files.writeString(folder.resolve("s.yaml"), spec).toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(platform.routes()).containsExactly("POST /ingestion/families");
        assertThat(platform.calls().getFirst().body()).isEqualTo(spec);
    }

    @Test
    void familiesAreListedWithWhatTheyPredict() {
        platform.answers("GET /ingestion/families?limit=1000",
                """
                {"items":[{"name":"shop","version":3,"spec":{"task":"forecast","target":"sales","description":"Weekly"}}]}""");

        assertThat(lines(platform.run("families").out())).containsExactly("FAMILY VERSION TASK TARGET DESCRIPTION",
                "shop 3 forecast sales Weekly");
        assertThat(JsonMapper.shared().readTree(platform.run("families", "--json").out()).path(0).path("version")
                .asInt()).isEqualTo(3);
    }

    @Test
    void aFamilyThatIsNotThereCannotBeDeleted() {
        platform.refuses("DELETE /ingestion/families/a%20b", 404,
                "{\"detail\":\"Family [a b] is unknown. Maybe [ab]\"}");

        Result result = platform.run("delete", "a b", "--yes");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("Family [a b] is unknown. Maybe [ab]");
    }
}
