package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.landing.LandingFolder;
import io.manymodels.ingestion.reading.EarlierReadings;
import io.manymodels.ingestion.sandbox.SandboxLimits;
import io.manymodels.ingestion.source.JdbcDrivers;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.rows.Column;
import io.manymodels.storage.ObjectStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.mockito.Mockito;

/** A landing folder, and the real shuffle over it. */
public final class ShuffleFixture {

    /** A family of key {@code k} and target {@code y} in {@code rows.csv}, without time. */
    public static final String TABULAR = """
            family: f
            source: {files: rows.csv}
            key: [k]
            target: y
            task: regression
            """;
    /** The same with time {@code t}. */
    public static final String TIMED = TABULAR + "time: t\n";

    private static final long DISK = 2_000_000_000L;

    private final Path folder;
    private final Path landing;

    public ShuffleFixture(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        this.landing = Files.createDirectories(folder.resolve("landing"));
    }

    public Path landing() {
        return landing;
    }

    public ShuffledData shuffle(String spec) throws IOException {
        return shuffle(spec, List.of(), "500MB", DISK);
    }

    /** A night after one that had these columns. */
    public ShuffledData shuffle(String spec, List<Column> earlier) throws IOException {
        return shuffle(spec, earlier, "500MB", DISK);
    }

    public ShuffledData shuffle(String spec, List<Column> earlier, String memory, long disk) throws IOException {
        return engine(memory, disk).shuffle(FamilySpec.read(spec).orThrow(), earlier, EarlierReadings.none(), work(),
                () -> false);
    }

    /** A night after others. */
    public ShuffledData shuffle(String spec, List<Column> earlier, EarlierReadings readings) throws IOException {
        return engine("500MB", DISK).shuffle(FamilySpec.read(spec).orThrow(), earlier, readings, work(), () -> false);
    }

    /** Looks at the beginning alone. */
    public SampledData sample(String spec) throws IOException {
        return engine("500MB", DISK).sample(FamilySpec.read(spec).orThrow(), List.of(), work());
    }

    private Path work() throws IOException {
        return Files.createTempDirectory(folder, "work").toRealPath();
    }

    private DuckDbShuffle engine(String memory, long disk) {
        // No test here reads objects, and a store cannot be made without a server.
        Sources sources = new Sources(new LandingFolder(landing), Mockito.mock(ObjectStore.class), Map.of(),
                new JdbcDrivers(landing));
        return new DuckDbShuffle(sources, new SandboxLimits(memory, 2, disk), Duration.ofMinutes(2));
    }

    public void rows(String header, int count, IntFunction<String> row) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(landing.resolve("rows.csv"))) {
            out.write(header + "\n");
            for (int i = 0; i < count; i++) {
                out.write(row.apply(i) + "\n");
            }
        }
    }

    /** Writes a file by DuckDB: {@code COPY (select) TO name}. */
    public void copy(String select, String name) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (%s) TO '%s'".formatted(select, landing.resolve(name)));
        }
    }

    public void text(String name, String content, Charset charset) throws IOException {
        Files.write(landing.resolve(name), content.getBytes(charset));
    }

    /** What is written in the warnings of the snapshot. */
    public static String warnings(ShuffledData data) {
        return data.profile().path("warnings").toString();
    }

    /** The canonical texts of the keys, in order. */
    public static List<String> keys(ShuffledData data) {
        return data.partitions().stream().map(PartitionProfile::key).toList();
    }

    public static Column column(ShuffledData data, String name) {
        return data.columns().stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
    }

    public static PartitionProfile partition(ShuffledData data, String key) {
        return data.partitions().stream().filter(partition -> partition.key().equals(key)).findFirst().orElseThrow();
    }
}
