package io.manymodels.ingestion.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.partition.PartitionFile;
import io.manymodels.ingestion.partition.PartitionProfile;
import io.manymodels.ingestion.partition.PartitionProfile.Verdict;
import io.manymodels.ingestion.partition.ShuffledData;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class SnapshotIdTest {

    private static final String SPEC = """
            family: f
            source: {files: rows.csv}
            key: [k]
            time: t
            target: y
            task: forecast
            forecast: {horizon: 2}
            columns: {known: [price]}
            training: {minimumRows: 20}
            """;
    @TempDir
    private static Path folder;

    private static final PartitionProfile ONE = partition("1", "f1", "i1", null);
    private static final PartitionProfile TWO = partition("2", "f2", "i2", null);

    private static PartitionProfile partition(String key, String fingerprint, String identity,
            @Nullable String code) {
        return new PartitionProfile("{\"k\":" + key + "}", "{}", 0, 9, 9, 1L, 9L, fingerprint, identity, "{}",
                new Verdict(true, code, code == null ? null : "why"));
    }

    private static PartitionFile file(PartitionProfile... partitions) {
        PartitionFile.Writer writer = PartitionFile.writer(folder.resolve("partitions"));
        try (writer) {
            List.of(partitions).forEach(writer::write);
        }
        return writer.written();
    }

    private static ShuffledData data(PartitionProfile... partitions) {
        return new ShuffledData(Path.of("part-00000.parquet"), 18, List.of(), null, 9L, file(partitions),
                JsonNodeFactory.instance.objectNode(), null);
    }

    private static String id(String spec, PartitionProfile... partitions) {
        return SnapshotId.of(FamilySpec.read(spec).orThrow(), data(partitions));
    }

    @Test
    void isNeverANumber() {
        assertThat(id(SPEC, ONE, TWO)).matches("s[0-9a-f]{20}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"family: f|family: g", "target: y|target: z", "key: [k]|key: [k, l]",
            "time: t|time: {column: t, frequency: week}", "known: [price]|known: [price, deal]",
            "known: [price]|observed: [price]", "minimumRows: 20|minimumRows: 21",
            "task: forecast|task: regression"})
    void changesWithWhatTrainingWouldSeeInIt(String of, String by) {
        String other = SPEC.replace(of, by);

        assertThat(id(by.endsWith("regression") ? other.replace("forecast: {horizon: 2}\n", "") : other, ONE, TWO))
                .isNotEqualTo(id(SPEC, ONE, TWO));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"horizon: 2|horizon: 3", "files: rows.csv|files: moved.csv",
            "minimumRows: 20|metric: mae, minimumRows: 20", "family: f|description: d%nfamily: f",
            "family: f|promotion: {approval: manual}%nfamily: f", "family: f|scoring: {rows: all}%nfamily: f"})
    void staysForTheSameRowsOfAnotherVersion(String of, String by) {
        assertThat(id(SPEC.replace(of, by.formatted()), ONE, TWO)).isEqualTo(id(SPEC, ONE, TWO));
    }

    @Test
    void changesWithEachPartition() {
        String before = id(SPEC, ONE, TWO);

        assertThat(List.of(id(SPEC, ONE), id(SPEC, TWO, ONE), id(SPEC, ONE, partition("3", "f2", "i2", null)),
                id(SPEC, ONE, partition("2", "f3", "i2", null)), id(SPEC, ONE, partition("2", "f2", "i3", null)),
                id(SPEC, ONE, partition("2", "f2", "i2", "too-few-rows")), id(SPEC)))
                .doesNotHaveDuplicates().doesNotContain(before);
    }

    @Test
    void whatTwoTextsAreTogetherDoesNotHideWhereOneEnds() {
        assertThat(id(SPEC, partition("1", "ab", "c", null))).isNotEqualTo(id(SPEC, partition("1", "a", "bc", null)));
    }
}
