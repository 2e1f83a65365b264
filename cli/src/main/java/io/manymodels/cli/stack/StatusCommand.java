package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code status}. */
@Command(name = "status", description = "What runs of the platform on this machine, with ports and memory.")
public final class StatusCommand implements Callable<Integer> {

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    @Mixin
    private final DataOption data = new DataOption();

    @Option(names = "--json", description = "Print JSON for machines")
    private boolean json;

    private record Row(String name, String state, long pid, int port, long residentMegabytes) {}

    @Override
    public Integer call() {
        StackFolder folder = data.folder();
        Optional<ProcessHandle> stack = folder.process();
        Optional<JsonNode> state = folder.state();
        String phase = stack.isEmpty()
                ? "stopped"
                : state.map(found -> found.path("phase").asString("starting")).orElse("starting");
        List<Row> rows = stack.isEmpty() ? List.of() : rows(folder, stack.get(), state);
        if (json) {
            print(folder, phase, rows);
        } else if (rows.isEmpty()) {
            Terminal.print("Nothing runs in " + folder.path() + ". Maybe ./manymodels up");
        } else {
            print(rows);
            Terminal.print("");
            Terminal.print("The platform in " + folder.path() + " is " + phase + "; resident memory "
                    + rows.stream().mapToLong(Row::residentMegabytes).sum() + " MB in all.");
        }
        return phase.equals("ready") ? 0 : CommandFailure.NEGATIVE;
    }

    private static List<Row> rows(StackFolder folder, ProcessHandle stack, Optional<JsonNode> state) {
        var rows = new ArrayList<Row>();
        rows.add(new Row("stack", "ready", stack.pid(), 0, resident(stack)));
        state.ifPresent(found -> found.path("processes").forEach(part -> {
            String name = part.path("name").asString("");
            // PostgreSQL's processes are one tree; the storage lives inside the stack.
            Optional<ProcessHandle> process = name.equals("postgres") ? folder.postgres() : folder.process(name);
            long resident = process.map(StatusCommand::residentOfTree).orElse(0L);
            long pid = process.map(ProcessHandle::pid).orElse(0L);
            rows.add(new Row(name, part.path("state").asString(""), pid, part.path("port").asInt(0), resident));
        }));
        return rows;
    }

    private static long residentOfTree(ProcessHandle root) {
        return resident(root) + root.descendants().mapToLong(StatusCommand::resident).sum();
    }

    /** Resident memory in MB; 0 where the system does not tell. */
    private static long resident(ProcessHandle process) {
        try {
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            var found = RESIDENT.matcher(Files.exists(status) ? Files.readString(status) : "");
            return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void print(List<Row> rows) {
        Terminal.table(List.of("PART", "STATE", "PID", "PORT", "RSS MB"),
                rows.stream()
                        .map(row -> List.of(row.name(), row.state(), row.pid() == 0 ? "" : String.valueOf(row.pid()),
                                row.port() == 0 ? "" : String.valueOf(row.port()),
                                row.residentMegabytes() == 0 ? "" : String.valueOf(row.residentMegabytes())))
                        .toList());
    }

    private static void print(StackFolder folder, String phase, List<Row> rows) {
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
