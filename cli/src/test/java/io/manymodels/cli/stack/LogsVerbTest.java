package io.manymodels.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform.Result;
import io.manymodels.cli.VerbTest;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogsVerbTest extends VerbTest {

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
    }

    private void log(String text) throws IOException {
        Files.writeString(folder.resolve("logs/training.log"), text);
    }

    @ParameterizedTest
    @CsvSource({"1, 'c\n'", "2, 'b\nc\n'", "3, 'a\nb\nc\n'", "4, 'a\nb\nc\n'", "2147483647, 'a\nb\nc\n'", "0, ''"})
    void showsItsLastLines(int lines, String shown) throws IOException {
        log("a\nb\nc\n");

        assertThat(platform.run("logs", "training", "-n", String.valueOf(lines)).out()).isEqualTo(shown);
    }

    @Test
    void aLineThatIsStillWrittenCounts() throws IOException {
        log("a\nb\nc");

        assertThat(platform.run("logs", "training", "-n", "2").out()).isEqualTo("b\nc");
    }

    @Test
    void anEmptyLogIsEmpty() throws IOException {
        log("");

        Result result = platform.run("logs", "training");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEmpty();
    }

    /** Blocks of the file end wherever they end, also within a character. */
    @ParameterizedTest
    @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 131_071})
    void charactersAreWholeWhereverABlockEnds(int before) throws IOException {
        String text = "x".repeat(before) + "\u00fc\u20ac\ud834\udd1e\n";
        log("first\n" + text);

        assertThat(platform.run("logs", "training", "-n", "1").out()).isEqualTo(text);
    }

    @Test
    void theLastOfManyLinesAreFoundBlocksBack() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("line ").append(i).append(" of a long log\n");
        }
        log(text.toString());

        assertThat(platform.run("logs", "training", "-n", "12345").out()).hasLineCount(12_345)
                .startsWith("line 7655 of").endsWith("line 19999 of a long log\n");
        assertThat(platform.run("logs", "training").out()).hasLineCount(100);
    }

    @Test
    void aNumberOfLinesIsNotNegative() throws IOException {
        log("a\n");

        Result result = platform.run("logs", "training", "-n", "-1");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("(-1) is no number of lines. Maybe");
    }

    @Test
    void anUnknownPartIsToldWhatThereIs() throws IOException {
        log("");
        Files.writeString(folder.resolve("logs/kafka.log"), "");
        Files.writeString(folder.resolve("logs/kafka.log.1"), "");

        Result result = platform.run("logs", "zookeeper");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("No log of (zookeeper)", "Maybe one of [kafka, training].");
    }
}
