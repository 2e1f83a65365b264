package io.manymodels.verification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./manymodels} as a user calls it, on one data folder. */
public final class CommandLine {

    private static final Pattern EXPORT = Pattern.compile("export (\\w+)='?([^'\n]*)'?");
    private static final List<String> PARTS = List.of("POSTGRES", "KAFKA", "KAFKA_CONTROLLER", "STORAGE", "INGESTION",
            "TRAINING", "PROMOTION", "SCORING", "REALTIME", "CONSOLE");
    /** Of the next platform: those that run beside each other do not meet. */
    private static final AtomicInteger FREE_PORT = new AtomicInteger(27_001);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path data;
    private final Map<String, String> settings = new HashMap<>();

    /** On ports of its own, beside a platform that the developer may have running, and below those given to clients. */
    public CommandLine(Path data) {
        this.data = data;
        // These platforms live for minutes, and making their caches would take as long.
        set("MANYMODELS_START_CACHES", "no");
        // Who looks at pages asks for the console: one more process makes every start slower.
        set("MANYMODELS_SERVICES", "ingestion,training,promotion,scoring,realtime");
        PARTS.forEach(part -> set("MANYMODELS_PORT_" + part, Integer.toString(FREE_PORT.getAndIncrement())));
    }

    /** Sets an environment variable of all further calls. */
    public void set(String variable, String value) {
        settings.put(variable, value);
    }

    /** The folder of the running stack. */
    public Path stack() {
        return data.resolve("stack");
    }

    /** What a call came to. */
    public record Answer(int exitCode, String output, String errors) {

        public JsonNode json() {
            return JSON.readTree(output);
        }
    }

    /** Runs the verb and fails the test with all its output when it does not exit with 0. */
    public Answer succeed(String... arguments) throws IOException, InterruptedException {
        Answer answer = call(arguments);
        if (answer.exitCode() != 0) {
            throw new AssertionError("manymodels %s exited with %d%n%s%n%s".formatted(String.join(" ", arguments),
                    answer.exitCode(), answer.output(), answer.errors()));
        }
        return answer;
    }

    public Answer call(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Modules.root().resolve("manymodels").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(data, "call", ".out");
        Path errors = Files.createTempFile(data, "call", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(settings);
        builder.environment().put("MANYMODELS_DATA", stack().toString());
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "manymodels %s did not end in 10 minutes%n%s".formatted(String.join(" ", arguments),
                            Files.readString(output)));
        }
        return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8),
                Files.readString(errors, StandardCharsets.UTF_8));
    }

    /** Ends the platform and removes its folder. */
    public void end() throws IOException, InterruptedException {
        call("down");
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The variables that {@code env} exports. */
    public Map<String, String> environment(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("env"));
        all.addAll(List.of(arguments));
        Map<String, String> variables = new HashMap<>();
        Matcher matcher = EXPORT.matcher(succeed(all.toArray(String[]::new)).output());
        while (matcher.find()) {
            variables.put(matcher.group(1), matcher.group(2));
        }
        return variables;
    }

    /** Kills a part of the platform as {@code kill -9} does. */
    public void kill(String part) throws IOException {
        process(part).destroyForcibly();
    }

    /** The process of a part: a service, {@code kafka}, {@code storage}, or {@code postgres}, its server. */
    public ProcessHandle process(String part) throws IOException {
        Path file = stack().resolve(
                part.equals("postgres") ? "postgres/data/postmaster.pid" : "run/" + part + ".pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip())).orElseThrow();
    }
}
