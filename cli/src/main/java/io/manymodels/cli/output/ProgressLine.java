package io.manymodels.cli.output;

import java.time.Duration;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/**
 * Shows how far a run is: a bar drawn over for people, a plain line now and then where nobody watches.
 */
public final class ProgressLine {

    private static final int WIDTH = 30;
    private static final Duration PLAIN_PAUSE = Duration.ofSeconds(5);

    private final String title;
    private final boolean interactive;
    private final LongSupplier nanoTime;
    private final long since;
    private long lastPlain;
    private String last = "";
    private long doneAtFirst = -1;

    public ProgressLine(String title, boolean interactive) {
        this(title, interactive, System::nanoTime);
    }

    /** @param nanoTime nanoseconds since any moment, never backwards */
    ProgressLine(String title, boolean interactive, LongSupplier nanoTime) {
        this.title = title;
        this.interactive = interactive;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
        this.lastPlain = since;
    }

    /** Shows a run as its service describes it. */
    public void show(JsonNode run) {
        String line = line(run) + pace(run.path("progress"));
        if (interactive) {
            Terminal.draw("\r\u001B[K" + line);
        } else if (!line.equals(last) && nanoTime.getAsLong() - lastPlain > PLAIN_PAUSE.toNanos()) {
            Terminal.say(line);
            lastPlain = nanoTime.getAsLong();
        }
        last = line;
    }

    /** Shows the run for the last time. */
    public void end(JsonNode run) {
        Terminal.say((interactive ? "\r\u001B[K" : "") + line(run));
    }

    private String line(JsonNode run) {
        JsonNode progress = run.path("progress");
        long expected = progress.path("expected").asLong(0);
        long done = expected - progress.path("remaining").asLong(0);
        var line = new StringBuilder("%-10s ".formatted(title));
        if (interactive) {
            int filled = expected == 0 ? 0 : (int) (WIDTH * done / expected);
            line.append('[').append("#".repeat(filled)).append(".".repeat(WIDTH - filled)).append("] ");
        }
        line.append(expected == 0 ? run.path("state").asString("") : done + "/" + expected);
        append(line, progress, "fellBack", "fell back");
        append(line, progress, "skipped", "skipped");
        append(line, progress, "failed", "failed");
        append(line, progress, "cancelled", "cancelled");
        if (expected > 0) {
            line.append(", ").append(run.path("state").asString(""));
        }
        return line.append(", ").append(seconds(run)).append(" s").toString();
    }

    /** How many are done a second since the run was first seen, and how long the others take at that rate. */
    private String pace(JsonNode progress) {
        long remaining = progress.path("remaining").asLong(0);
        long done = progress.path("expected").asLong(0) - remaining;
        if (doneAtFirst < 0) {
            doneAtFirst = done;
        }
        double seconds = (nanoTime.getAsLong() - since) / 1e9;
        if (done <= doneAtFirst || remaining == 0 || seconds <= 0) {
            return "";
        }
        double rate = (done - doneAtFirst) / seconds;
        return ", %.1f/s, about %.0f s left".formatted(rate, remaining / rate);
    }

    private static void append(StringBuilder line, JsonNode progress, String field, String words) {
        long count = progress.path(field).asLong(0);
        if (count > 0) {
            line.append(", ").append(count).append(' ').append(words);
        }
    }

    private String seconds(JsonNode run) {
        String started = run.path("startedAt").asString("");
        String finished = run.path("finishedAt").asString("");
        Duration taken = started.isEmpty() || finished.isEmpty()
                ? Duration.ofNanos(nanoTime.getAsLong() - since)
                : Duration.between(java.time.Instant.parse(started), java.time.Instant.parse(finished));
        return "%.1f".formatted(taken.toMillis() / 1000.0);
    }
}
