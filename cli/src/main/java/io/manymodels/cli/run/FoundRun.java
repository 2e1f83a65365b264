package io.manymodels.cli.run;

import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.deployment.Service;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A run, and the service that owns it: users know ids alone. */
record FoundRun(Service service, JsonNode run) {

    private static final List<Service> OWNERS = List.of(Service.TRAINING, Service.SCORING, Service.PROMOTION,
            Service.INGESTION);

    /** Asks each service that owns runs. Empty when none of them knows it. */
    static Optional<FoundRun> find(Platform platform, String id) {
        for (Service service : OWNERS) {
            Optional<JsonNode> run = platform.find(service, "/runs/" + Platform.encoded(requireId(id)));
            if (run.isPresent()) {
                return Optional.of(new FoundRun(service, run.get()));
            }
        }
        return Optional.empty();
    }

    /** @throws CommandFailure when no service knows it */
    static FoundRun get(Platform platform, String id) {
        return find(platform, id).orElseThrow(() -> CommandFailure
                .usage("No service knows the run (" + id + "). Maybe list them: ./manymodels runs"));
    }

    /** @throws CommandFailure when it is not the text of an id */
    static String requireId(String id) {
        try {
            return UUID.fromString(id).toString();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("(" + id + ") is not the id of a run. Maybe list them: ./manymodels runs");
        }
    }

    String id() {
        return run.path("id").asString("");
    }

    String kind() {
        return run.path("kind").asString("");
    }
}
