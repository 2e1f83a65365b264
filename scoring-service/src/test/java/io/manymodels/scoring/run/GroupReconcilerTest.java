package io.manymodels.scoring.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.scoring.run.GroupForecastRepository.GroupForecast;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two keys in the north, one in the south; two steps. */
class GroupReconcilerTest {

    private static final List<String> NORTH = List.of("north");
    private static final List<String> SOUTH = List.of("south");
    /** Of variance 4. */
    private static final double[] ERRORS = {2, -2, 2, -2, 2, -2, 2, -2, 2, -2, 2, -2};

    private static GroupReconciler keys() {
        GroupReconciler reconciler = new GroupReconciler(Map.of(0, NORTH, 1, NORTH, 2, SOUTH), 2);
        for (int step = 0; step < 2; step++) {
            reconciler.add(0, step, 10, 1);
            reconciler.add(1, step, 20, 3);
            reconciler.add(2, step, 70, 5);
        }
        return reconciler;
    }

    private static GroupForecast forecast(List<String> path, double value, double spread) {
        return new GroupForecast(path, new double[] {value, value}, new double[] {1, spread}, ERRORS);
    }

    @Test
    void oneGroupGivesWayAsFarAsItErrsAndItsKeysTheRest() {
        Map<List<String>, double[]> shifts = keys().shifts(List.of(forecast(NORTH, 38, Math.sqrt(3))));

        // 8 more, shared as 4 + 4 at the first step, as 12 + 4 at the second: a unit of a key's variance has 1, then a half.
        assertThat(shifts).containsOnlyKeys(NORTH);
        assertThat(shifts.get(NORTH)).containsExactly(new double[] {1, 0.5}, within(1e-12));
    }

    @Test
    void allKeysMoveWithTheGroupOfAll() {
        Map<List<String>, double[]> shifts = keys().shifts(List.of(forecast(List.of(), 113, 1)));

        // 13 more, by a variance of 4 beside one of 9.
        assertThat(shifts).containsOnlyKeys(NORTH, SOUTH);
        assertThat(shifts.get(NORTH)).containsExactly(new double[] {1, 1}, within(1e-12));
        assertThat(shifts.get(SOUTH)).containsExactly(new double[] {1, 1}, within(1e-12));
    }

    @Test
    void aGroupOneOfWhoseKeysHasNoForecastIsNotHeard() {
        GroupReconciler reconciler = new GroupReconciler(Map.of(0, NORTH, 1, NORTH, 2, SOUTH), 2);
        reconciler.add(0, 0, 10, 1);
        reconciler.add(1, 0, 20, 3);
        reconciler.add(0, 1, 10, 1);
        reconciler.add(0, 2, 10, 1);

        Map<List<String>, double[]> shifts = reconciler.shifts(
                List.of(forecast(List.of(), 500, 1), forecast(NORTH, 38, 1)));

        assertThat(shifts).containsOnlyKeys(NORTH);
        assertThat(shifts.get(NORTH)).as("at the second step a key is missing").containsExactly(new double[] {1, 0},
                within(1e-12));
    }

    @Test
    void groupsThatAreUnknownOrTellTooLittleMoveNothing() {
        GroupForecast young = new GroupForecast(NORTH, new double[] {99, 99}, new double[] {1, 1}, new double[9]);

        assertThat(keys().shifts(List.of())).isEmpty();
        assertThat(keys().shifts(List.of(young))).isEmpty();
        assertThat(keys().shifts(List.of(forecast(List.of("west"), 99, 1)))).isEmpty();
        assertThat(keys().shifts(List.of(forecast(NORTH, 30, 1), forecast(SOUTH, 70, 1)))).as("they agree").isEmpty();
        assertThat(new HashMap<>(keys().shifts(List.of(forecast(NORTH, 38, 1), forecast(List.of("west"), 9, 1)))))
                .containsOnlyKeys(NORTH);
    }
}
