package io.manymodels.ingestion.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.TimeStep;
import io.manymodels.rows.TimeAxis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutliersTest {

    private static final long NONE = Long.MAX_VALUE;
    /** A leap of more than a week, gap and horizon: 7 + 1 + 2 steps, and two seasons are one step each without a calendar. */
    private static final FamilySpec SPEC = FamilySpec.read("""
            family: f
            source: {files: rows.csv}
            key: [k]
            time: t
            target: y
            task: forecast
            forecast: {gap: 1, horizon: 2}
            """).orThrow();
    private static final int FAR = 10;
    private static final TimeAxis STEPS = TimeAxis.infer(TimeAxis.Kind.INTEGER, null, null, new long[] {0, 1, 2});
    private static final TimeAxis DAYS = TimeAxis.infer(TimeAxis.Kind.DATE, TimeStep.DAY, null, new long[] {0, 1, 2});

    /** A key by its first time, the time before its last labelled one, and that. */
    private static Span key(long from, @Nullable Long before, @Nullable Long end) {
        return Span.of(
                new PartitionQuery.Found(Map.of("k", end == null ? -1L : end), 0, 10, 10, from, null, end, end, before,
                        0, 0,
                        null, null, null, "", "", "", 0, Map.of(), Set.of(), Map.of(), Map.of()));
    }

    /** Rows at every step from 0. */
    private static Span regular(long end) {
        return key(0, end - 1, end);
    }

    private static List<Span> with(int regular, long end, Span... others) {
        List<Span> found = new ArrayList<>(Collections.nCopies(regular, regular(end)));
        found.addAll(List.of(others));
        return found;
    }

    @Test
    void theSeasonOfTheTestsAxisIsShort() {
        assertThat(2 * STEPS.seasonLength()).isLessThanOrEqualTo(FAR);
        assertThat(DAYS.seasonLength()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"110, false", "111, true", "9999, true", "100, false", "50, false"})
    void aLeapMustBeFarBeyondTheOthers(long end, boolean slip) {
        assertThat(Outliers.limit(SPEC, STEPS, with(4, 100, key(0, 99L, end)))).isEqualTo(slip ? 100 : NONE);
    }

    @Test
    void aSeasonIsNoLeap() {
        assertThat(Outliers.limit(SPEC, DAYS, with(4, 100, key(0, 99L, 114L)))).isEqualTo(NONE);
        assertThat(Outliers.limit(SPEC, DAYS, with(4, 100, key(0, 99L, 115L)))).isEqualTo(100);
    }

    @Test
    void whoGoesOnStepByStepIsAheadAndNotMistaken() {
        assertThat(Outliers.limit(SPEC, STEPS, with(4, 100, regular(180)))).isEqualTo(NONE);
        // But not by more than the others' whole history.
        assertThat(Outliers.limit(SPEC, STEPS, with(4, 100, regular(200)))).isEqualTo(NONE);
        assertThat(Outliers.limit(SPEC, STEPS, with(4, 100, regular(201)))).isEqualTo(100);
    }

    @Test
    void aKeyOfOneRowHasNotLeapt() {
        assertThat(Outliers.limit(SPEC, STEPS, with(4, 100, key(150, null, 150L)))).isEqualTo(NONE);
        assertThat(Outliers.limit(SPEC, STEPS, with(4, 100, key(201, null, 201L)))).isEqualTo(100);
    }

    @Test
    void ofTwoKeysNobodySaysWhichIsWrong() {
        Span slip = key(0, 99L, 1_000L);

        assertThat(Outliers.limit(SPEC, STEPS, with(1, 100, slip))).isEqualTo(NONE);
        assertThat(Outliers.limit(SPEC, STEPS, with(2, 100, slip))).isEqualTo(100);
        assertThat(Outliers.limit(SPEC, STEPS, with(1, 100, slip, key(0, null, null)))).isEqualTo(NONE);
    }

    @ParameterizedTest
    @CsvSource({"1089, false", "1090, true", "2000000, true"})
    void aLeapOfTenLengthsIsASlipWithoutOtherKeys(long end, boolean slip) {
        Span leapt = key(0, 99L, end);

        assertThat(Outliers.limit(SPEC, STEPS, List.of(leapt))).isEqualTo(slip ? 99 : NONE);
        assertThat(Outliers.limit(SPEC, STEPS, List.of(leapt, leapt, key(5, 80L, end + 1)))).isEqualTo(
                slip ? 99 : NONE);
        // Where others are, it is none: a key that was silent for long comes back among them.
        assertThat(Outliers.limit(SPEC, STEPS, List.of(leapt, key(0, end - 1, end)))).isEqualTo(NONE);
    }

    @Test
    void ofAFewRowsNobodyKnowsHowLongTheyAre() {
        Span two = Span.of(new PartitionQuery.Found(Map.of("k", 1L), 0, 2, 2, 0L, 500L, 500L, 500L, 0L, 0, 0,
                null, null, null, "", "", "", 0, Map.of(), Set.of(), Map.of(), Map.of()));

        assertThat(Outliers.limit(SPEC, STEPS, List.of(two))).isEqualTo(NONE);
    }

    @ParameterizedTest
    @CsvSource({
            // One of fewer than a hundred, two of a hundred, and never more than one in fifty.
            "98, 1, true", "97, 2, false", "98, 2, true", "147, 3, true", "146, 3, false"})
    void fewMaySlip(int regular, int slips, boolean found) {
        Span[] others = new Span[slips];
        for (int i = 0; i < slips; i++) {
            others[i] = key(0, 99L, 180L + i);
        }

        assertThat(Outliers.limit(SPEC, STEPS, with(regular, 100, others))).isEqualTo(found ? 100 : NONE);
    }

    @ParameterizedTest
    @CsvSource({"8, 2, 300, true", "8, 4, 300, true", "8, 5, 300, false", "8, 2, 200, false"})
    void aThirdMayHaveLeaptBeyondAllHistory(int regular, int slips, long end, boolean found) {
        Span[] others = new Span[slips];
        for (int i = 0; i < slips; i++) {
            others[i] = key(0, 99L, end);
        }

        assertThat(Outliers.limit(SPEC, STEPS, with(regular, 100, others))).isEqualTo(found ? 100 : NONE);
    }

    @Test
    void aSlipBehindKeysThatAreAheadIsOneToo() {
        // 105 is ahead, as keys may be; 500 is not.
        assertThat(Outliers.limit(SPEC, STEPS, with(98, 100, key(0, 104L, 105L), key(0, 99L, 500L)))).isEqualTo(105);
    }

    /** A key by its first two times. */
    private static Span begun(long rows, long first, long second) {
        return Span.of(
                new PartitionQuery.Found(Map.of("k", first), 0, rows, rows, first, second, 100L, 100L, 99L, 0, 0, null,
                        null, null, "", "", "", 0, Map.of(), Set.of(), Map.of(), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"8, -101, true", "7, -101, false", "8, -100, false", "8, -700000, true"})
    void aFirstRowThatTheOthersAreFarBehindIsASlip(long rows, long first, boolean slip) {
        Span early = begun(rows, first, 0);

        assertThat(Outliers.floor(SPEC, STEPS, List.of(early))).isEqualTo(slip ? 0 : Long.MIN_VALUE);
        assertThat(Outliers.floor(SPEC, STEPS, List.of(early, early, begun(90, 5, 6)))).isEqualTo(
                slip ? 0 : Long.MIN_VALUE);
        assertThat(Outliers.isEarly(SPEC, STEPS, 0, early)).isEqualTo(slip);
        // Where others begin, it is none.
        assertThat(Outliers.floor(SPEC, STEPS, List.of(early, begun(90, first, first + 1)))).isEqualTo(Long.MIN_VALUE);
    }

    @Property(tries = 200)
    void theOrderOfKeysDecidesNothing(@ForAll long seed, @ForAll @IntRange(min = 3, max = 60) int keys,
            @ForAll @LongRange(min = 101, max = 400) long end) {
        List<Span> found = new ArrayList<>(with(keys - 1, 100, key(0, 99L, end)));
        long limit = Outliers.limit(SPEC, STEPS, found);
        Collections.shuffle(found, new Random(seed));

        assertThat(Outliers.limit(SPEC, STEPS, found)).isEqualTo(limit);
    }

    @Property(tries = 200)
    void nearlyEveryKeyThatDidNotLeapEndsWithinTheLimit(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int keys) {
        Random random = new Random(seed);
        List<Span> found = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            long end = random.nextInt(20) == 0 ? random.nextInt(100_000) : 80 + random.nextInt(40);
            found.add(key(0, random.nextBoolean() ? end - 1 : 50L, end));
        }

        long limit = Outliers.limit(SPEC, STEPS, found);

        long beyond = found.stream().filter(one -> one.end() != null && one.end() > limit
                && Objects.equals(one.beforeEnd(), one.end() - 1)).count();
        assertThat(beyond).isLessThanOrEqualTo(Math.max(1, keys / 50));
    }
}
