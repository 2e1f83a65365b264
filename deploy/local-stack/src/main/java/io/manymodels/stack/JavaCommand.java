package io.manymodels.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the stack's Java processes. An application is a folder with {@code app.jar} and {@code lib}. */
final class JavaCommand {

    /** Marks our processes in the process table, followed by the data folder. */
    static final String MARK = "-Dmanymodels.data=";

    /** The AOT cache is refused unless these are the same as when it was made. */
    private static final List<String> COMMON = List.of("--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8");

    private JavaCommand() {}

    /** Starts the main class that the application's jar names. */
    static List<String> application(Path folder, Path data, List<String> jvmOptions) {
        List<String> command = java(data, jvmOptions);
        command.addAll(new StartCache(folder).jvmOptions());
        command.add("-jar");
        command.add(folder.resolve("app.jar").toString());
        return command;
    }

    /** Starts another main class of the stack's own jar. */
    static List<String> main(Path folder, Path data, List<String> jvmOptions, Class<?> main, String... arguments) {
        List<String> command = java(data, jvmOptions);
        command.add("-Dlogback.configurationFile=local-stack-logback.xml");
        command.add("-cp");
        command.add(folder.resolve("app.jar").toString());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> java(Path data, List<String> jvmOptions) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(MARK + data);
        command.addAll(COMMON);
        command.addAll(jvmOptions);
        return command;
    }
}
