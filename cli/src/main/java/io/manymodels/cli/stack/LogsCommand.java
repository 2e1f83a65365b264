package io.manymodels.cli.stack;

import io.manymodels.cli.connection.DataOption;
import io.manymodels.cli.connection.StackFolder;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs SERVICE}. */
@Command(name = "logs", description = "The log of a part of the platform on this machine.")
public final class LogsCommand implements Callable<Integer> {

    private static final int BLOCK = 1 << 16;

    @Mixin
    private final DataOption data = new DataOption();

    @Parameters(paramLabel = "SERVICE", description = "ingestion, training, promotion, scoring, realtime, postgres, kafka, storage or stack")
    private String service = "";

    @Option(names = {"-n",
            "--lines"}, paramLabel = "N", defaultValue = "100", description = "Last N lines. Default: 100")
    private int lines;

    @Option(names = {"-f", "--follow"}, description = "Go on with what is written from now on")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        if (lines < 0) {
            throw CommandFailure.usage("(" + lines + ") is no number of lines. Maybe 100.");
        }
        StackFolder folder = data.folder();
        Path log = folder.log(service.replace("-service", ""));
        if (!Files.exists(log)) {
            throw CommandFailure
                    .usage("No log of (" + service + ") in " + folder.path() + ". Maybe one of " + known(folder) + ".");
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(startOfLast(file));
            copy(file);
            while (follow) {
                Thread.sleep(300);
                copy(file);
            }
            return 0;
        } catch (IOException e) {
            throw CommandFailure.negative("Cannot read (" + log + "): " + e.getMessage());
        }
    }

    private static List<String> known(StackFolder folder) {
        try (Stream<Path> files = Files.list(folder.path().resolve("logs"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[a-z]+\\.log"))
                    .map(name -> name.replace(".log", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Where the last lines begin, found from the end of the file. */
    private long startOfLast(RandomAccessFile file) throws IOException {
        long end = file.length();
        if (lines == 0) {
            return end;
        }
        int found = 0;
        var block = new byte[BLOCK];
        for (long at = end; at > 0;) {
            int size = (int) Math.min(BLOCK, at);
            at -= size;
            file.seek(at);
            file.readFully(block, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                if (block[i] == '\n' && at + i < end - 1 && ++found == lines) {
                    return at + i + 1;
                }
            }
        }
        return 0;
    }

    private static void copy(RandomAccessFile file) throws IOException {
        var block = new byte[BLOCK];
        for (int size = file.read(block); size > 0; size = file.read(block)) {
            // As bytes, because a block may end within a character.
            Terminal.out().write(block, 0, size);
            Terminal.out().flush();
        }
    }
}
