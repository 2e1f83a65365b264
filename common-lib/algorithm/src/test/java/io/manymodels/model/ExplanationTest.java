package io.manymodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.rows.PartitionRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Base and contributions make the prediction, whatever the model. */
class ExplanationTest {

    private static final Offset<Double> EXACT = within(1e-9);

    static Stream<ModelCodecTest.Model> models() {
        return ModelCodecTest.models().filter(model -> Explainer.missing(model.body()) == null);
    }

    @ParameterizedTest
    @MethodSource("models")
    void addsUpToWhatIsPredicted(ModelCodecTest.Model model) {
        addsUp(new PartitionModel(model.header(), model.body()), Toys.asked());
    }

    static Stream<GoldenArtefact> artefacts() {
        return GoldenArtefactTest.artefacts();
    }

    @ParameterizedTest
    @MethodSource("artefacts")
    void artefactsOfEarlierBuildsAreExplainedOrSayWhyNot(GoldenArtefact golden) {
        ModelHeader header = ModelCodec.decodeHeader(golden.header());
        ModelBody body = ModelCodec.decodeBody(header, Toys.CODECS, golden.body());
        PartitionRows rows = PartitionRows.of(header.schema(), header.timeAxis(), golden.key(), golden.rows());
        PartitionModel model = new PartitionModel(header, body);

        if (model.explain(rows, null).unexplained() == null) {
            addsUp(model, rows);
        } else {
            assertThat(model.explain(rows, null).asMap(0)).containsOnlyKeys("unexplained");
            assertThat(model.explain(rows, null).unexplained()).matches(
                    ".*(do not know their training rows|tells only its scores|more than two labels are blended).*");
        }
    }

    private static void addsUp(PartitionModel model, PartitionRows rows) {
        Predictions predictions = model.predict(rows);
        List<Explanation> explanations = model.explain(rows, null).rows();

        assertThat(explanations).hasSize(rows.size());
        assertThat(model.importance(rows)).containsExactlyInAnyOrderEntriesOf(sizes(explanations));
        for (int i = 0; i < rows.size(); i++) {
            Explanation told = explanations.get(i);
            double said = switch (told.scale()) {
                case IDENTITY, LOG, LOG1P -> model.body().link().outcome(told.score());
                case LOG_ODDS -> 1 / (1 + Math.exp(-told.score()));
                case LOGIT -> told.score();
            };
            double predicted = switch (told.scale()) {
                case IDENTITY, LOG, LOG1P -> predictions.value()[i];
                case LOG_ODDS -> predictions.probabilities()[predictions.labels().size() - 1][i];
                case LOGIT -> model.scores(rows)[i * model.labels().size() + model.labels().indexOf(told.label())];
            };
            if (model.labels().size() != 1) {
                assertThat(said).isCloseTo(predicted, within(1e-9 * Math.max(1, Math.abs(predicted))));
            }
            if (told.scale() == Explanation.Scale.LOGIT) {
                assertThat(told.label()).isEqualTo(predictions.labels().get(predictions.label()[i]));
            }
        }
    }

    /** The mean size of each contribution, without the way from a score to a value. */
    private static Map<String, Double> sizes(List<Explanation> explanations) {
        Map<String, Double> sizes = new TreeMap<>();
        explanations.forEach(told -> told.contributions().forEach((name, value) -> {
            if (!Set.of("(level)", "(point)", "(bounds)").contains(name)) {
                sizes.merge(name, Math.abs(value) / explanations.size(), Double::sum);
            }
        }));
        return sizes;
    }

    @Test
    void termsOfAColumnAreOneContributionAndWhatIsNoColumnStandsInBrackets() {
        ModelBody body = Toys.forecast(Toys.rows(Toys.LINEAR));

        Explanation told = new PartitionModel(Toys.FORECAST, body)
                .explain(Toys.asked(new long[] {161}), null).rows().getFirst();

        assertThat(told.contributions().keySet()).containsExactly("price", "sky", "(year)", "(season)", "(trend)",
                "(past)", "units", "(level)", "(point)");
        assertThat(told.contributions()).containsEntry("(level)", 0.125).containsEntry("(point)", -0.5);
    }

