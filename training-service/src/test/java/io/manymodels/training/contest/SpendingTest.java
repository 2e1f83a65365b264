package io.manymodels.training.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What contests spend, by a clock that fits alone move: 100 rows bring a second where a row brings 10 ms. */
class SpendingTest {

    private static final TrainingSpec SPEC = Toys.regression();
    private static final int ROWS = 100;
    private static final int KEYS = 12;
    private static final Catalogue CATALOGUE = Catalogue.installed();
    private static final Variant MEAN = CATALOGUE.plain(SPEC);
    private static final Variant RIDGE = CATALOGUE.variants(SPEC).stream()
            .filter(variant -> variant.name().equals("ridge")).findFirst().orElseThrow();

    private final AtomicLong clock = new AtomicLong();
    private final List<String> fitted = new ArrayList<>();

    private Spending spending(double secondsPerRow) {
        return new Spending(secondsPerRow * KEYS * ROWS, KEYS * ROWS, clock::get);
    }

    /** A candidate whose fit takes so long and comes to what another gives. */
    private Variant slow(String name, int rank, double seconds, Variant.Fitting fitting) {
        return new Variant(name, rank, lesson -> {
            fitted.add(name);
            clock.addAndGet((long) (seconds * 1e9));
            return fitting.fit(lesson);
        });
    }

    private Choice choose(Spending spending, int key, Variant... candidates) {
        PartitionRows rows = Toys.rents(ROWS, key);
        try (Spending.Account account = spending.open(ROWS)) {
            return new Contest(SPEC).choose(List.of(candidates), MEAN, rows, Windows.of(SPEC, rows), List.of(),
                    Deadline.NONE, account);
        }
    }

    @Test
    void whatIsCheapIsTriedThoughNothingIsLeft() {
        Variant rich = slow("rich", Variant.RICH, 1, RIDGE.fitting());

        Choice choice = choose(spending(0), 1, RIDGE, rich, MEAN);

        assertThat(choice.candidate().name()).isEqualTo("ridge");
        assertThat(choice.losses()).containsOnlyKeys("ridge", "mean");
        assertThat(choice.leftOut()).containsExactly("rich");
        assertThat(fitted).isEmpty();
    }

    @Test
    void thePlainestIsJudgedWhereThereIsRoomForNone() {
        Variant first = slow("first", Variant.RICH, 1, RIDGE.fitting());
        Variant second = slow("second", Variant.RICH + 1, 1, RIDGE.fitting());

        Choice choice = choose(spending(0), 1, first, second);

        assertThat(choice.candidate().name()).isEqualTo("mean");
        assertThat(choice.outcome()).as("it has metrics to be promoted by").isNotNull();
        assertThat(choice.losses()).containsOnlyKeys("mean");
        assertThat(choice.leftOut()).containsExactly("first", "second");
        assertThat(fitted).isEmpty();
    }

    @Test
    void aContestWithoutABudgetTriesAll() {
        PartitionRows rows = Toys.rents(ROWS, 1);
        Variant rich = slow("rich", Variant.RICH, 1, RIDGE.fitting());

        Choice choice = new Contest(SPEC).choose(List.of(rich, MEAN), MEAN, rows, Windows.of(SPEC, rows), List.of(),
                Deadline.NONE);

        assertThat(choice.candidate().name()).isEqualTo("rich");
        assertThat(choice.leftOut()).isEmpty();
    }

    /** Between contests nobody competes, and what was chosen had room in its contest. */
    @Test
    void whatAnEarlierContestChoseIsFittedAgainThoughNothingIsLeft() {
        PartitionTrainer trainer = new PartitionTrainer(SPEC, CATALOGUE, null, spending(0));

        TrainingResult.Trained again = (TrainingResult.Trained) trainer.train(Toys.rents(ROWS, 1), null,
                "boosted-trees");

        assertThat(again.algorithm()).isEqualTo("boosted-trees");
        assertThat(again.remark()).isNull();
    }

    /** A fit of a second in three windows, and the last one: four seconds. A key brings two. */
    @Test
    void keysSaveForWhatTheyCannotPay() {
        Spending spending = spending(0.02);
        Variant rich = slow("rich", Variant.RICH, 1, RIDGE.fitting());
        List<Integer> tried = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            if (choose(spending, key, MEAN, rich).leftOut().isEmpty()) {
                tried.add(key);
            }
        }

