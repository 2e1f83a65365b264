package io.manymodels.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PartitionKeyPropertyTest {

    @Property
    void theCanonicalTextIsReadAsTheSameKey(@ForAll("keys") PartitionKey key) {
        PartitionKey read = PartitionKey.parse(key.canonical());

        assertThat(read).isEqualTo(key);
        assertThat(read.canonical()).isEqualTo(key.canonical());
    }

    @Property
    void keysAreEqualExactlyWhenTheirTextsAre(@ForAll("keys") PartitionKey one, @ForAll("keys") PartitionKey other) {
        assertThat(one.canonical().equals(other.canonical())).isEqualTo(one.equals(other));
    }

    @Property
    void aWholeNumberIsOneKeyHoweverItIsStored(@ForAll int number) {
        String canonical = new PartitionKey(List.of("store"), List.of((long) number)).canonical();

        assertThat(canonical).isEqualTo("{\"store\":" + number + "}");
        assertThat(new PartitionKey(List.of("store"), List.of(number)).canonical()).isEqualTo(canonical);
        assertThat(new PartitionKey(List.of("store"), List.of((double) number)).canonical()).isEqualTo(canonical);
    }

    @Property
    void aGroupHoldsTheKeysOwnValues(@ForAll("keys") PartitionKey key) {
        List<String> reversed = key.columns().reversed();

        PartitionKey group = key.project(reversed);

        assertThat(group.columns()).isEqualTo(reversed);
        assertThat(group.asMap()).containsExactlyInAnyOrderEntriesOf(key.asMap());
    }

    @Property
    void anyOtherTextIsRefusedWithItsCode(@ForAll String text) {
        try {
            PartitionKey key = PartitionKey.parse(text);
            assertThat(PartitionKey.parse(key.canonical())).isEqualTo(key);
        } catch (ManyModelsException e) {
            assertThat(e.code()).isEqualTo("key-malformed");
        }
    }

    @Example
    void refusals() {
        for (String text : List.of("", "[]", "null", "1", "{\"a\":null}", "{\"a\":1", "{'a':1}",
                // A key is a value a column, and its text the only one that it has.
                "{}", "{\"a\":[1]}", "{\"a\":{}}", "{\"a\":99999999999999999999}", "{\"a\":1} x",
                "{\"a\":1,\"a\":2}")) {
            assertThatThrownBy(() -> PartitionKey.parse(text)).as(text).isInstanceOf(ManyModelsException.class)
                    .hasMessageContaining("Maybe");
        }
        assertThatThrownBy(() -> new PartitionKey(List.of("a", "b"), List.of(1L)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PartitionKey(List.of("a"), List.of(1L)).project(List.of("b")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[b]");
    }

    @Provide
    Arbitrary<PartitionKey> keys() {
        Arbitrary<Object> values = Arbitraries.oneOf(Arbitraries.longs().map(value -> (Object) value),
                Arbitraries.of(true, false).map(value -> (Object) value),
                Arbitraries.doubles().between(-1e6, 1e6).ofScale(3).map(value -> (Object) value),
                Arbitraries.strings().ofMaxLength(8).map(value -> (Object) value));
        return values.list().ofMinSize(1).ofMaxSize(4).map(list -> new PartitionKey(
                IntStream.range(0, list.size()).mapToObj(i -> "column" + i).toList(), new ArrayList<>(list)));
    }
}
