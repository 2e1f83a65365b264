package io.manymodels.cli.output;

import java.time.Duration;

import tools.jackson.databind.JsonNode;

/**
 * Shows how far a run is: a bar drawn over for people, a plain line now and then where nobody watches.
 */
public final class ProgressLine {

    private static final int WIDTH = 30;
    private static final Duration PLAIN_PAUSE = Duration.ofSeconds(5);

    private final String title;
    private final boolean interactive;
    private final long since = System.nanoTime();
    private long lastPlain = since;
    private String last = "";

    public ProgressLine(String title, boolean interactive) {
        this.title = title;
        this.interactive = interactive;
    }

    /** Shows a run as its service describes it. */
    public void show(JsonNode run) {
        String line = line(run);
        if (interactive) {
            Terminal.draw("\r\u001B[K" + line);
        } else if (!line.equals(last) && System.nanoTime() - lastPlain > PLAIN_PAUSE.toNanos()) {
            Terminal.say(line);
            lastPlain = System.nanoTime();
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
                ? Duration.ofNanos(System.nanoTime() - since)
                : Duration.between(java.time.Instant.parse(started), java.time.Instant.parse(finished));
        return "%.1f".formatted(taken.toMillis() / 1000.0);
    }
}
