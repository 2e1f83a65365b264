package io.manymodels.ingestion.partition;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SqlText;
import io.manymodels.ingestion.source.SourceSample;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.rows.Column;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at a sample while its database is open. */
final class SampledRows {

    private static final int MOST_ROWS = 5;

    private SampledRows() {}

    /** The first rows of the first key, as text. */
    static List<Map<String, @Nullable String>> first(Sandbox sandbox, ShuffledData data) {
        List<String> names = data.columns().stream().map(Column::name).toList();
        long most = data.partitions().size() == 0 ? 0 : Math.min(MOST_ROWS, data.partitions().getFirst().rows());
        String values = names.stream().map(name -> "CAST(" + identifier(name) + " AS VARCHAR)")
                .collect(Collectors.joining(", "));
        return sandbox.query("SELECT %s FROM %s WHERE file_row_number < %d ORDER BY file_row_number".formatted(values,
                SortedFile.read(data.file()), most), row -> {
                    Map<String, @Nullable String> read = new LinkedHashMap<>();
                    for (int i = 0; i < names.size(); i++) {
                        read.put(names.get(i), row.text(i));
                    }
                    return read;
                });
    }

    /** A Parquet file tells its rows in its end. */
    static double share(Sandbox sandbox, SourceSample sample, long rows) {
        List<Path> inputs = sample.tables().getFirst().inputs();
        if (sample.share() > 0 || inputs.isEmpty()
                || !inputs.stream().allMatch(path -> path.toString().endsWith(".parquet"))) {
            return sample.share();
        }
        String files = inputs.stream().map(path -> SqlText.literal(path.toString())).collect(Collectors.joining(", "));
        double read = sandbox.first("SELECT count(*) FROM " + identifier(Sources.SOURCE), row -> row.integer(0))
                .orElse(rows);
        return sandbox.first("SELECT sum(num_rows) FROM parquet_file_metadata([" + files + "])",
                row -> row.number(0) > 0 ? Math.min(1, read / row.number(0)) : 1.0).orElse(0.0);
    }
}
