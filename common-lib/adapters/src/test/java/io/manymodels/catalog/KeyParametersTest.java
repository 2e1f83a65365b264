package io.manymodels.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.key.PartitionKey;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.RowSchema;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyParametersTest {

    private static final List<String> COLUMNS = List.of("store", "brand", "open", "size", "day", "gone");
    private static final RowSchema SCHEMA = new RowSchema(List.of(column("units", ColumnType.DOUBLE),
            column("store", ColumnType.INTEGER), column("brand", ColumnType.TEXT), column("open", ColumnType.BOOLEAN),
            column("size", ColumnType.DOUBLE), column("day", ColumnType.DATE)));

    private static Column column(String name, ColumnType type) {
        return new Column(name, type, name.equals("units") ? ColumnRole.TARGET : ColumnRole.KEY);
    }

    private static PartitionKey read(String column, String value) {
        return KeyParameters.read(SCHEMA, List.of(column), Map.of(column, value));
    }

    @Test
    void aKeyHasItsColumnsInTheirOrderWhateverTheOrderOfTheRequest() {
        assertThat(KeyParameters.read(SCHEMA, COLUMNS, Map.of("gone", "x", "day", "2026-01-31", "brand", "Tropicana",
                "size", "0.5", "open", "true", "store", "2")))
                .isEqualTo(new PartitionKey(COLUMNS, List.of(2L, "Tropicana", true, 0.5, "2026-01-31", "x")));
    }

    @ParameterizedTest
    @CsvSource({"store, ' 2 ', 2", "store, -9223372036854775808, -9223372036854775808", "store, 007, 7",
            "brand, 007, '\"007\"'", "brand, '', '\"\"'", "open, false, false", "size, 1e3, 1000", "size, 2, 2",
            "gone, 2, '\"2\"'"})
    void aValueIsReadAsItsColumnIs(String column, String value, String json) {
        assertThat(read(column, value).canonical()).isEqualTo("{\"%s\":%s}".formatted(column, json));
    }

    @ParameterizedTest
    @CsvSource({"store, x, integer", "store, 2.5, integer", "store, '', integer", "store, 9223372036854775808, integer",
            "open, maybe, boolean", "size, wide, double"})
    void aValueOfAnotherTypeIsNamed(String column, String value, String type) {
        assertThatThrownBy(() -> read(column, value)).isInstanceOfSatisfying(ManyModelsException.class, problem -> {
            assertThat(problem.kind()).isEqualTo(ManyModelsException.Kind.MALFORMED);
            assertThat(problem.code()).isEqualTo("key-malformed");
        }).hasMessage("Value [%s] of key column [%s] is not of type [%s]. Maybe write it as the family's data has it"
                .formatted(value, column, type));
    }

    @Test
    void whatIsNoKeyColumnIsRefusedAndWhatIsMissingToo() {
        List<String> columns = List.of("store", "brand");

        assertThatThrownBy(() -> KeyParameters.read(SCHEMA, columns, Map.of("store", "2", "brnad", "x")))
                .hasMessage("Parameter [brnad] is no key column. Maybe one of [store, brand]")
                .isInstanceOfSatisfying(ManyModelsException.class,
                        problem -> assertThat(problem.code()).isEqualTo("parameter-unknown"));
        assertThatThrownBy(() -> KeyParameters.read(SCHEMA, columns, Map.of("store", "2")))
                .hasMessage("Key column [brand] is missing. Maybe name all of [store, brand]")
                .isInstanceOfSatisfying(ManyModelsException.class,
                        problem -> assertThat(problem.code()).isEqualTo("key-missing"));
    }

    @Property
    void whateverSomebodySendsIsAKeyOrRefused(@ForAll String value) {
        for (String column : COLUMNS) {
            try {
                assertThat(read(column, value).columns()).containsExactly(column);
            } catch (ManyModelsException e) {
                assertThat(e.code()).isEqualTo("key-malformed");
            }
        }
    }

    @Property
    void everyWholeNumberComesThrough(@ForAll long store) {
        assertThat(read("store", Long.toString(store))).isEqualTo(new PartitionKey(List.of("store"), List.of(store)));
    }
}
