package io.manymodels.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a script of {@code deploy/docker} with recorders in the place of the tools that it calls. */
public final class SetupScript {

    private SetupScript() {}

    /**
     * The calls of the script, each the tool's name and its arguments.
     *
     * @param folder empty; the recorders lie there
     */
    public static List<List<String>> calls(Path folder, String script, Map<String, String> environment,
            String... tools) throws IOException, InterruptedException {
        Path calls = folder.resolve("calls");
        for (String tool : tools) {
            Path recorder = Files.writeString(folder.resolve(tool), """
                    #!/bin/sh
                    printf '%%s' '%s' >> '%s'
                    for argument in "$@"; do printf '\\t%%s' "$argument" >> '%2$s'; done
                    echo >> '%2$s'
                    """.formatted(tool, calls));
            Files.setPosixFilePermissions(recorder, PosixFilePermissions.fromString("rwx------"));
        }
        var builder = new ProcessBuilder("sh", Path.of("../docker", script).toString()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().compute("PATH", (_, path) -> folder + ":" + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return Files.readAllLines(calls).stream().map(line -> List.of(line.split("\t"))).toList();
    }

    /** The values that an option has in a call. */
    public static List<String> values(List<String> call, String option) {
        return java.util.stream.IntStream.range(0, call.size() - 1).filter(i -> call.get(i).equals(option))
                .mapToObj(i -> call.get(i + 1)).toList();
    }
}
