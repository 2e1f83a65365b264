package io.manymodels.cli.stack;

import io.manymodels.cli.connection.Console;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.data.DemoData;
import io.manymodels.cli.data.GenerateCommand;
import io.manymodels.cli.family.ApplyCommand;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.cli.run.CycleRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code demo}. */
@Command(name = "demo", description = "Start the platform, train a thousand models on generated data, and say where to look next.")
public final class DemoCommand implements Callable<Integer> {

    private static final int KEYS = 1000;
    private static final long ROWS = 200_000;

    @Mixin
    private final StackOptions options = new StackOptions();

    @Override
    public Integer call() throws InterruptedException {
        StackFolder folder = options.folder();
        Optional<Process> stack = folder.processes().supervisor().isPresent()
                ? Optional.empty()
                : Optional.of(new StackLauncher(options).start());
        StackLauncher.printUrls(folder);
        JsonNode result = demonstrate(Platform.of(folder));
        boolean succeeded = result.path("state").asString("").equals("succeeded");
        if (succeeded) {
            printNext(folder);
        }
        if (stack.isEmpty() || options.detach()) {
            return succeeded ? 0 : CommandFailure.NEGATIVE;
        }
        return succeeded ? UpCommand.stay(stack.get()) : CommandFailure.NEGATIVE;
    }

    private JsonNode demonstrate(Platform platform) {
        Path file = options.landing().resolve("demo").resolve("sales.csv");
        try {
            Files.createDirectories(options.landing().resolve("demo"));
        } catch (IOException e) {
            throw CommandFailure
                    .negative("Cannot write to the landing folder (" + options.landing() + "): " + e.getMessage());
        }
        Terminal.say("Generating %,d rows of %,d keys (store, item): %s".formatted(ROWS, KEYS, file));
        GenerateCommand.generate(new DemoData(KEYS, ROWS, 1), file);
        ApplyCommand.apply(platform, spec(), false);
        Terminal.say("Family demo: one cycle of ingestion, training, promotion and scoring ...");
        JsonNode result = new CycleRun(platform, "demo", false).run();
        CycleRun.summarise(result);
        return result;
    }

    private static String spec() {
        try (InputStream in = DemoCommand.class.getResourceAsStream("/demo.yaml")) {
            if (in == null) {
                throw new IllegalStateException("demo.yaml is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("demo.yaml is not readable", e);
        }
    }

    private static void printNext(StackFolder folder) {
        String option = folder.equals(StackFolder.of(null)) ? "" : " --data " + folder.path();
        Terminal.print("");
        Terminal.print("Where to look next:");
        Terminal.print("  eval \"$(./manymodels env" + option + ")\"");
        Terminal.print(
                "  psql -c 'SELECT store, item, date, prediction, lower_80, upper_80, rung FROM reporting.demo_predictions LIMIT 5'");
        Terminal.print("  (eval \"$(./manymodels env --role predictor" + option + ")\"");
        Terminal.print(
                "   curl -s -H \"Authorization: Bearer $MANYMODELS_API_KEY\" -H 'Content-Type: application/json' \\");
        Terminal.print(
                "    -d '{\"rows\":[{\"store\":1,\"item\":1,\"date\":\"2026-07-01\",\"price\":8.47,\"promotion\":0}]}' \\");
        Terminal.print("     \"$MANYMODELS_URL_REALTIME/api/v1/families/demo/predict\")");
        Terminal.print("  ./manymodels releases demo" + option);
        Terminal.print("  ./manymodels show demo store=1 item=1" + option);
        Console.of(Platform.of(folder)).signInLink().ifPresent(link -> {
            Terminal.print("");
            Terminal.print("Look at it in a browser; the link signs you in once:");
            Terminal.print("  " + link);
        });
    }
}
