package io.manymodels.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileFormatTest {

    @ParameterizedTest
    @CsvSource({"sales.csv,CSV", "SALES.CSV,CSV", "sales.csv.gz,CSV", "sales.tsv,CSV", "sales.txt.GZ,CSV",
            "a.parquet,PARQUET", "a.json,JSON", "a.ndjson.gz,JSON", "a.jsonl,JSON", "sales.json.csv,CSV",
            ".csv,CSV"})
    void theEndOfANameTellsTheFormat(String name, FileFormat format) {
        assertThat(FileFormat.of(name)).hasValue(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales", "sales.xlsx", "sales.csv.zip", "sales.parquet.gz", "csv", "sales.csv~", "a.json5",
            ""})
    void otherEndsTellNone(String name) {
        assertThat(FileFormat.of(name)).isEmpty();
    }

    @Test
    void everyEndThatIsNamedIsRead() {
        assertThat(FileFormat.all()).isNotEmpty().allMatch(end -> FileFormat.of("x" + end).isPresent());
    }
}
