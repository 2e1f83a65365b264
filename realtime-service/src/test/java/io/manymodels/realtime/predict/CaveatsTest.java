package io.manymodels.realtime.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.fixtures.family.ToyFamily;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.realtime.ServedToyFamily;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.LastValues;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.Substitutes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a prediction that is weaker than it looks. */
class CaveatsTest {

    private static final ServedFamily FAMILY = ServedToyFamily.SERVED;

    private static Caveats of(ModelBody body, @Nullable LastValues last, Map<String, ?> row) {
        return of(FAMILY, body, last, row);
    }

    private static Caveats of(ServedFamily family, ModelBody body, @Nullable LastValues last, Map<String, ?> row) {
        PartitionRows rows = PartitionRows.of(family.schema(), family.timeAxis(), "{}", List.of(row));
        return new Caveats.Finder(family, new PartitionModel(ToyFamily.header("toy"), body), last, rows).of(0);
    }

    private static ModelBody knowing(String... regions) {
        List<FeatureTerm> terms = java.util.Arrays.stream(regions)
                .map(region -> (FeatureTerm) new FeatureTerm.Category(0, region)).toList();
        return new ModelBody("ridge", null,
                new Scorer.Rows(new FeatureRecipe(terms), History.NONE,
                        new Kernel.Linear(1, new double[1], new double[terms.size()], new double[terms.size()])),
                List.of(), Link.IDENTITY, ResidualQuantiles.NONE, Substitutes.NONE);
    }

    @Test
    void aRowThatHasEverythingHasNone() {
        Caveats caveats = of(ToyFamily.sharedModel(0), null, Map.of("region", "north", "week", 21, "price", 1));

        assertThat(caveats).isSameAs(Caveats.NONE);
        assertThat(caveats.isEmpty()).isTrue();
    }

    @Test
    void allThatIsWeakIsNamed() {
        Caveats caveats = of(ToyFamily.sharedModel(0), null, Map.of("region", "west", "week", 23));

        assertThat(caveats).isEqualTo(new Caveats(List.of("price"), List.of("region"), true));
        assertThat(caveats.isEmpty()).isFalse();
    }

    @Test
    void aMissingTextIsMissingAndNoUnknownCategory() {
        assertThat(of(ToyFamily.sharedModel(0), null, Map.of("week", 21, "price", 1)))
                .isEqualTo(new Caveats(List.of("region"), List.of(), false));
    }

    @Test
    void whatTheModelItselfStandsInForIsNotMissing() {
        assertThat(of(ToyFamily.model(0), null, Map.of("region", "west", "week", 21))).isSameAs(Caveats.NONE);
    }

    @Test
    void whatTheCatalogueKnowsOfTheKeyIsNotMissing() {
        LastValues last = LastValues.fromJson(FAMILY.schema(), "{}", "{\"price\":7.5}");

        assertThat(of(ToyFamily.sharedModel(0), last, Map.of("region", "north", "week", 21))).isSameAs(Caveats.NONE);
    }

    @ParameterizedTest
    @CsvSource({"20, false", "21, false", "22, false", "23, true", "1000, true", "1, false"})
    void beyondTheHorizonIsWhatTheFamilyDoesNotForecast(int week, boolean beyond) {
        assertThat(of(ToyFamily.model(0), null, Map.of("week", week, "price", 1)).beyondHorizon()).isEqualTo(beyond);
    }

    @Test
    void aFamilyThatHasNoLastTimeHasNoHorizon() {
        ServedFamily timeless = new ServedFamily(FAMILY.release(), FAMILY.spec(), FAMILY.schema(), FAMILY.timeAxis(),
                null);

        assertThat(of(timeless, ToyFamily.model(0), null, Map.of("week", 1000, "price", 1))).isSameAs(Caveats.NONE);
    }

    /** One term tells two categories apart, so the other one may be called anything. */
    @Test
    void withASingleTextKnownTheOtherMayBeAny() {
        assertThat(of(knowing("north"), null, Map.of("region", "anything", "week", 21))).isSameAs(Caveats.NONE);
        assertThat(of(knowing("north", "south", "east"), null, Map.of("region", "anything", "week", 21))
                .unknownCategories()).containsExactly("region");
    }

    @Test
    void membersOfABlendAreAllLookedAt() {
        ModelBody blend = new ModelBody("blend", null,
                new Scorer.Blend(Scorer.Blend.Scale.ORIGINAL,
                        List.of(member(knowing("north", "south")), member(ToyFamily.sharedModel(0)))),
                List.of(), Link.IDENTITY, ResidualQuantiles.NONE, Substitutes.NONE);

        assertThat(of(blend, null, Map.of("region", "west", "week", 21)))
                .isEqualTo(new Caveats(List.of("price"), List.of("region"), false));
    }

    private static Scorer.Blend.Member member(ModelBody body) {
        return new Scorer.Blend.Member(1, Link.IDENTITY, (Scorer.Single) body.scorer());
    }
}
