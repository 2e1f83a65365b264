package io.manymodels.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TerminalTest {

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
    void putBack() {
        System.setOut(out);
        System.setErr(err);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void numbersStandToTheRightAndTextsToTheLeft() {
        Terminal.table(List.of("NAME", "KEYS", "MAPE"),
                List.of(List.of("ridge", "1", "12.5"), List.of("a", "1,000", "-3%"), List.of("long name", "", "n/a")));

        assertThat(printed().lines()).containsExactly("NAME       KEYS   MAPE", "ridge          1  12.5",
                "a          1,000   -3%", "long name         n/a");
    }

    @Test
    void aTableWithoutRowsIsItsHeader() {
        Terminal.table(List.of("A", "B"), List.of());

        assertThat(printed().lines()).containsExactly("A  B");
    }

    @Test
    void resultsAndWhatIsSaidAlongTheWayDoNotMix() {
        Terminal.print("result");
        Terminal.write("a piece");
        Terminal.say("said");
        Terminal.draw("drawn");

        assertThat(printed()).isEqualToNormalizingNewlines("result\na piece");
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("said\ndrawn");
    }

    @Test
    void jsonIsReadBackAsItIs() {
        var result = JsonMapper.shared().readTree("{\"a\":[1,null,\"\u00fc \\\"x\\\"\"]}");

        Terminal.print(result);

        assertThat(JsonMapper.shared().readTree(printed())).isEqualTo(result);
    }

    @Test
    void aFailureKeepsItsCodeItsLineAndItsDetails() {
        assertThat(CommandFailure.negative("n").exitCode()).isEqualTo(1);
        assertThat(CommandFailure.usage("u").exitCode()).isEqualTo(2);
        assertThat(CommandFailure.unreachable("r").exitCode()).isEqualTo(3);
        assertThat(CommandFailure.usage("u", List.of("a", "b")).details()).containsExactly("a", "b");
        assertThat(CommandFailure.usage("u", List.of("a"))).hasMessage("u");
    }
}
