package io.manymodels.training.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.TrainingSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a partition's fingerprint this is the identity of a version: what makes another model must make another hash. */
class SpecHashTest {

    private static final String SPEC = """
            family: f
            description: d
            source: {files: rows.csv}
            key: [k]
            time: t
            target: y
            task: forecast
            forecast: {gap: 1, horizon: 2}
            columns: {known: [price]}
            training: {algorithms: [naive, ridge], metric: mape, point: auto, windows: 3, minimumRows: 20, timeout: 60s}
            promotion: {approval: manual, rules: [{metric: mape, atMost: 60}]}
            scoring: {rows: horizon, intervals: [80, 95]}
            schedule: {cron: "0 2 * * *"}
            """;

    private static String hash(String spec, String learners, @Nullable Long asOf) {
        return SpecHash.of(FamilySpec.read(spec).orThrow(), learners, asOf);
    }

    private static String hash(String spec) {
        return hash(spec, "naive 1, ridge 1", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"horizon: 2|horizon: 3", "gap: 1|gap: 0", "metric: mape|metric: mae",
            "point: auto|point: mean",
            "windows: 3|windows: 4", "minimumRows: 20|minimumRows: 21",
            "[naive, ridge]|[ridge, naive, mean]", "intervals: [80, 95]|intervals: [80]", "target: y|target: z",
            "known: [price]|known: [price, deal]", "windows: 3,|windows: 3, history: 2y,",
            "key: [k]|key: [k, l]"})
    void whatMakesAnotherModelMakesAnotherHash(String change) {
        String[] parts = change.split("\\|");
        String other = SPEC.replace(parts[0], parts[1]);

        assertThat(other).isNotEqualTo(SPEC);
        assertThat(hash(other)).isNotEqualTo(hash(SPEC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"description: d|description: e", "files: rows.csv|files: moved.csv",
            "atMost: 60|atMost: 50", "approval: manual|approval: automatic", "rows: horizon|rows: all",
            "0 2 * * *|0 3 * * *", "timeout: 60s|timeout: 61s"})
    void whatMakesTheSameModelMakesTheSameHash(String change) {
        String[] parts = change.split("\\|");
        String other = SPEC.replace(parts[0], parts[1]);

        assertThat(other).isNotEqualTo(SPEC);
        assertThat(hash(other)).isEqualTo(hash(SPEC));
    }

    @Test
    void aLearnersVersionAndTheTimeThatIsSeenArePartsOfIt() {
        assertThat(List.of(hash(SPEC), hash(SPEC, "naive 1, ridge 2", null), hash(SPEC, "naive 1", null),
                hash(SPEC, "naive 1, ridge 1", 0L), hash(SPEC, "naive 1, ridge 1", 1L))).doesNotHaveDuplicates()
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
        assertThat(hash(SPEC)).isEqualTo(hash(SPEC));
    }

    @Test
    void theVersionsAreThoseOfTheLearnersThatCompete() {
        FamilySpec named = FamilySpec.read(SPEC).orThrow();
        String versions = Catalogue.installed().versions(TrainingSpec.of(named, List.of(), null, Map.of()));

        assertThat(versions).contains("naive", "ridge").doesNotContain("boosted-trees");
    }
}
