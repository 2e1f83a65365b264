package io.manymodels.cli.run;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.data.TableFile;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code backtest FAMILY}. */
@Command(name = "backtest", description = "Train as of earlier cutoffs and compare what the models predict with what happened.")
public final class BacktestCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @ArgGroup(multiplicity = "1")
    private @Nullable Cut cut;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the rows to FILE.csv or FILE.parquet")
    private @Nullable Path out;

    /** One of three ways to hold rows out. */
    static final class Cut {

        @Option(names = "--cutoffs", split = ",", paramLabel = "TIME", description = "Cutoffs for all keys, as the time column has them")
        private @Nullable List<String> cutoffs;

        @ArgGroup(exclusive = false)
        private @Nullable Windows windows;

        @ArgGroup(exclusive = false)
        private @Nullable Folds folds;
    }

    /** Cutoffs counted back from each key's own end. */
    static final class Windows {

        @Option(names = "--windows", required = true, paramLabel = "N", description = "N cutoffs back from each key's end")
        private int windows;

        @Option(names = "--step", paramLabel = "K", description = "K time steps between them. Default: the horizon")
        private @Nullable Integer step;
    }

    /** Random parts, for tasks without time. */
    static final class Folds {

        @Option(names = "--folds", required = true, paramLabel = "K", description = "K random parts of each key's rows")
        private int folds;

        @Option(names = "--seed", paramLabel = "S", description = "Seed of the parts")
        private @Nullable Long seed;
    }

    @Override
    public Integer call() {
        if (out != null) {
            TableFile.requireKnownType(out);
        }
        Platform platform = client.platform();
        JsonNode started = platform.post(Service.TRAINING, "/families/" + Platform.encoded(family) + "/backtests",
                body());
        String id = started.path("id").asString("");
        JsonNode run;
        try (var _ = Interruption.of("backtest", id)) {
            run = new RunFollower(platform, client.json()).follow(Service.TRAINING, id, "backtest");
        }
        boolean succeeded = run.path("state").asString("").equals("succeeded");
        if (succeeded && out != null) {
            TableFile.write(platform.stream(Service.TRAINING, "/runs/" + id + "/backtest", "text/csv"), out);
        }
        if (client.json()) {
            Terminal.print(run);
        } else {
            print(run);
        }
        return succeeded ? 0 : CommandFailure.NEGATIVE;
    }

    private ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (cut == null) {
            throw CommandFailure.usage("A backtest needs --cutoffs, --windows or --folds.");
        }
        if (cut.cutoffs != null) {
            var cutoffs = body.putArray("cutoffs");
            for (String cutoff : cut.cutoffs) {
                if (cutoff.strip().matches("-?\\d{1,18}")) {
                    cutoffs.add(Long.parseLong(cutoff.strip()));
                } else {
                    cutoffs.add(cutoff.strip());
                }
            }
        } else if (cut.windows != null) {
            body.put("windows", cut.windows.windows);
            if (cut.windows.step != null) {
                body.put("step", cut.windows.step);
            }
        } else if (cut.folds != null) {
            body.put("folds", cut.folds.folds);
            if (cut.folds.seed != null) {
                body.put("seed", cut.folds.seed);
            }
        }
        return body;
    }

    private void print(JsonNode run) {
        JsonNode problem = run.path("problem");
        if (problem.isObject()) {
            Terminal.print("The backtest failed: " + problem.path("message").asString(""));
        }
        List<List<String>> rows = new ArrayList<>();
        flatten("", run.path("result"), rows);
        if (!rows.isEmpty()) {
            Terminal.print("");
            Terminal.table(List.of("RESULT", "VALUE"), rows);
        }
        Terminal.print("");
        Terminal.print(
                "Run " + run.path("id").asString("") + (out == null ? "" : ", rows in " + out) + "; in SQL: reporting."
                        + family.replace('-', '_') + "_backtests");
    }

    private static void flatten(String path, JsonNode node, List<List<String>> rows) {
        if (node.isObject()) {
            node.properties().forEach(entry -> flatten(path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                    entry.getValue(), rows));
        } else if (node.isFloatingPointNumber()) {
            rows.add(List.of(path, "%.4f".formatted(node.asDouble())));
        } else if (node.isValueNode() && !node.isNull()) {
            rows.add(List.of(path, node.asString("")));
        }
    }
}
