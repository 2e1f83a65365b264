package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.connection.ProcessEnvironment;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code env}. */
@Command(name = "env", description = "Shell exports for psql, S3 clients, curl and this command line: eval \"$(./manymodels env)\"")
public final class EnvCommand implements Callable<Integer> {

    /** Whose API key: one of a role alone, or that of the machine's owner, which has all of them. */
    enum Holder {
        VIEWER, OPERATOR, APPROVER, PREDICTOR, OWNER
    }

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--role", paramLabel = "ROLE", description = "Whose API key: viewer, operator, approver, predictor, or owner for all four together. Default: viewer, for other tools; ./manymodels itself keeps the owner's")
    private @Nullable Holder role;

    @Option(names = "--json", description = "Print JSON for machines")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, String> variables = variables(data.folder());
        if (json) {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            variables.forEach(result::put);
            Terminal.print(result);
        } else {
            variables.forEach((name, value) -> Terminal.print("export " + name + "=" + quoted(value)));
        }
        return 0;
    }

    private Map<String, String> variables(StackFolder folder) {
        CommandFailure nothing = CommandFailure
                .unreachable("No stack in (" + folder.path()
                        + "). Maybe start one with ./manymodels up, or name its folder with --data.");
        JsonNode state = folder.state().orElseThrow(() -> nothing);
        JsonNode credentials = folder.credentials().orElseThrow(() -> nothing);
        var variables = new LinkedHashMap<String, String>();
        variables.put("PGHOST", state.path("database").path("host").asString(""));
        variables.put("PGPORT", state.path("database").path("port").asString(""));
        variables.put("PGDATABASE", state.path("database").path("name").asString(""));
        variables.put("PGUSER", "reader");
        variables.put("PGPASSWORD",
                secret(state, "DATABASE_PASSWORD_READER", credentials.path("database").path("reader")));
        JsonNode reader = credentials.path("storage").path("reader");
        variables.put("AWS_ENDPOINT_URL_S3", state.path("storage").path("endpoint").asString(""));
        variables.put("AWS_REGION", state.path("storage").path("region").asString(""));
        variables.put("AWS_ACCESS_KEY_ID", secret(state, "STORAGE_ACCESS_KEY_READER", reader.path("accessKey")));
        variables.put("AWS_SECRET_ACCESS_KEY", secret(state, "STORAGE_SECRET_KEY_READER", reader.path("secretKey")));
        state.path("urls")
                .properties()
                .forEach(url -> variables.put("MANYMODELS_URL_" + url.getKey().toUpperCase(Locale.ROOT),
                        url.getValue().asString("")));
        String holder = (role == null ? Holder.VIEWER : role).name().toLowerCase(Locale.ROOT);
        variables.put("MANYMODELS_API_KEY", credentials.path("apiKeys").path(holder).path("key").asString(""));
        variables.put(Platform.DEFAULT_KEY_OF, role == null ? folder.path().toString() : "");
        variables.put("KAFKA_BOOTSTRAP_SERVERS", state.path("bootstrapServers").asString(""));
        return variables;
    }

    /** A stack on somebody else's infrastructure got this from the shell, and so do we. */
    private static String secret(JsonNode state, String variable, JsonNode own) {
        String given = ProcessEnvironment.get(variable);
        return state.path("external").asBoolean(false) && given != null ? given : own.asString("");
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
