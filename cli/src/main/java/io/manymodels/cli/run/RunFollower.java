package io.manymodels.cli.run;

import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.ProgressLine;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Waits for runs and shows how far they are. */
public final class RunFollower {

    private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");
    private static final long POLL_MILLIS = 250;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

    private final Platform platform;
    private final boolean interactive;

    /** @param json whether the result is for machines, who want no bar */
    public RunFollower(Platform platform, boolean json) {
        this.platform = platform;
        this.interactive = !json && Terminal.interactive();
    }

    /** Waits until the run is over and returns it. */
    public JsonNode follow(Service service, String run, String title) {
        var line = new ProgressLine(title, interactive);
        while (true) {
            JsonNode now = platform.get(service, "/runs/" + Platform.encoded(run));
            if (ended(now)) {
                line.end(now);
                return now;
            }
            line.show(now);
            pause();
        }
    }

    /**
     * Waits for a run that something else starts, and then until it is over.
     *
     * @throws CommandFailure when it does not start within a minute
     */
    public JsonNode awaitStart(Service service, String run, String title) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (look(service, run).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw CommandFailure.negative("The " + title + " run (" + run + ") did not start within "
                        + START_TIMEOUT.toSeconds() + " s. Maybe look at ./manymodels logs " + service.id());
            }
            pause();
        }
        return follow(service, run, title);
    }

    /** The run, once it has begun; empty when it does not begin because what goes before it went wrong. */
    Optional<JsonNode> look(Service service, String run) {
        return platform.find(service, "/runs/" + Platform.encoded(run));
    }

    ProgressLine line(String title) {
        return new ProgressLine(title, interactive);
    }

    static boolean ended(JsonNode run) {
        return FINAL.contains(run.path("state").asString(""));
    }

    static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.negative("Interrupted. The run goes on.");
        }
    }
}
