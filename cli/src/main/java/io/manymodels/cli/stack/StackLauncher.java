package io.manymodels.cli.stack;

import io.manymodels.cli.connection.Console;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.connection.ProcessEnvironment;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.StackProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Starts the stack as a process of its own, shows how it gets ready, and ends it when this process is told to end. */
final class StackLauncher {

    private static final Duration POLL = Duration.ofMillis(200);

    private final StackOptions options;
    private final StackFolder folder;

    StackLauncher(StackOptions options) {
        this.options = options;
        this.folder = options.folder();
    }

    /** @throws CommandFailure with one line, when it does not start */
    Process start() {
        try {
            folder.create();
            try (var _ = StartLock.take(folder)) {
                return startAlone();
            }
        } catch (IOException e) {
            throw CommandFailure.negative("Cannot start the stack in (" + folder.path() + "): " + e.getMessage()
                    + ". Maybe choose another folder with --data.");
        }
    }

    private Process startAlone() throws IOException {
        folder.processes().supervisor().ifPresent(running -> {
            throw CommandFailure.negative("A stack already runs on " + folder.path() + " (pid " + running.pid()
                    + "). Maybe look at it with ./manymodels status, or end it with ./manymodels down.");
        });
        long since = System.nanoTime();
        Terminal.say("Starting the platform in " + folder.path() + " ...");
        if (!folder.processes().isEmpty()) {
            Terminal.say("Taking over from a stack that was killed; what it left running ends first ...");
        }
        Process process = launch();
        if (!options.detach()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end-stack"));
        }
        awaitReady(process, since);
        Terminal.say("Ready after %.1f s.".formatted(seconds(since)));
        return process;
    }

    private Process launch() throws IOException {
        if (Files.exists(folder.log("stack"))) {
            Files.move(folder.log("stack"), folder.log("stack.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new ProcessBuilder(command()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(folder.log("stack").toFile())
                .start();
    }

    private List<String> command() {
        String home = System.getProperty("manymodels.home");
        if (home == null) {
            throw CommandFailure.usage("The stack is started by the launcher alone. Maybe call ./manymodels up.");
        }
        Path application = Path.of(home, "local-stack");
        var command = new ArrayList<String>();
        // In a session of its own, Ctrl-C reaches this process alone, which then ends the stack in order.
        setsid().ifPresent(command::add);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(StackProcesses.marks(folder.path(), StackProcesses.SUPERVISOR));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms32m", "-Xmx192m",
                "-Dlogback.configurationFile=local-stack-logback.xml"));
        command.addAll(List.of("-jar", application.resolve("app.jar").toString(), "--home", home, "--data",
                folder.path().toString(), "--landing", options.landing().toString(), "--workers",
                String.valueOf(options.workers())));
        return command;
    }

    private static Optional<String> setsid() {
        String path = ProcessEnvironment.get("PATH");
        return path == null
                ? Optional.empty()
                : Stream.of(path.split(":"))
                        .map(directory -> Path.of(directory, "setsid"))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .findFirst();
    }

    private void awaitReady(Process process, long since) {
        Set<String> ready = new HashSet<>();
        while (true) {
            Optional<JsonNode> state = folder.state().filter(found -> found.path("pid").asLong() == process.pid());
            state.ifPresent(found -> report(found, ready, since));
            String phase = state.map(found -> found.path("phase").asString("")).orElse("");
            if (phase.equals("ready")) {
                return;
            }
            if (!process.isAlive()) {
                throw CommandFailure.negative("The stack did not start: " + problem(process));
            }
            pause();
        }
    }

    private static void report(JsonNode state, Set<String> ready, long since) {
        for (JsonNode part : state.path("processes")) {
            String name = part.path("name").asString("");
            if (part.path("state").asString("").equals("ready") && ready.add(name)) {
                Terminal.say("  %-10s ready after %.1f s".formatted(name, seconds(since)));
            }
        }
    }

    private String problem(Process process) {
        String told = folder.state()
                .filter(state -> state.path("pid").asLong() == process.pid())
                .map(state -> state.path("problem").asString(""))
                .orElse("");
        return told.isEmpty() ? lastLine() : told;
    }

    private String lastLine() {
        try {
            List<String> lines = Files.readAllLines(folder.log("stack")).stream().filter(line -> !line.isBlank())
                    .toList();
            return (lines.isEmpty() ? "it said nothing" : lines.getLast()) + ". Maybe its log says more: "
                    + folder.log("stack");
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    /** Tells the stack to end and waits until it has. */
    private static void end(Process process) {
        try {
            StackEnd.end(StackProcesses.SUPERVISOR, process.toHandle());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prints where everything is. */
    static void printUrls(StackFolder folder) {
        JsonNode state = folder.state()
                .orElseThrow(() -> CommandFailure.negative("The stack in " + folder.path() + " is gone."));
        var rows = new ArrayList<List<String>>();
        String console = Console.of(Platform.of(folder)).signInLink().orElse("");
        state.path("urls").properties().forEach(url -> rows.add(List.of(url.getKey(),
                url.getKey().equals("console") && !console.isEmpty() ? console : url.getValue().asString(""))));
        JsonNode database = state.path("database");
        rows.add(List.of("postgres", "postgresql://reader@" + database.path("host").asString("") + ":"
                + database.path("port").asString("") + "/" + database.path("name").asString("")));
        rows.add(List.of("kafka", state.path("bootstrapServers").asString("")));
        rows.add(List.of("storage", state.path("storage").path("endpoint").asString("")));
        Terminal.print("");
        Terminal.table(List.of("PART", "URL"), rows);
        Terminal.print("");
        if (!console.isEmpty()) {
            Terminal.print("The console's link signs you in once; ./manymodels console prints another one.");
        }
        Terminal.print("Keys and passwords for your shell: eval \"$(./manymodels env)\"");
    }

    static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.negative("Interrupted.");
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
