package io.manymodels.cli.run;

import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.ProgressLine;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One cycle of a family, followed step by step to its end, and summed up. */
public final class CycleRun {

    private static final String AWAITING_APPROVAL = "awaiting-approval";
    private static final int MOST_NOTES = 10;

    private final Platform platform;
    private final RunFollower follower;
    private final String family;
    private final boolean json;

    public CycleRun(Platform platform, String family, boolean json) {
        this.platform = platform;
        this.follower = new RunFollower(platform, json);
        this.family = family;
        this.json = json;
    }

    /** Starts the cycle, waits for it, and returns everything about it. */
    public ObjectNode run() {
        return follow(start());
    }

    /**
     * Two cycles at once would do everything twice. One that waits for an approver is not at work.
     *
     * @throws CommandFailure where the family's last cycle is
     */
    void refuseWhileBusy() {
        platform.find(Service.INGESTION, "/families/" + Platform.encoded(family) + "/cycles?limit=1")
                .map(page -> page.path("items").path(0))
                .filter(cycle -> cycle.path("state").asString("").equals("running") && !awaitsApproval(cycle))
                .ifPresent(cycle -> {
                    String id = cycle.path("id").asString("");
                    throw CommandFailure.negative("Family (" + family + ") is busy with a cycle that began at "
                            + cycle.path("startedAt").asString("") + ". Maybe follow it: ./manymodels follow " + id
                            + ", stop it: ./manymodels cancel " + id + ", or begin another one: ./manymodels run "
                            + family + " --again");
                });
    }

    private boolean awaitsApproval(JsonNode cycle) {
        for (JsonNode step : cycle.path("steps")) {
            if (step.path("kind").asString("").equals("promotion")) {
                return platform.find(Service.PROMOTION, "/promotions/" + step.path("run").asString(""))
                        .map(promotion -> promotion.path("result").asString("")).filter(AWAITING_APPROVAL::equals)
                        .isPresent();
            }
        }
        return false;
    }

    /** Starts the cycle and returns its id. */
    String start() {
        return platform.post(Service.INGESTION, "/families/" + Platform.encoded(family) + "/cycles",
                JsonNodeFactory.instance.objectNode()).path("id").asString("");
    }

    /**
     * Follows a cycle that somebody has started and tells how it went.
     *
     * @return the exit code of the command
     */
    int followToTheEnd(String cycle) {
        ObjectNode result;
        try (var _ = Interruption.of("cycle", cycle)) {
            result = follow(cycle);
        }
        if (json) {
            Terminal.print(result);
        } else {
            summarise(result);
        }
        return exitCode(result);
    }

    /** A release that waits for its approval is no failure: this command has done what it could. */
    static int exitCode(JsonNode result) {
        return Set.of("succeeded", AWAITING_APPROVAL).contains(result.path("state").asString(""))
                ? 0
                : CommandFailure.NEGATIVE;
    }

    private ObjectNode follow(String cycle) {
        Map<String, JsonNode> runs = new LinkedHashMap<>();
        Map<String, ProgressLine> lines = new LinkedHashMap<>();
        JsonNode now;
        boolean waits;
        do {
            now = platform.get(Service.INGESTION, "/cycles/" + Platform.encoded(cycle));
            for (JsonNode step : now.path("steps")) {
                follow(step, runs, lines);
            }
            waits = waitsForApproval(runs);
            if (!RunFollower.ended(now) && !waits) {
                RunFollower.pause();
            }
        } while (!RunFollower.ended(now) && !waits);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("cycle", cycle).put("family", family).put("state",
                waits ? AWAITING_APPROVAL : now.path("state").asString(""));
        ObjectNode steps = result.putObject("runs");
        runs.forEach(steps::set);
        result.set("reasons", reasons(runs));
        result.set("release", release(runs));
        result.set("costs", Costs.of(platform, runs));
        return result;
    }

    /** Whether the cycle can not go on before somebody approves its release. */
    private boolean waitsForApproval(Map<String, JsonNode> runs) {
        JsonNode promotion = runs.get("promotion");
        return promotion != null && !runs.containsKey("scoring") && RunFollower.ended(promotion)
                && promotion.path("result").path("result").asString("").equals(AWAITING_APPROVAL)
                && platform.get(Service.PROMOTION, "/promotions/" + promotion.path("id").asString(""))
                        .path("result").asString("").equals(AWAITING_APPROVAL);
    }

    private void follow(JsonNode step, Map<String, JsonNode> runs, Map<String, ProgressLine> lines) {
        String kind = step.path("kind").asString("");
        JsonNode known = runs.get(kind);
        if (known != null && RunFollower.ended(known)) {
            return;
        }
        follower.look(service(step), step.path("run").asString("")).ifPresent(run -> {
            runs.put(kind, run);
            ProgressLine line = lines.computeIfAbsent(kind, follower::line);
            if (RunFollower.ended(run)) {
                line.end(run);
            } else {
                line.show(run);
            }
        });
    }

    private static Service service(JsonNode step) {
        return Service.of(step.path("service").asString(step.path("kind").asString("")));
    }

