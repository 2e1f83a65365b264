package io.manymodels.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.Substitutes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any model that can be made can be stored, is the same when it is read, and predicts the same. */
class ModelCodecPropertyTest {

    private static final Arbitrary<Double> REALS = Arbitraries.doubles().between(-1e6, 1e6);

    @Property(tries = 300)
    void isTheSameAfterBeingStored(@ForAll("bodies") ModelBody body) {
        byte[] bytes = ModelCodec.encode(body);

        ModelBody read = ModelCodec.decodeBody(Toys.FORECAST, Toys.CODECS, bytes);

        assertThat(read).usingRecursiveComparison().withComparatorForType(Double::compare, Double.class)
                .isEqualTo(body);
        assertThat(ModelCodec.encode(read)).isEqualTo(bytes);
    }

    @Property(tries = 300)
    void predictsARowAloneAsAmongOthers(@ForAll("bodies") ModelBody body, @ForAll("weeks") List<Long> weeks) {
        PartitionModel model = new PartitionModel(Toys.FORECAST, body);
        PartitionRows rows = Toys.asked(weeks.stream().mapToLong(Long::longValue).toArray());

        Predictions together = model.predict(rows);

        for (int i = 0; i < rows.size(); i++) {
            Predictions alone = model.predict(rows.select(new int[] {i}));
            assertThat(alone.value()[0]).isEqualTo(Double.valueOf(together.value()[i]));
            for (int k = 0; k < together.lower().length; k++) {
                assertThat(alone.lower()[k][0]).isEqualTo(Double.valueOf(together.lower()[k][i]));
                assertThat(alone.upper()[k][0]).isEqualTo(Double.valueOf(together.upper()[k][i]));
            }
        }
    }

