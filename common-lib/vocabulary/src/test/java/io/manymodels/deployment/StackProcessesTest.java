package io.manymodels.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real processes. */
class StackProcessesTest {

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void findsTheProcessesOfAFolderByPartAndNoneOfItsNeighbour() throws Exception {
        Path data = folder.resolve("data");
        Process training = part(data, "training");
        Process second = part(data, "training");
        Process supervisor = part(data, StackProcesses.SUPERVISOR);
        part(folder.resolve("data2"), "training");
        part(folder.resolve("data").resolve("deeper"), "training");

        StackProcesses found = StackProcesses.of(data);

        assertThat(found.parts("training")).containsExactlyInAnyOrder(training.toHandle(), second.toHandle());
        assertThat(found.supervisor()).contains(supervisor.toHandle());
        assertThat(found.running()).hasSize(3);
        assertThat(StackProcesses.of(folder.resolve("dat")).isEmpty()).isTrue();
    }

    @Test
    void aPartThatHasEndedIsNotThere() throws Exception {
        Process training = part(folder, "training");
        StackProcesses found = StackProcesses.of(folder);

        training.destroyForcibly().waitFor();

        assertThat(found.part("training")).isEmpty();
        assertThat(StackProcesses.of(folder).isEmpty()).isTrue();
    }

    @Test
    void theDatabaseServerIsTheOneWhoseFileNamesItAndNoStranger() throws Exception {
        Path server = Files.createDirectories(folder.resolve("postgres/data"));
        Process postmaster = shell("-D", server.toString());
        Files.writeString(server.resolve("postmaster.pid"), postmaster.pid() + "\n" + server + "\n");

        assertThat(StackProcesses.of(folder).part(StackProcesses.POSTMASTER)).contains(postmaster.toHandle());

        Files.writeString(server.resolve("postmaster.pid"), shell("-D", server + "2").pid() + "\n");
        assertThat(StackProcesses.of(folder).isEmpty()).isTrue();
        Files.writeString(server.resolve("postmaster.pid"), "");
        assertThat(StackProcesses.of(folder).isEmpty()).isTrue();
    }

    private Process part(Path data, String part) throws IOException {
        return shell(StackProcesses.marks(data, part).toArray(String[]::new));
    }

    /** "sh -c" takes what follows its script as arguments, as java takes its options. It waits without a child. */
    private Process shell(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", "read line"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }
}
