package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClassesTest {

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void classesCountWhatWasSaidAndWhatCameTrue() {
        Classes classes = Classes.of(List.of(
                json("{\"actual\":\"yes\",\"prediction\":\"no\",\"probability_yes\":0.4,\"probability_no\":0.6}"),
                json("{\"actual\":\"yes\",\"prediction\":\"yes\",\"probability_yes\":0.9,\"probability_no\":0.1}"),
                json("{\"actual\":null,\"prediction\":\"yes\",\"probability_yes\":0.9,\"probability_no\":0.1}")));

        assertThat(classes.count("yes", "no")).isEqualTo(1);
        assertThat(classes.count("yes", "yes")).isEqualTo(1);
        assertThat(classes.count("no", "no")).isZero();
        assertThat(classes.calibration()).hasSize(4);
        assertThat(classes.calibration().getLast().observed()).isEqualTo(1.0);
    }

    @Test
    void withoutABacktestThereIsNothingToShow() {
        assertThat(Classes.of(List.of()).isEmpty()).isTrue();
        assertThat(Classes.of(List.of(json("{\"actual\":null,\"prediction\":\"yes\"}"))).isEmpty()).isTrue();
    }

    /** Each row is counted once, and each probability lies in the bin that stands for it. */
    @Property
    void nothingIsLostAndNothingIsCountedTwice(@ForAll("judged") List<JsonNode> rows) {
        Classes classes = Classes.of(rows);

        assertThat(classes.labels().stream().mapToLong(actual -> classes.labels().stream()
                .mapToLong(said -> classes.count(actual, said)).sum()).sum()).isEqualTo(rows.size());
        assertThat(classes.calibration().stream().mapToLong(Classes.Bin::count).sum()).isEqualTo(2L * rows.size());
        assertThat(classes.calibration()).allSatisfy(bin -> {
            assertThat(bin.expected()).isBetween(bin.from() - 1e-9, bin.to() + 1e-9);
            assertThat(bin.observed()).isBetween(0.0, 1.0);
        });
    }

    /** Of two labels whose probabilities sum to one, just one comes true in each row. */
    @Property
    void asManyLabelsComeTrueAsThereAreRows(@ForAll("judged") List<JsonNode> rows) {
        double came = Classes.of(rows).calibration().stream().mapToDouble(bin -> bin.observed() * bin.count()).sum();

        assertThat(Math.round(came)).isEqualTo(rows.size());
    }

    @Provide
    Arbitrary<List<JsonNode>> judged() {
        return Combinators
                .combine(Arbitraries.of("yes", "no"), Arbitraries.doubles().between(0, 1)).as((actual, yes) -> json(
                        "{\"actual\":\"%s\",\"prediction\":\"%s\",\"probability_yes\":%s,\"probability_no\":%s}"
                                .formatted(actual,
                                        yes >= 0.5 ? "yes" : "no", yes, 1 - yes)))
                .list().ofMaxSize(30);
    }
}
