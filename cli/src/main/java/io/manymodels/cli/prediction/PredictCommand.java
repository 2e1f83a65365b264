package io.manymodels.cli.prediction;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code predict FAMILY}. */
@Command(name = "predict", description = "Ask the realtime service for the predictions of some rows.")
public final class PredictCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FAMILY", description = "Name of the family")
    private String family = "";

    @Option(names = "--rows", required = true, paramLabel = "FILE", description = "JSON: a list of rows, or {\"rows\": [...]}")
    private Path rows = Path.of("");

    @Option(names = "--explain", description = "Say what each prediction is made of")
    private boolean explain;

    @Override
    public Integer call() {
        JsonNode answer = client.platform().post(Service.REALTIME, "/families/" + Platform.encoded(family) + "/predict"
                + (explain ? "?explain=true" : ""), body());
        if (client.json()) {
            Terminal.print(answer);
        } else {
            print(answer.path("predictions"));
        }
        return 0;
    }

    private JsonNode body() {
        if (!Files.isReadable(rows)) {
            throw CommandFailure.usage("Cannot read the rows (" + rows + "). Maybe the path is wrong.");
        }
        try {
            JsonNode content = JsonMapper.builder().build().readTree(rows);
            if (content.isMissingNode()) {
                throw CommandFailure
                        .usage("The file (" + rows + ") is empty, which is no JSON. Maybe [{\"store\": 1}]");
            }
            return content.isArray() ? JsonNodeFactory.instance.objectNode().set("rows", content) : content;
        } catch (JacksonException e) {
            throw CommandFailure.usage("The rows in (" + rows + ") are not JSON: " + e.getOriginalMessage());
        }
    }

    private static void print(JsonNode predictions) {
        Set<String> columns = new LinkedHashSet<>();
        predictions.forEach(prediction -> columns.addAll(prediction.propertyNames()));
        List<List<String>> table = new ArrayList<>();
        for (JsonNode prediction : predictions) {
            table.add(columns.stream().map(column -> {
                JsonNode value = prediction.path(column);
                return value.isValueNode() ? value.asString("") : value.isMissingNode() ? "" : value.toString();
            }).toList());
        }
        Terminal.table(List.copyOf(columns), table);
    }
}
