package io.manymodels.cli.data;

import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code generate}. */
@Command(name = "generate", description = "Write daily sales by store and item, made up but lifelike, of any size.")
public final class GenerateCommand implements Callable<Integer> {

    @Option(names = "--keys", required = true, paramLabel = "N", description = "Combinations of store and item")
    private int keys;

    @Option(names = "--rows", required = true, paramLabel = "M", description = "Rows in all; each key gets M/N days")
    private long rows;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "The same seed makes the same data. Default: 1")
    private long seed;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "FILE.csv or FILE.parquet")
    private Path out = Path.of("");

    @Option(names = "--json", description = "Print JSON for machines")
    private boolean json;

    @Override
    public Integer call() {
        if (keys < 1 || rows < keys) {
            throw CommandFailure
                    .usage("Cannot make (" + rows + ") rows for (" + keys + ") keys. Maybe at least one row a key.");
        }
        TableFile.requireKnownType(out);
        generate(new DemoData(keys, rows, seed), out);
        if (json) {
            Terminal.print(JsonNodeFactory.instance.objectNode().put("file", out.toString()).put("keys", keys)
                    .put("rows", rows));
        } else {
            Terminal.print("%,d rows of %,d keys in %s".formatted(rows, keys, out));
        }
        return 0;
    }

    /** Writes the data in the format that the file's name asks for. */
    public static void generate(DemoData data, Path file) {
        try {
            if (TableFile.parquet(file)) {
                Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "manymodels", ".csv");
                try {
                    writeCsv(data, draft);
                    ParquetRepository.convert(draft, file);
                } finally {
                    Files.deleteIfExists(draft);
                }
            } else {
                writeCsv(data, file);
            }
        } catch (IOException e) {
            throw CommandFailure
                    .negative("Cannot write (" + file + "): " + e.getMessage() + ". Maybe the disk is full.");
        }
    }

    private static void writeCsv(DemoData data, Path file) throws IOException {
        try (var stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            data.writeCsv(stream);
        }
    }
}
