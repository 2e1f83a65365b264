package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs a script of {@code deploy/docker} with others in the place of the tools that it calls. */
public final class SetupScript {

    private SetupScript() {}

    /**
     * The calls of the script, each the tool's name and its arguments.
     *
     * @param folder empty; recorders in the place of the tools lie there
     */
    public static List<List<String>> calls(Path folder, String script, Map<String, String> environment,
            String... tools) throws IOException, InterruptedException {
        Path calls = folder.resolve("calls");
        Map<String, String> recorders = new TreeMap<>();
        for (String tool : tools) {
            recorders.put(tool, """
                    printf '%%s' '%s' >> '%s'
                    for argument in "$@"; do printf '\\t%%s' "$argument" >> '%2$s'; done
                    echo >> '%2$s'
                    """.formatted(tool, calls));
        }
        run(folder, script, environment, recorders);
        return Files.readAllLines(calls).stream().map(line -> List.of(line.split("\t"))).toList();
    }

    /**
     * Runs the script to its end.
     *
     * @param folder where the tools are put
     * @param tools what each tool does, in the words of the shell
     */
    public static void run(Path folder, String script, Map<String, String> environment, Map<String, String> tools,
            String... arguments) throws IOException, InterruptedException {
        for (Map.Entry<String, String> tool : tools.entrySet()) {
            Path file = Files.writeString(folder.resolve(tool.getKey()), "#!/bin/sh\n" + tool.getValue());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        List<String> command = new ArrayList<>(List.of("sh", Path.of("../docker", script).toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().compute("PATH", (_, path) -> folder + ":" + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    /** The values that an option has in a call. */
    public static List<String> values(List<String> call, String option) {
        return java.util.stream.IntStream.range(0, call.size() - 1).filter(i -> call.get(i).equals(option))
                .mapToObj(i -> call.get(i + 1)).toList();
    }
}
