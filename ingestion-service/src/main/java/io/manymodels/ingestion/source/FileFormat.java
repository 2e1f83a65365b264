package io.manymodels.ingestion.source;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Formats of files, told by the ends of their names. */
enum FileFormat {
    CSV(".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".txt.gz"), PARQUET(".parquet"), JSON(".json", ".json.gz",
            ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz");

    private final ImmutableList<String> ends;

    FileFormat(String... ends) {
        this.ends = ImmutableList.copyOf(ends);
    }

    static Optional<FileFormat> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(format -> format.ends.stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    static List<String> all() {
        return Arrays.stream(values()).flatMap(format -> format.ends.stream()).toList();
    }
}