    @Property(tries = 300)
    void anIntervalHoldsItsPoint(@ForAll("bodies") ModelBody body, @ForAll("weeks") List<Long> weeks) {
        Predictions predictions = new PartitionModel(Toys.FORECAST, body)
                .predict(Toys.asked(weeks.stream().mapToLong(Long::longValue).toArray()));

        for (int k = 0; k < predictions.lower().length; k++) {
            for (int i = 0; i < predictions.size(); i++) {
                if (Double.isFinite(predictions.value()[i])) {
                    assertThat(predictions.lower()[k][i]).isLessThanOrEqualTo(predictions.value()[i]);
                    assertThat(predictions.upper()[k][i]).isGreaterThanOrEqualTo(predictions.value()[i]);
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Long>> weeks() {
        return Arbitraries.longs().between(-100, 1000).list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<ModelBody> bodies() {
        return Combinators
                .combine(Arbitraries.strings().ofMaxLength(12), scorers(), links(), quantiles(), substitutes())
                .as((name, scorer, link, quantiles, substitutes) -> new ModelBody(name, Toys.ORIGIN, scorer, List.of(),
                        link, quantiles, substitutes));
    }

    private static Arbitrary<Scorer> scorers() {
        Arbitrary<Scorer.Single> single = Arbitraries.oneOf(steps(), rows());
        return Arbitraries.oneOf(single, blends(single));
    }

    private static Arbitrary<Scorer> blends(Arbitrary<Scorer.Single> single) {
        return Combinators.combine(Arbitraries.of(Scorer.Blend.Scale.values()),
                Combinators.combine(Arbitraries.doubles().between(-1, 2), links(), single)
                        .as(Scorer.Blend.Member::new).list().ofMinSize(1).ofMaxSize(3))
                .as(Scorer.Blend::new);
    }

    private static Arbitrary<Scorer.Single> steps() {
        return reals(1, 30).flatMap(values -> Combinators.combine(Arbitraries.integers().between(1, 60),
                Arbitraries.oneOf(Arbitraries.just(new double[0]), reals(values.length, values.length)),
                Arbitraries.integers().between(1, values.length), REALS,
                Arbitraries.doubles().between(0.01, 1)).as(
                        (first, spreads, season, slope, damping) -> new Scorer.Steps(
                                first, values, spreads, new Scorer.Tail(season, slope, damping))));
    }

    private static Arbitrary<Scorer.Single> rows() {
        return recipes().flatMap(recipe -> Combinators
                .combine(histories(), Arbitraries.oneOf(linear(recipe.width()), trees(recipe.width()), foreign()))
                .as((history, kernel) -> new Scorer.Rows(recipe, history, kernel)));
    }

    private static Arbitrary<Kernel> linear(int width) {
        return Combinators.combine(reals(1, 1), reals(width, width), reals(width, width))
                .as((intercepts, coefficients, fill) -> new Kernel.Linear(1, intercepts, coefficients, fill));
    }

    private static Arbitrary<Kernel> foreign() {
        return REALS.map(Toys.ScaledFirst::new);
    }

    /** Splits leaves as drawn, so that any shape can come. */
    private static Arbitrary<Kernel> trees(int width) {
        return Combinators.combine(Arbitraries.integers().between(0, 1000).list().ofMaxSize(10), reals(21, 21),
                Arbitraries.of(true, false)).as((splits, values, known) -> {
                    int nodes = 1 + (width == 0 ? 0 : 2 * splits.size());
                    short[] feature = new short[nodes];
                    int[] left = new int[nodes];
                    int[] rows = new int[known ? nodes : 0];
                    boolean[] missingLeft = new boolean[nodes];
                    java.util.Arrays.fill(feature, (short) -1);
                    List<Integer> leaves = new ArrayList<>(List.of(0));
                    for (int next = 1; next < nodes; next += 2) {
                        int drawn = splits.get(next / 2);
                        int node = leaves.set(drawn % leaves.size(), leaves.getLast());
                        leaves.removeLast();
                        feature[node] = (short) (drawn % width);
                        left[node] = next;
                        missingLeft[node] = drawn % 2 == 0;
                        leaves.add(next);
                        leaves.add(next + 1);
                    }
                    for (int i = 0; i < rows.length; i++) {
                        rows[i] = nodes - i;
                    }
                    return new Kernel.Trees(1, new double[] {values[20]}, new int[] {0}, feature,
                            java.util.Arrays.copyOf(values, nodes), left, missingLeft, rows);
                });
    }

    private static Arbitrary<FeatureRecipe> recipes() {
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 60);
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        Arbitrary<FeatureTerm> term = Arbitraries.oneOf(
                Arbitraries.of(FeatureTerm.Scale.values()).map(scale -> new FeatureTerm.Value(2, scale)),
                Arbitraries.of(2, 3).map(FeatureTerm.Missing::new),
                Arbitraries.strings().ofMaxLength(5).map(text -> new FeatureTerm.Category(3, text)),
                Combinators.combine(small, flags).as(FeatureTerm.YearWave::new),
                Combinators.combine(REALS, small, flags).as(FeatureTerm.StepWave::new),
                Combinators.combine(Arbitraries.longs().between(-500, 500), REALS, REALS).as(FeatureTerm.Trend::new),
                Combinators.combine(Arbitraries.of(0, 1), small, small).as(FeatureTerm.LagMean::new),
                small.map(FeatureTerm.SameSeason::new));
        return term.list().ofMaxSize(6).map(FeatureRecipe::new);
    }

    private static Arbitrary<History> histories() {
        return Arbitraries.longs().between(-50, 160).set().ofMaxSize(12).flatMap(indexes -> Combinators
                .combine(reals(indexes.size(), indexes.size()), reals(indexes.size(), indexes.size()))
                .as((first, second) -> new History(indexes.stream().mapToLong(Long::longValue).sorted().toArray(),
                        new double[][] {first, second})));
    }

    private static Arbitrary<Link> links() {
        return Combinators.combine(Arbitraries.of(TargetTransform.values()), REALS, REALS,
                Arbitraries.doubles().between(-20, 0), Arbitraries.doubles().between(0, 20),
                Arbitraries.of(true, false)).as(Link::new);
    }

    private static Arbitrary<ResidualQuantiles> quantiles() {
        Arbitrary<ResidualQuantiles> byLead = Arbitraries.integers().between(1, 6)
                .flatMap(columns -> Combinators
                        .combine(Arbitraries.integers().between(1, 20), reals(columns, columns),
                                reals(columns, columns))
                        .as((first, lower, upper) -> new ResidualQuantiles(first, new double[][] {lower, lower},
                                new double[][] {upper, upper})));
        return Arbitraries.oneOf(Arbitraries.just(ResidualQuantiles.NONE), byLead);
    }

    private static Arbitrary<Substitutes> substitutes() {
        return Combinators.combine(REALS, Arbitraries.strings().ofMaxLength(4).injectNull(0.3),
                Arbitraries.of(true, false))
                .as((number, text, carried) -> new Substitutes(
                        List.of(new Substitutes.Substitute(2, number, null, carried),
                                new Substitutes.Substitute(3, Double.NaN, text, !carried))));
    }

    private static Arbitrary<double[]> reals(int least, int most) {
        return REALS.list().ofMinSize(least).ofMaxSize(most).map(values -> values.stream()
                .flatMapToDouble(DoubleStream::of).toArray());
    }
}
