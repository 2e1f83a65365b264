package io.manymodels.ingestion.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.ingestion.partition.PartitionProfile.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionFileTest {

    private static final PartitionProfile FULL = new PartitionProfile("{\"k\":\"a \\\"b\\\" \u00e4 \ud83c\udf4a\\n\"}",
            "{\"k\":1}",
            Long.MAX_VALUE, 9, 8, -1L, 7L, "f", "i", "{\"gaps\":0}", new Verdict(false, "too-few-rows", "why\nnot"));
    private static final PartitionProfile BARE = new PartitionProfile("{}", "{}", 0, 0, 0, null, null, "", "", "{}",
            new Verdict(true, null, null));

    @TempDir
    private Path folder;

    private PartitionFile file(PartitionProfile... partitions) {
        PartitionFile.Writer writer = PartitionFile.writer(folder.resolve("partitions"));
        try (writer) {
            List.of(partitions).forEach(writer::write);
        }
        return writer.written();
    }

    @Test
    void givesBackWhatWasWritten() {
        PartitionFile file = file(FULL, BARE, FULL);

        assertThat(file).containsExactly(FULL, BARE, FULL).hasSize(3);
        assertThat(file.size()).isEqualTo(3);
        assertThat(file.stream()).containsExactly(FULL, BARE, FULL);
        assertThat(file.getFirst()).isEqualTo(FULL);
    }

    @Test
    void mayBeEmpty() {
        assertThat(file()).isEmpty();
        assertThatThrownBy(() -> file().getFirst()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void endsWithItsFolder() throws IOException {
        PartitionFile file = file(FULL);
        Files.delete(folder.resolve("partitions"));

        assertThatThrownBy(file::iterator).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("beside their rows");
    }
}
