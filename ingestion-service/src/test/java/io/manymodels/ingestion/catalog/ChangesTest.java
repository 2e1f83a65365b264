package io.manymodels.ingestion.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.FamilySpec;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private static FamilySpec.Ingestion guards(String guards) {
        return FamilySpec.read("""
                family: f
                source: {files: rows.csv}
                key: [k]
                target: y
                task: regression
                ingestion: {guards: %s}
                """.formatted(guards)).orThrow().ingestion();
    }

    private static Changes night(long rows, long vanished) {
        return new Changes("before", 1_000, rows, 40, 40 - vanished, 0, vanished, List.of());
    }

    @Test
    void aGuardAllowsWhatItSaysAndNoMore() {
        FamilySpec.Ingestion guards = guards("{vanishedKeys: 5%, rows: -20%}");

        assertThatCode(() -> night(800, 2).guard(guards)).doesNotThrowAnyException();
        assertThatThrownBy(() -> night(800, 3).guard(guards)).hasMessageContaining("[3] of [40] keys")
                .hasMessageContaining("7.5 %");
        assertThatThrownBy(() -> night(799, 2).guard(guards)).hasMessageContaining("[799] rows");
        assertThatCode(() -> night(1, 39).guard(guards("{}"))).doesNotThrowAnyException();
        assertThatCode(() -> Changes.first(1, 1).guard(guards)).doesNotThrowAnyException();
    }

    @Test
    void whatWasLostIsAWarningWithoutAnyGuard() {
        assertThat(night(1_000, 0).warnings()).isEmpty();
        assertThat(Changes.first(5, 1).warnings()).isEmpty();
        assertThat(night(700, 1).warnings()).hasSize(2).anyMatch(text -> text.contains("[1] of [40] keys"))
                .anyMatch(text -> text.contains("[700] rows are far fewer than the [1000]"));
        assertThat(night(700, 1).toJson().path("warnings")).hasSize(2);
    }

    @Test
    void columnsThatComeGoAndChangeAreNamed() {
        List<Column> before = List.of(new Column("k", ColumnType.INTEGER, ColumnRole.KEY),
                new Column("price", ColumnType.DOUBLE, ColumnRole.OBSERVED),
                new Column("note", ColumnType.TEXT, ColumnRole.STATIC));
        List<Column> after = List.of(new Column("k", ColumnType.TEXT, ColumnRole.KEY),
                new Column("note", ColumnType.TEXT, ColumnRole.OBSERVED),
                new Column("promo", ColumnType.INTEGER, ColumnRole.OBSERVED));

        assertThat(Changes.columns(before, after)).containsExactly("[k] was integer and is text",
                "[note] was static and is observed", "[promo] is new", "[price] is gone");
        assertThat(new Changes("before", 9, 9, 1, 1, 0, 0, Changes.columns(before, after)).warnings())
                .contains("column [price] is gone since snapshot [before]");
    }
}
