package io.manymodels.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.tribuo.protos.core.ModelProto;

/** What is around Tribuo's protobuf comes back as it was, whatever it is, and never for rows of another width. */
class StoredPropertyTest {

    @Property(tries = 200)
    void comesBackAsItWas(@ForAll("columns") Columns columns, @ForAll("targets") Target target,
            @ForAll("models") ModelProto model) {
        Stored.Content read = Stored.read(columns.width(), Stored.of(columns, target, model).bytes());

        assertThat(read.columns()).usingRecursiveComparison().isEqualTo(columns);
        assertThat(read.target()).isEqualTo(target);
        assertThat(read.model()).isEqualTo(model);
    }

    @Property(tries = 50)
    void isForRowsOfItsWidth(@ForAll("columns") Columns columns, @ForAll("models") ModelProto model) {
        byte[] bytes = Stored.of(columns, Target.label(2), model).bytes();

        assertThatThrownBy(() -> Stored.read(columns.width() + 1, bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void aFeatureIsNeverBelowTheLeastAndNeverMissing(@ForAll("columns") Columns columns) {
        double[] row = new double[columns.width()];
        Arrays.fill(row, Double.NaN);

        assertThat(Arrays.stream(columns.of(row, 0))).allMatch(x -> x >= columns.least());
    }

    @Provide
    Arbitrary<Columns> columns() {
        Arbitrary<Double> real = Arbitraries.doubles().between(-1e6, 1e6);
        return Arbitraries.integers().between(1, 8).flatMap(width -> Combinators.combine(
                real.array(double[].class).ofSize(width), real.array(double[].class).ofSize(width),
                real.array(double[].class).ofSize(width), Arbitraries.of(0.0, Double.NEGATIVE_INFINITY))
                .as(Columns::new));
    }

    @Provide
    Arbitrary<Target> targets() {
        return Combinators.combine(Arbitraries.integers().between(0, 50), Arbitraries.doubles(),
                Arbitraries.doubles()).as(Target::new);
    }

    @Provide
    Arbitrary<ModelProto> models() {
        return Combinators.combine(Arbitraries.strings().alpha().ofMaxLength(40),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(500))
                .as((name, bytes) -> ModelProto.newBuilder().setClassName(name)
                        .setSerializedData(Any.newBuilder().setValue(ByteString.copyFrom(bytes))).build());
    }
}
