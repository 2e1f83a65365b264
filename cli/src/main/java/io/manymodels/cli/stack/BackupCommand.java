package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code backup DIR}. */
@Command(name = "backup", description = "Write a backup of the platform on this machine, which may run meanwhile: database, objects, landing folder, keys.")
public final class BackupCommand implements Callable<Integer> {

    @Mixin
    private final DataOption data = new DataOption();

    @Parameters(paramLabel = "DIR", description = "Folder for the backup; it must not exist, or be empty. It will hold passwords and keys")
    private Path backup = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        return BackupProgram.run("backup", data.folder().path(), backup);
    }
}
