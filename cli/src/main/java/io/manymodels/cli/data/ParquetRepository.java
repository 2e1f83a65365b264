package io.manymodels.cli.data;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Turns CSV into Parquet with DuckDB, whose types are those of the whole file, not of its first rows. */
final class ParquetRepository {

    private ParquetRepository() {}

    static void convert(Path csv, Path parquet) throws IOException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("SET preserve_insertion_order = true");
            statement.execute("COPY (SELECT * FROM read_csv(" + literal(csv) + ", header = true, sample_size = -1)) TO "
                    + literal(parquet) + " (FORMAT parquet, COMPRESSION zstd)");
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String literal(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }
}
