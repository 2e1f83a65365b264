package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.StackProcesses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code status}. */
@Command(name = "status", description = "What runs of the platform on this machine, with ports and memory.")
public final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--json", description = "Print JSON for machines")
    private boolean json;

    @Override
    public Integer call() {
        StackFolder folder = data.folder();
        StackProcesses processes = folder.processes();
        JsonNode state = folder.state().orElse(MissingNode.getInstance());
        List<PartStatus> rows = processes.isEmpty() ? List.of() : rows(processes, state);
        String phase = phase(processes, state, rows);
        if (json) {
            print(folder, phase, rows);
        } else if (rows.isEmpty()) {
            Terminal.print("Nothing runs in " + folder.path() + ". Maybe ./manymodels up");
        } else {
            print(rows);
            Terminal.print("");
            Terminal.print(summary(folder, phase, rows));
        }
        return phase.equals("ready") ? 0 : CommandFailure.NEGATIVE;
    }

    /** Everything that the stack has told of, and everything that runs. */
    private static List<PartStatus> rows(StackProcesses processes, JsonNode state) {
        Map<String, JsonNode> told = new LinkedHashMap<>();
        told.put(StackProcesses.SUPERVISOR, MissingNode.getInstance());
        state.path("processes").forEach(part -> told.put(part.path("name").asString(""), part));
        processes.running().stream().map(StackProcesses.Entry::part)
                .map(part -> part.equals(StackProcesses.POSTMASTER) ? StackProcesses.POSTGRES : part)
                .forEach(part -> told.putIfAbsent(part, MissingNode.getInstance()));
        List<PartStatus> rows = new ArrayList<>();
        told.forEach((name, part) -> rows.add(PartStatus.of(name, processes, part)));
        return rows;
    }

    /** What the stack says of itself, unless the moment says otherwise. */
    private static String phase(StackProcesses processes, JsonNode state, List<PartStatus> rows) {
        if (processes.isEmpty()) {
            return "stopped";
        }
        if (processes.supervisor().isEmpty()) {
            return "orphaned";
        }
        String told = state.path("phase").asString("starting");
        boolean allReady = rows.stream().allMatch(row -> row.state().equals("ready"));
        return switch (told) {
            case "ready", "degraded" -> allReady ? "ready" : "degraded";
            default -> told;
        };
    }

    private static String summary(StackFolder folder, String phase, List<PartStatus> rows) {
        String memory = "resident memory " + rows.stream().mapToLong(PartStatus::residentMegabytes).sum()
                + " MB in all.";
        return switch (phase) {
            case "orphaned" -> "The stack in " + folder.path() + " was killed, and left running what has a PID above; "
                    + memory + " Maybe end it with ./manymodels down, or let ./manymodels up take over.";
            case "degraded" -> "The platform in " + folder.path() + " is degraded: "
                    + rows.stream().filter(row -> !row.state().equals("ready"))
                            .map(row -> row.name() + " is " + row.state()).toList()
                    + "; " + memory + " Maybe its log says why: ./manymodels logs PART";
            default -> "The platform in " + folder.path() + " is " + phase + "; " + memory;
        };
    }

    private static void print(List<PartStatus> rows) {
        Terminal.table(List.of("PART", "STATE", "PID", "PORT", "RSS MB"),
                rows.stream()
                        .map(row -> List.of(row.name(), row.state(), row.pid() == 0 ? "" : String.valueOf(row.pid()),
                                row.port() == 0 ? "" : String.valueOf(row.port()),
                                row.residentMegabytes() == 0 ? "" : String.valueOf(row.residentMegabytes())))
                        .toList());
    }

    private static void print(StackFolder folder, String phase, List<PartStatus> rows) {
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("data", folder.path().toString()).put("phase",
                phase);
        var parts = result.putArray("processes");
        rows.forEach(row -> parts.addObject()
                .put("name", row.name())
                .put("state", row.state())
                .put("pid", row.pid())
                .put("port", row.port())
                .put("residentMegabytes", row.residentMegabytes()));
        Terminal.print(result);
    }
}