    /** Partitions that did not simply succeed, counted by step, outcome and reason. */
    private JsonNode reasons(Map<String, JsonNode> runs) {
        ObjectNode reasons = JsonNodeFactory.instance.objectNode();
        runs.forEach((kind, run) -> {
            Map<String, Integer> counts = new TreeMap<>();
            for (String outcome : List.of("failed", "skipped", "fellBack")) {
                if (run.path("progress").path(outcome).asLong(0) > 0) {
                    platform.forEach(Service.of(kind),
                            "/runs/" + run.path("id").asString("") + "/partitions?outcome=" + outcome,
                            partition -> counts.merge(
                                    outcome + " " + partition.path("reason").path("code").asString("without a reason"),
                                    1,
                                    Integer::sum));
                }
            }
            if (!counts.isEmpty()) {
                ObjectNode ofKind = reasons.putObject(kind);
                counts.forEach(ofKind::put);
            }
        });
        return reasons;
    }

    /** The release that the cycle made, with its keys by rung and by algorithm. */
    private JsonNode release(Map<String, JsonNode> runs) {
        JsonNode promotion = runs.get("promotion");
        if (promotion == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        List<JsonNode> made = new ArrayList<>();
        platform.get(Service.PROMOTION, "/families/" + Platform.encoded(family) + "/releases?limit=20")
                .path("items")
                .forEach(release -> {
                    if (release.path("run").asString("").equals(promotion.path("id").asString(""))) {
                        made.add(release);
                    }
                });
        return made.isEmpty()
                ? JsonNodeFactory.instance.nullNode()
                : platform.get(Service.PROMOTION, "/releases/" + made.getFirst().path("id").asString("") + "/summary");
    }

    /** Which of several files were read. */
    static Optional<String> reading(JsonNode reading) {
        int files = reading.path("files").asInt(0);
        if (files < 2) {
            return Optional.empty();
        }
        return Optional.of(reading.path("snapshot").isString()
                ? "Read %d of %d files; rows of the others are those of snapshot %s".formatted(
                        reading.path("read").asInt(0), files, reading.path("snapshot").asString(""))
                : "Read all %d files: %s".formatted(files, reading.path("because").asString("")));
    }

    /** Tells people how it went. */
    public static void summarise(JsonNode result) {
        Terminal.print("");
        List<List<String>> rows = new ArrayList<>();
        result.path("runs").properties().forEach(entry -> {
            JsonNode progress = entry.getValue().path("progress");
            List<String> row = new ArrayList<>(List.of(entry.getKey(), entry.getValue().path("state").asString("")));
            for (String field : List.of("expected", "succeeded", "fellBack", "skipped", "failed", "cancelled")) {
                row.add(progress.path(field).asString("0"));
            }
            rows.add(row);
        });
        Terminal.table(List.of("STEP", "STATE", "EXPECTED", "SUCCEEDED", "FELL BACK", "SKIPPED", "FAILED", "CANCELLED"),
                rows);
        JsonNode ingestion = result.path("runs").path("ingestion").path("result");
        reading(ingestion.path("reading")).ifPresent(Terminal::print);
        notes(ingestion.path("warnings")).forEach(Terminal::print);
        JsonNode leftOut = result.path("runs").path("training").path("result").path("leftOut");
        if (!leftOut.isEmpty()) {
            Terminal.print("Left out of the contests of so many keys, for which training.budget had no room: "
                    + counts(leftOut));
        }
        JsonNode release = result.path("release");
        if (release.isObject()) {
            Terminal.print("");
            Terminal.print("Release " + release.path("release").asString("") + " by algorithm: "
                    + counts(release.path("byAlgorithm")) + "; by rung: " + counts(release.path("byRung")));
            Accuracy.lines(release.path("accuracy")).forEach(Terminal::print);
            Terminal.print("Metrics by algorithm: ./manymodels leaderboard " + result.path("family").asString("")
                    + "; predictions: ./manymodels predictions " + result.path("family").asString("")
                    + "; releases and rollback: ./manymodels releases " + result.path("family").asString(""));
        }
        Costs.lines(result.path("costs")).forEach(Terminal::print);
        result.path("reasons").properties()
                .forEach(entry -> Terminal.print(entry.getKey() + ": " + counts(entry.getValue())
                        + "; keys and advice: ./manymodels failures "
                        + result.path("runs").path(entry.getKey()).path("id").asString("")));
        JsonNode vanished = result.path("runs").path("promotion").path("result").path("vanished");
        if (vanished.isObject()) {
            Terminal.print("Keys that are not delivered any more: " + counts(vanished)
                    + " by the release. See ./manymodels failures "
                    + result.path("runs").path("promotion").path("id").asString(""));
        }
        result.path("runs").properties().forEach(entry -> {
            JsonNode problem = entry.getValue().path("problem");
            if (problem.isObject()) {
                Terminal.print(entry.getKey() + " failed: " + problem.path("message").asString(""));
            }
        });
        if (result.path("state").asString("").equals(AWAITING_APPROVAL)) {
            String promotion = result.path("runs").path("promotion").path("id").asString("");
            Terminal.print("");
            Terminal.print("The release waits for approval: ./manymodels approve " + promotion
                    + ", or ./manymodels decline " + promotion);
        }
    }

    /** What was decided about the data, as the snapshot says it. */
    private static List<String> notes(JsonNode warnings) {
        List<String> notes = new ArrayList<>();
        warnings.forEach(warning -> notes.add("note: " + warning.asString("")));
        if (notes.size() <= MOST_NOTES) {
            return notes;
        }
        List<String> first = new ArrayList<>(notes.subList(0, MOST_NOTES));
        first.add("note: and [%d] more, in the run's result: --json".formatted(notes.size() - MOST_NOTES));
        return first;
    }

    private static String counts(JsonNode counts) {
        List<String> words = new ArrayList<>();
        counts.properties().forEach(entry -> words.add(entry.getKey() + " " + entry.getValue().asString("")));
        return String.join(", ", words);
    }
}
