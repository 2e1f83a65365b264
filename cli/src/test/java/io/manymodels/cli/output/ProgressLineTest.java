package io.manymodels.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProgressLineTest {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    private static JsonNode run(String progress) {
        return JsonMapper.shared().readTree("{\"state\":\"running\",\"startedAt\":\"2026-01-01T00:00:00Z\","
                + "\"finishedAt\":\"2026-01-01T00:00:04Z\",\"progress\":" + progress + "}");
    }

    @Test
    void peopleSeeABarThatIsDrawnOver() {
        new ProgressLine("training", true)
                .show(run("{\"expected\":10,\"remaining\":5,\"skipped\":1,\"failed\":0,\"fellBack\":2}"));

        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001B[Ktraining   [" + "#".repeat(15)
                + ".".repeat(15) + "] 5/10, 2 fell back, 1 skipped, running, 4.0 s");
    }

    @Test
    void logsGetTheLastLineAlone() {
        var line = new ProgressLine("training", false);
        line.show(run("{\"expected\":10,\"remaining\":5}"));
        line.show(run("{\"expected\":10,\"remaining\":4}"));
        line.end(run("{\"expected\":0}"));

        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("training   running, 4.0 s");
    }

    @Test
    void aRunAtWorkTellsItsRateAndHowLongItTakes() {
        var nanoseconds = new AtomicLong();
        var line = new ProgressLine("training", true, nanoseconds::get);

        line.show(run("{\"expected\":100,\"remaining\":90}"));
        nanoseconds.addAndGet(4_000_000_000L);
        line.show(run("{\"expected\":100,\"remaining\":80}"));

        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("10/100, running, 4.0 s,")
                .endsWith("20/100, running, 4.0 s, 2.5/s, about 32 s left");
    }

    @Test
    void tablesAlignNumbersToTheRight() {
        Terminal.table(List.of("NAME", "COUNT"), List.of(List.of("a", "5"), List.of("longer", "1,234"),
                List.of("b", "text")));

        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).containsExactly("NAME    COUNT", "a           5",
                "longer  1,234", "b       text");
    }
}
