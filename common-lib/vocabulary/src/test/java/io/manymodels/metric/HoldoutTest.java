package io.manymodels.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class HoldoutTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void numbersComeBackFromJson() {
        Holdout holdout = new Holdout(new int[] {3, 4}, List.of(80), new double[] {1.5, 2.5},
                new double[][] {{1, Double.NaN}}, new double[][] {{2, 3}}, new double[] {0.5, 0.5},
                new double[] {0.25, 0.25}, List.of(), new double[0][]);

        Holdout read = Holdout.fromJson(JSON.readTree(JSON.writeValueAsString(holdout.toJson())));

        assertThat(read).usingRecursiveComparison().withEqualsForType(Double::equals, Double.class).isEqualTo(holdout);
    }

    @Test
    void labelsComeBackFromJson() {
        Holdout holdout = Holdout.ofLabels(new int[] {0, 7}, List.of("no", "yes"),
                new double[][] {{0.25, 0.5}, {0.75, 0.5}});

        Holdout read = Holdout.fromJson(JSON.readTree(JSON.writeValueAsString(holdout.toJson())));

        assertThat(read.rows()).containsExactly(0, 7);
        assertThat(read.labels()).containsExactly("no", "yes");
        assertThat(read.probabilities()).isDeepEqualTo(holdout.probabilities());
    }

    @Test
    void theNewestRowsAreThoseWithTheLargestNumbers() {
        Holdout holdout = Holdout.ofNumbers(new int[] {5, 2, 9, 7}, new NumberRows(new double[4],
                new double[] {50, 20, 90, 70}, new double[0][], new double[0][], List.of(), new double[4],
                new double[4]));

        Holdout newest = holdout.newest(2);

        assertThat(newest.rows()).containsExactly(7, 9);
        assertThat(newest.predicted()).containsExactly(70, 90);
    }

    @Test
    void arraysOfOtherLengthsAreRefused() {
        assertThatThrownBy(() -> Holdout.fromJson(JSON.readTree("{\"rows\":[1,2],\"predicted\":[1]}")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
