package io.manymodels.cli.prediction;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.data.TableFile;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code predictions FAMILY}. */
@Command(name = "predictions", description = "The current predictions of a family, as CSV on standard output or into a file.")
public final class PredictionsCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Option(names = "--groups", description = "Those of groups of keys, which the spec's reconcile names, instead of the keys'")
    private boolean groups;

    @Option(names = "--out", paramLabel = "FILE", description = "Write to FILE.csv or FILE.parquet")
    private @Nullable Path out;

    @Override
    public Integer call() {
        Platform platform = client.platform();
        String path = "/families/" + Platform.encoded(family) + "/predictions";
        if (groups) {
            ofGroups(platform, path + "/groups");
        } else if (out != null) {
            TableFile.requireKnownType(out);
            TableFile.write(platform.stream(Service.SCORING, path, "text/csv"), out);
            Terminal.say("Predictions of " + family + " in " + out);
        } else if (client.json()) {
            List<JsonNode> rows = new ArrayList<>();
            platform.forEach(Service.SCORING, path, rows::add);
            Terminal.print(JsonNodeFactory.instance.arrayNode().addAll(rows));
        } else {
            try (InputStream csv = platform.stream(Service.SCORING, path, "text/csv")) {
                csv.transferTo(Terminal.out());
            } catch (IOException e) {
                throw CommandFailure.unreachable("The connection to scoring broke: " + e.getMessage());
            }
        }
        return 0;
    }

    private void ofGroups(Platform platform, String path) {
        if (out != null) {
            throw CommandFailure
                    .usage("Option --out does not fit --groups. Maybe --json, or reporting.<family>_groups.");
        }
        List<JsonNode> rows = new ArrayList<>();
        platform.forEach(Service.SCORING, path, rows::add);
        if (client.json()) {
            Terminal.print(JsonNodeFactory.instance.arrayNode().addAll(rows));
            return;
        }
        List<String> columns = rows.isEmpty() ? List.of() : List.copyOf(rows.getFirst().propertyNames());
        Terminal.table(columns, rows.stream()
                .map(row -> columns.stream().map(column -> row.path(column).asString("")).toList()).toList());
    }
}
