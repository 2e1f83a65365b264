package io.manymodels.stack;

import io.manymodels.deployment.StackProcesses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the stack's Java processes. An application is a folder with {@code app.jar} and {@code lib}. */
final class JavaCommand {

    /** The collector of what has little to collect. */
    static final String SERIAL = "-XX:+UseSerialGC";
    /** The AOT cache is refused unless these, and the collector, are the same as when it was made. */
    private static final List<String> COMMON = List.of("--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-Dfile.encoding=UTF-8");

    private final Path data;

    /** @param data the data folder, as the stack was given it */
    JavaCommand(Path data) {
        this.data = data;
    }

    /** Starts the main class that the application's jar names. */
    List<String> application(String part, StartCache cache, List<String> jvmOptions) {
        List<String> command = java(part, jvmOptions);
        command.addAll(cache.jvmOptions());
        command.add("-jar");
        command.add(cache.application().resolve("app.jar").toString());
        return command;
    }

    /** Starts another main class of what this process runs from. */
    List<String> main(String part, List<String> jvmOptions, Class<?> main, Object... arguments) {
        List<String> command = java(part, jvmOptions);
        command.add(SERIAL);
        command.add("-Dlogback.configurationFile=local-stack-logback.xml");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    private List<String> java(String part, List<String> jvmOptions) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(StackProcesses.marks(data, part));
        command.addAll(COMMON);
        command.addAll(jvmOptions);
        return command;
    }
}
