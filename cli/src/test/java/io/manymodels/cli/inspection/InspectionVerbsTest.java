package io.manymodels.cli.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform.Result;
import io.manymodels.cli.VerbTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class InspectionVerbsTest extends VerbTest {

    private static final String INSPECTIONS = "POST /ingestion/families/inspections";
    private static final String SEEN = """
            {"problems":[],
             "sample":{"rows":83,"keys":2,"complete":%s,"milliseconds":12%s},
             "columns":[{"name":"store","type":"integer","role":"key","why":"the spec says so"},
              {"name":"price","type":"double","role":"observed","why":"its values change"}],
             "time":{"axis":{"step":2,"unit":"week"},"from":"2024-01-01","to":"2024-03-01","gaps":4},
             "gate":{"too-few-rows":1},"warnings":["[price] has 3 empty values"],
             "firstRows":[{"store":1,"price":2.5}]}""";

    private Path spec() throws IOException {
        return Files.writeString(folder.resolve("shop.yaml"), "family: shop\n");
    }

    @Test
    void tellsWhatAnIngestionWouldDo() throws IOException {
        platform.answers(INSPECTIONS, SEEN.formatted("true", ""));

        Result result = platform.run("inspect", spec().toString());

        assertThat(result.exitCode()).isZero();
        assertThat(platform.calls().getFirst().body()).isEqualTo("family: shop\n");
        assertThat(platform.calls().getFirst().type()).isEqualTo("application/yaml");
        assertThat(lines(result.out())).containsExactly("83 rows of 2 keys, all of the source, in 12 ms",
                "column type role why", "store integer key the spec says so", "price double observed its values change",
                "times: every 2 weeks, from 2024-01-01 to 2024-03-01, 4 gaps", "keys with too-few-rows: 1",
                "note: [price] has 3 empty values", "row: {\"store\":1,\"price\":2.5}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ,"estimatedRows":5000 | the beginning of about 5000 rows
            ,"estimatedRows":null | perhaps the beginning alone
            """)
    void saysHowMuchOfTheSourceItSaw(String estimate, String words) throws IOException {
        platform.answers(INSPECTIONS, SEEN.formatted("false", estimate));

        assertThat(platform.run("inspect", spec().toString()).out()).contains("83 rows of 2 keys, " + words + ", in");
    }

    @Test
    void whatIsWrongWithASpecIsTheResult() throws IOException {
        platform.answers(INSPECTIONS, """
                {"problems":[{"path":"target","message":"is missing. Maybe target: sales"},
                 {"path":"","message":"No file matches [x]"}]}""");

        Result result = platform.run("inspect", spec().toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(lines(result.out())).containsExactly("wrong: target: is missing. Maybe target: sales",
                "wrong: : No file matches [x]");
        Result json = platform.run("inspect", spec().toString(), "--json");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(JsonMapper.shared().readTree(json.out()).path("problems").size()).isEqualTo(2);
    }

    @Test
    void aSpecInJsonIsSentAsJson() throws IOException {
        platform.answers(INSPECTIONS, "{\"problems\":[]}");

        platform.run("inspect", Files.writeString(folder.resolve("shop.json"), "{}").toString());

        assertThat(platform.calls().getFirst().type()).isEqualTo("application/json");
    }

    @Test
    void aSpecThatIsNotThereIsSaidBeforeAnythingIsAsked() {
        Result result = platform.run("inspect", folder.resolve("none.yaml").toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("Cannot read the spec (" + folder.resolve("none.yaml") + "). Maybe");
        assertThat(platform.calls()).isEmpty();
    }

    @Test
    void aFirstSpecIsPrintedAsItCanBeSaved() {
        String route = "POST /ingestion/families/drafts?files=sales%20of%202026%2F*.csv";
        platform.answers(route, "{\"spec\":\"family: sales\\n# key?\\n\",\"warnings\":[]}");

        assertThat(platform.run("init", "sales of 2026/*.csv").out()).isEqualTo("family: sales\n# key?\n");
        assertThat(JsonMapper.shared().readTree(platform.run("init", "sales of 2026/*.csv", "--json").out())
                .path("warnings").isArray()).isTrue();
    }

    @Test
    void aFileThatIsNotInTheLandingFolderIsRefused() {
        platform.refuses("POST /ingestion/families/drafts?files=none.csv", 422,
                "{\"detail\":\"No file matches [none.csv]. Maybe sales.csv\"}");

        Result result = platform.run("init", "none.csv");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("No file matches [none.csv]. Maybe sales.csv");
        assertThat(result.out()).isEmpty();
    }
}