        assertThat(tried).hasSizeBetween(5, 7).startsWith(0);
        assertThat(clock.get() / 1e9).isLessThanOrEqualTo(1.05 * KEYS * 2.0 + 4);
    }

    /** Both cost the same; only one of them is better than what is cheap. */
    @Test
    void whatGainedMostASecondComesFirst() {
        Spending spending = spending(0.04);
        Variant useless = slow("useless", Variant.RICH, 1, MEAN.fitting());
        Variant useful = slow("useful", Variant.RICH + 1, 1, RIDGE.fitting());
        for (int key = 0; key < 4; key++) {
            choose(spending, key, useless, useful, MEAN);
        }
        fitted.clear();

        List<Choice> choices = new ArrayList<>();
        for (int key = 4; key < 12; key++) {
            choices.add(choose(spending, key, useless, useful, MEAN));
        }

        assertThat(choices).extracting(choice -> choice.candidate().name())
                .filteredOn(name -> name.equals("useful")).hasSizeGreaterThanOrEqualTo(7);
        assertThat(fitted).filteredOn(name -> name.equals("useless")).hasSizeLessThanOrEqualTo(3);
    }

    /** The useless one would take each key's share before there is enough for the other. */
    @Test
    void whatIsWorthMoreIsSavedFor() {
        Spending spending = spending(0.012);
        Variant useless = slow("useless", Variant.RICH, 0.3, MEAN.fitting());
        Variant useful = slow("useful", Variant.RICH + 1, 1, RIDGE.fitting());
        List<Choice> choices = new ArrayList<>();
        for (int key = 0; key < 40; key++) {
            choices.add(choose(spending, key, useless, useful, MEAN));
        }

        assertThat(choices).filteredOn(choice -> choice.candidate().name().equals("useful"))
                .hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void whatCannotBeFittedCostsAndGainsNothing() {
        Spending spending = spending(0.04);
        Variant broken = slow("broken", Variant.RICH, 2, lesson -> {
            throw new CannotFit("never");
        });
        Variant useful = slow("useful", Variant.RICH + 1, 1, RIDGE.fitting());

        for (int key = 0; key < 10; key++) {
            choose(spending, key, broken, useful, MEAN);
        }

        assertThat(fitted).filteredOn(name -> name.equals("broken")).hasSizeLessThanOrEqualTo(3);
        assertThat(fitted).filteredOn(name -> name.equals("useful")).hasSizeGreaterThan(20);
    }

    /** Where there is room for all, in whatever order, the winner is the one that a contest without a budget finds. */
    @Test
    void aBudgetThatDoesNotBindChangesNothing() {
        Spending spending = spending(1000);
        for (int key = 0; key < 10; key++) {
            PartitionRows rows = Toys.rents(ROWS, key);
            PartitionTrainer free = new PartitionTrainer(SPEC, CATALOGUE);
            PartitionTrainer bound = new PartitionTrainer(SPEC, CATALOGUE, null, spending);

            TrainingResult.Trained one = (TrainingResult.Trained) free.train(rows);
            TrainingResult.Trained other = (TrainingResult.Trained) bound.train(rows);

            assertThat(other.body()).isEqualTo(one.body());
            assertThat(other.provenance()).isEqualTo(one.provenance()).doesNotContainKey("leftOut");
        }
    }

    /** A process that has just started is slow: what its first keys take beyond their shares does not touch those after them. */
    @Test
    void slowFirstKeysLeaveNobodyOutWhereThereIsRoomForAll() {
        Spending spending = new Spending(1_000, 3_000 * ROWS, clock::get);
        List<String> leftOut = new ArrayList<>();
        for (int key = 0; key < 30; key++) {
            Variant rich = slow("rich", Variant.RICH, key < 3 ? 3 : 0.05, RIDGE.fitting());
            leftOut.addAll(choose(spending, key, MEAN, rich).leftOut());
        }

        assertThat(leftOut).isEmpty();
    }

    @Test
    void whoWasLeftOutIsTold() {
        TrainingResult.Trained trained = (TrainingResult.Trained) new PartitionTrainer(SPEC, CATALOGUE, null,
                spending(0)).train(Toys.rents(ROWS, 1));

        assertThat(trained.algorithm()).isEqualTo("ridge");
        assertThat(trained.provenance()).containsEntry("leftOut", List.of("boosted-trees"));
        assertThat(trained.remark()).isEqualTo(new TrainingResult.Unfit("budget-spent",
                "[1] of [3] candidates were left out: [boosted-trees]. Maybe raise training.budget"));
    }
}
