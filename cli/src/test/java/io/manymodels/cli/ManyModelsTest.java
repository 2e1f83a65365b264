package io.manymodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ManyModelsTest {

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "logs", "demo", "apply", "init", "inspect", "families", "run",
            "backtest",
            "predictions", "runs", "follow", "failures", "cancel", "ingest", "delete", "approve", "decline",
            "leaderboard",
            "promote", "releases", "rollback", "predict", "show", "report", "console", "generate", "env"})
    void everyVerbHasHelp(String verb) {
        assertThat(ManyModels.commandLine().execute(verb, "--help")).isZero();
    }

    @Test
    void theReferenceLeavesNoVerbOut() throws IOException {
        String reference = Files.readString(Path.of("../docs/reference/commands.md"));

        assertThat(ManyModels.commandLine().getSubcommands().keySet())
                .allSatisfy(verb -> assertThat(reference).containsPattern("(?m)^\\|.*`" + verb + "[ `].*\\|$"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"families", "run shop", "predictions shop", "env", "releases shop"})
    void withoutAPlatformAVerbEndsWith3(String command, @TempDir Path folder) {
        assertThat(execute(command + " --data " + folder.resolve("nothing"))).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "run", "backtest shop", "backtest shop --windows 2 --folds 3",
            "rollback shop one", "approve", "follow", "failures", "env --role boss",
            "generate --keys 5 --rows 2 --out x.csv", "generate --keys 1 --rows 2 --out x.xls",
            "apply no-such-file.yaml", "inspect no-such-file.yaml"})
    void misuseEndsWith2(String command) {
        assertThat(execute(command)).isEqualTo(2);
    }

    @Test
    void nothingRunningIsANegativeStatus(@TempDir Path folder) {
        assertThat(execute("status --data " + folder)).isEqualTo(1);
    }

    private static int execute(String command) {
        CommandLine commandLine = ManyModels.commandLine();
        return commandLine.execute(command.isEmpty() ? new String[0] : command.split(" "));
    }
}
