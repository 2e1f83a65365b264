package io.manymodels.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.PlugIns;
import io.manymodels.kernel.TooLarge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.protos.core.ModelProto;

/** What training stores, serving reads; what it would not read is not stored. */
class LimitsTest {

    private static final Columns ONE = new Columns(new double[1], new double[1], new double[] {1}, 0);

    /** Trees that are alike shrink to next to nothing, as a bomb does. */
    @ParameterizedTest
    @ValueSource(ints = {50, 2000})
    void aForestOfTreesThatAreAlikeIsRead(int trees) {
        TribuoKernel kernel = Trained.stumps(trees).kernel();

        Kernel.Foreign read = PlugIns.NONE.codecs().read(kernel.name(), kernel.version(), Trained.WIDTH,
                kernel.bytes());

        assertThat(scores(read)).containsExactly(scores(kernel));
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 10, 1 << 20, 8 << 20})
    void whateverItsPartsAreAlikeItIsRead(int length) {
        ModelProto alike = model(new byte[length]);

        Stored stored = Stored.of(ONE, Target.label(2), alike);

        assertThat(Stored.read(1, stored.bytes()).model()).isEqualTo(alike);
        assertThat(stored.bytes().length).isLessThan(length);
    }

    @Test
    void aModelOfMoreBytesThanAreReadIsNotStored() {
        ModelProto large = model(new byte[Stored.LARGEST]);

        assertThatThrownBy(() -> Stored.of(ONE, Target.label(2), large)).isInstanceOf(TooLarge.class)
                .hasMessageContaining("[%d]".formatted(large.getSerializedSize()))
                .hasMessageContaining("at most [%d] are read".formatted(TribuoKernel.LARGEST))
                .hasMessageContaining("Maybe settings that make it smaller");
    }

    @Test
    void theLargestThatIsStoredIsRead() {
        byte[] bytes = new byte[Stored.LARGEST - 20];
        ModelProto largest = model(bytes);

        assertThat(Stored.read(1, Stored.of(ONE, Target.label(2), largest).bytes()).model()).isEqualTo(largest);
    }

    private static ModelProto model(byte[] data) {
        return ModelProto.newBuilder().setSerializedData(Any.newBuilder().setValue(ByteString.copyFrom(data))).build();
    }

    private static double[] scores(Kernel kernel) {
        double[] scores = new double[6 * kernel.outputs()];
        kernel.score(Trained.asked(), 6, Trained.WIDTH, scores);
        return scores;
    }
}