    @Test
    void aHolidayIsOneContribution() {
        PartitionModel model = new PartitionModel(Toys.WITH_HOLIDAYS, Toys.forecast(Toys.HOLIDAYS));

        List<Explanation> told = model.explain(Toys.asked(new long[] {160, 161, 162, 163}), null).rows();

        // Weeks 161 and 163 are holidays, and a week before each a holiday is seven days off.
        assertThat(told).extracting(row -> row.contributions().get("(holiday)")).containsExactly(2.0, 0.5, 2.0, 0.5);
    }

    @Test
    void whatIsHeldWithinBoundsSaysSo() {
        Link narrow = new Link(TargetTransform.IDENTITY, 0, 0, -1, 1, false);
        ModelBody body = new ModelBody("toy", Toys.ORIGIN, new Scorer.Steps(1, new double[] {5}, new double[0],
                Scorer.Tail.HOLD), List.of(), narrow, ResidualQuantiles.NONE, Toys.SUBSTITUTES);

        Explanation told = new PartitionModel(Toys.FORECAST, body)
                .explain(Toys.asked(new long[] {161}), null).rows().getFirst();

        assertThat(told.base()).isEqualTo(5);
        assertThat(told.contributions()).containsEntry("(bounds)", -4.0);
        assertThat(told.asMap()).containsEntry("scale", "identity").containsEntry("score", 1.0);
    }

    /** Both kernels' contributions of a column are added, the family's times its weight. */
    @Test
    void aCorrectedModelTellsItsOwnPartAndThatOfTheFamily() {
        ModelBody body = Toys.forecast(Toys.rows(Toys.CORRECTED));
        PartitionRows rows = Toys.asked(new long[] {161, 163});

        List<Explanation> told = new PartitionModel(Toys.SHARING, body).explain(rows, null).rows();
        List<Explanation> own = new PartitionModel(Toys.SHARING, Toys.forecast(Toys.rows(
                new io.manymodels.kernel.Kernel.Corrected(Toys.CORRECTED.own(), 3, 0, Toys.CORRECTED.centres(),
                        Toys.CORRECTED.scales(), Toys.CORRECTED.numbers(), Toys.SHARED))))
                .explain(rows, null).rows();

        assertThat(told.getFirst().contributions()).containsKeys("(own model)", "(key)", "price", "units");
        // The family's trees ask for the own score and for a lag of the target alone.
        IntStream.range(0, rows.size()).forEach(i -> {
            Map<String, Double> family = told.get(i).contributions();
            assertThat(family.get("price")).isCloseTo(own.get(i).contributions().get("price"), EXACT);
            assertThat(family.get("(own model)")).isNotZero();
            assertThat(own.get(i).contributions().get("(own model)")).isZero();
        });
    }

    @Test
    void aPlugInsKernelSaysWhyItTellsNothing() {
        ModelBody body = Toys.forecast(Toys.rows(new Toys.ScaledFirst(2)));

        Explanations told = new PartitionModel(Toys.FORECAST, body).explain(Toys.asked(), null);

        assertThat(told.rows()).isEmpty();
        assertThat(told.asMap(3)).containsExactly(Map.entry("unexplained",
                "The model of [toy] cannot be explained: kernel [toy.scaled-first] tells only its scores"));
    }

    @Test
    void whatStandsInForAMissingColumnIsExplainedAsItIsPredicted() {
        ModelBody body = Toys.forecast(Toys.rows(Toys.LINEAR));
        PartitionModel model = new PartitionModel(Toys.FORECAST, body);
        // Of week 162 there is no price: 0.75 stands in.
        assertThat(model.explain(Toys.asked(new long[] {162}), null).rows().getFirst().contributions().get("price"))
                .isCloseTo(-2 * Math.log(0.75), EXACT);
    }
}
