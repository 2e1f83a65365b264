package io.manymodels.cli.family;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import io.manymodels.family.FamilySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code apply FILE}. */
@Command(name = "apply", description = "Create a family from its spec, or give it a new version.")
public final class ApplyCommand implements Callable<Integer> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "FILE", description = "The spec, YAML or JSON")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        JsonNode family = apply(client.platform(), read(), file.toString().endsWith(".json"));
        if (client.json()) {
            Terminal.print(family);
        } else {
            Terminal.print("Family %s, version %s. Next: ./manymodels run %s".formatted(name(family),
                    version(family), name(family)));
        }
        return 0;
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CommandFailure
                    .usage("Cannot read the spec (" + file + "). Maybe the path is wrong: " + e.getMessage());
        }
    }

    /**
     * Puts the family that the spec names; where there is none, creates it.
     *
     * @return the family as the platform has it now
     */
    public static JsonNode apply(Platform platform, String spec, boolean json) {
        String type = json ? "application/json" : "application/yaml";
        Optional<String> path = named(spec).map(name -> "/families/" + Platform.encoded(name));
        return path.isPresent() && platform.find(Service.INGESTION, path.get()).isPresent()
                ? platform.put(Service.INGESTION, path.get(), spec, type)
                : platform.post(Service.INGESTION, "/families", spec, type);
    }

    /** The family that a spec is about. Empty without a readable name: the platform says best what is wrong. */
    private static Optional<String> named(String spec) {
        FamilySpec read = switch (FamilySpec.read(spec)) {
            case FamilySpec.Reading.Valid(FamilySpec valid) -> valid;
            case FamilySpec.Reading.Invalid(var _, @Nullable FamilySpec draft) -> draft;
        };
        return Optional.ofNullable(read).map(FamilySpec::family).filter(name -> NAME.matcher(name).matches());
    }

    private static String name(JsonNode family) {
        return family.path("name").asString(family.path("family").asString(""));
    }

    private static String version(JsonNode family) {
        return family.path("version").asString(family.path("currentVersion").asString("1"));
    }
}
