package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code restore DIR}. */
@Command(name = "restore", description = "Make a data folder of a backup, every byte of it checked. The folder must not exist, or be empty.")
public final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private final DataOption data = new DataOption();

    @Parameters(paramLabel = "DIR", description = "Folder that ./manymodels backup has written")
    private Path backup = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        return BackupProgram.run("restore", data.folder().path(), backup);
    }
}
