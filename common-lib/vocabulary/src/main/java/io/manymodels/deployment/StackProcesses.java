package io.manymodels.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The processes of a stack that run now, found by their command lines: no file has to tell of them, so what outlives a
 * killed stack is seen too.
 *
 * @param running each with the part of the stack that it is
 */
public record StackProcesses(List<Entry> running) {

    /** Part that watches all others. */
    public static final String SUPERVISOR = "stack";
    /** Part that keeps the database server, which is a process of its own. */
    public static final String POSTGRES = "postgres";
    /** The database server. */
    public static final String POSTMASTER = "postmaster";

    /** What marks a process of a stack on its command line, followed by the data folder. */
    private static final String MARK = "-Dmanymodels.data=";
    private static final String PART = "-Dmanymodels.part=";
    private static final Pattern PART_NAME = Pattern.compile(Pattern.quote(PART) + "([a-z]+) ");

    /** A process and the part of the stack that it is. */
    public record Entry(String part, ProcessHandle process) {}

    /**
     * The processes of the stack in this data folder, this process excepted.
     *
     * @param data absolute and normal, as the stack was given it
     */
    public static StackProcesses of(Path data) {
        String mark = " " + MARK + data + " ";
        List<Entry> found = new ArrayList<>();
        long own = ProcessHandle.current().pid();
        ProcessHandle.allProcesses().filter(process -> process.pid() != own).forEach(process -> {
            // With spaces around, so that the folder /data/a is no part of /data/ab.
            String commandLine = process.info().commandLine().map(line -> " " + line + " ").orElse("");
            if (commandLine.contains(mark)) {
                var name = PART_NAME.matcher(commandLine);
                found.add(new Entry(name.find() ? name.group(1) : SUPERVISOR, process));
            }
        });
        databaseServer(data.resolve("postgres").resolve("data"))
                .ifPresent(process -> found.add(new Entry(POSTMASTER, process)));
        return new StackProcesses(List.copyOf(found));
    }

    /** Options of a Java command that mark it as a part of the stack in this data folder. */
    public static List<String> marks(Path data, String part) {
        return List.of(MARK + data, PART + part);
    }

    /**
     * The database server on a folder, if it runs: the process whose pid stands first in the server's own file, unless that
     * belongs to a stranger by now.
     */
    public static Optional<ProcessHandle> databaseServer(Path data) {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(pid -> pid.matches("\\d{1,18}"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> (process.info().commandLine().orElse("") + " ")
                            .contains(" -D " + data + " "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nothing runs. */
    public boolean isEmpty() {
        return running.isEmpty();
    }

    /** The process that watches all others. */
    public Optional<ProcessHandle> supervisor() {
        return part(SUPERVISOR);
    }

    /** A part's process, if it runs. */
    public Optional<ProcessHandle> part(String name) {
        return parts(name).findFirst();
    }

    /** All processes of a part: a killed stack may have left one beside the one of this start. */
    public Stream<ProcessHandle> parts(String name) {
        return running.stream().filter(entry -> entry.part().equals(name)).map(Entry::process)
                .filter(ProcessHandle::isAlive);
    }
}
