package io.manymodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.rows.PartitionRows;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an earlier build trained is still read, and predicts what it predicted there. Format 1 was written by the build at
 * 39ca933: every algorithm and every kind of feature that it had.
 */
class GoldenArtefactTest {

    /** Math.exp and its like may differ in the last place from one kind of processor to another. */
    private static final int PLACES_OFF = System.getProperty("os.arch").equals("amd64") ? 0 : 8;

    static Stream<GoldenArtefact> artefacts() {
        return IntStream.rangeClosed(1, ModelCodec.VERSION).boxed()
                .flatMap(format -> GoldenArtefact.ofFormat(format).stream());
    }

    /** So that the build that wrote it serves what this one trains. */
    @ParameterizedTest
    @MethodSource("ofTheEarliestThatIsWritten")
    void isWrittenAsItWas(GoldenArtefact golden) {
        ModelHeader header = ModelCodec.decodeHeader(golden.header());
        ModelBody body = ModelCodec.decodeBody(header, Toys.CODECS, golden.body());

        assertThat(ModelCodec.encode(header)).isEqualTo(golden.header());
        assertThat(ModelCodec.encode(body)).isEqualTo(golden.body());
    }

    static List<GoldenArtefact> ofTheEarliestThatIsWritten() {
        return GoldenArtefact.ofFormat(ModelCodec.EARLIEST);
    }

    @ParameterizedTest
    @MethodSource("artefacts")
    void predictsWhatItPredictedToTheLastBit(GoldenArtefact golden) {
        ModelHeader header = ModelCodec.decodeHeader(golden.header());
        PartitionModel model = new PartitionModel(header,
                ModelCodec.decodeBody(header, Toys.CODECS, golden.body()));

        Predictions actual = model
                .predict(PartitionRows.of(header.schema(), header.timeAxis(), golden.key(), golden.rows()));

        Predictions expected = golden.predictions();
        same(actual.value(), expected.value());
        same(actual.lower(), expected.lower());
        same(actual.upper(), expected.upper());
        same(actual.probabilities(), expected.probabilities());
        assertThat(actual.labels()).isEqualTo(expected.labels());
        assertThat(actual.label()).isEqualTo(expected.label());
        assertThat(actual.knownCarried()).isEqualTo(expected.knownCarried());
    }

    @Test
    void formatOneHasEveryAlgorithmThatItHad() {
        List<String> algorithms = GoldenArtefact.ofFormat(1).stream().map(golden -> ModelCodec
                .decodeBody(ModelCodec.decodeHeader(golden.header()), Toys.CODECS, golden.body()).algorithm())
                .distinct().toList();

        assertThat(algorithms).containsExactlyInAnyOrder("naive", "seasonal-naive", "mean", "majority-class", "ridge",
                "boosted-trees", "logistic-regression");
    }

    private static void same(double[][] actual, double[][] expected) {
        assertThat(actual).hasDimensions(expected.length, expected.length == 0 ? 0 : expected[0].length);
        for (int i = 0; i < expected.length; i++) {
            same(actual[i], expected[i]);
        }
    }

    private static void same(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (PLACES_OFF == 0) {
                assertThat(Double.toHexString(actual[i])).isEqualTo(Double.toHexString(expected[i]));
            } else {
                assertThat(actual[i]).isCloseTo(expected[i], within(PLACES_OFF * Math.ulp(expected[i])));
            }
        }
    }
}
