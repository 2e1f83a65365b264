package io.manymodels.realtime.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import io.manymodels.realtime.ServedToyFamily;
import io.manymodels.realtime.predict.RowTyping.Typed;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Cells of a request become the columns that models take; what is wrong with a row is a problem of that row. */
class RowTypingTest {

    private static Cells cells(@Nullable Object... values) {
        return new Cells.Mixed(values);
    }

    private static Typed typed(RequestRows rows, RowProblems problems, Integer... places) {
        return new RowTyping(ServedToyFamily.SERVED, rows, problems).typed("{}", List.of(places));
    }

    @Test
    void cellsAreTypedByTheSchema() {
        RequestRows rows = new RequestRows(3, Map.of("region", cells("north", 7L, null), "week", cells(21L, "22", 23.0),
                "price", cells("1.5", true, null)), List.of());
        RowProblems problems = new RowProblems();

        Typed typed = typed(rows, problems, 0, 1, 2);

        assertThat(problems.rows()).isZero();
        assertThat(typed.places()).containsExactly(0, 1, 2);
        assertThat(typed.rows().times()).containsExactly(21, 22, 23);
        assertThat(typed.rows().texts(0)).containsExactly("north", "7", null);
        assertThat(typed.rows().numbers(2)).containsExactly(21, 22, 23);
        assertThat(typed.rows().numbers(4)).containsExactly(1.5, 1, Double.NaN);
        assertThat(typed.rows().numbers(3)).as("a column that nobody sent").containsOnly(Double.NaN);
    }

    @Test
    void tensorsAreTypedWithoutBeingBoxedIntoRows() {
        RequestRows rows = new RequestRows(2,
                Map.of("region", new Cells.Texts(new @Nullable String[] {"a", null}), "week",
                        new Cells.Integers(new long[] {21, 22}, false), "price",
                        new Cells.Numbers(new double[] {0.5, Double.NaN})),
                List.of());
        RowProblems problems = new RowProblems();

        Typed typed = typed(rows, problems, 1, 0);

        assertThat(typed.places()).containsExactly(1, 0);
        assertThat(typed.rows().times()).containsExactly(22, 21);
        assertThat(typed.rows().numbers(4)).containsExactly(Double.NaN, 0.5);
        assertThat(typed.rows().texts(0)).containsExactly(null, "a");
    }

    @Test
    void aWrongRowIsLeftOutAndItsNeighboursStay() {
        RequestRows rows = new RequestRows(5, Map.of("week", cells(21L, "soon", null, 21.5, 25L), "price",
                cells(1L, 2L, 3L, 4L, "dear")), List.of());
        RowProblems problems = new RowProblems();

        Typed typed = typed(rows, problems, 0, 1, 2, 3, 4);

        assertThat(typed.places()).containsExactly(0);
        assertThat(typed.rows().size()).isEqualTo(1);
        assertThat(typed.rows().numbers(4)).containsExactly(1);
        assertThat(IntStream.range(0, 5).mapToObj(problems::of).flatMap(List::stream).map(RowProblem::code))
                .containsExactly("time-malformed", "time-missing", "time-malformed", "value-malformed");
        assertThat(problems.of(1).getFirst().path()).isEqualTo("rows[1].week");
        assertThat(problems.of(4).getFirst().message()).startsWith("Row 4 has [dear] in column [price]");
    }

    @Test
    void withoutATimeNoRowHasOne() {
        RowProblems problems = new RowProblems();

        Typed typed = typed(new RequestRows(2, Map.of("price", cells(1L, 2L)), List.of()), problems, 0, 1);

        assertThat(typed.places()).isEmpty();
        assertThat(problems.of(1)).extracting(RowProblem::code).containsExactly("time-missing");
    }

    @Test
    void aRefusalNamesWhatTheCallerCanMend() {
        RowProblems problems = new RowProblems();
        problems.add(RowProblem.of(0, null, ManyModelsException.notFound("key-unknown", "Key [a] is unknown")));
        assertThat(problems.refusal(ServedToyFamily.SERVED)).satisfies(refusal -> {
            assertThat(refusal.kind()).isEqualTo(Kind.NOT_FOUND);
            assertThat(refusal.code()).isEqualTo("key-unknown");
        });

        problems.add(RowProblem.invalid(2, "price", "value-malformed", "second"));
        problems.add(RowProblem.invalid(1, null, "row-malformed", "first"));
        assertThat(problems.refusal(ServedToyFamily.SERVED)).satisfies(refusal -> {
            assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
            assertThat(refusal.code()).isEqualTo("rows-invalid");
            assertThat(refusal.getMessage())
                    .isEqualTo("2 values of the request do not fit family [toy], the first: rows[1]: first");
            assertThat(refusal.details()).extracting(ManyModelsException.Detail::path).containsExactly("rows[1]",
                    "rows[2].price");
        });

        problems.add(new RowProblem(3, null, Kind.UNAVAILABLE, "storage-unavailable", "The storage is away"));
        assertThat(problems.refusal(ServedToyFamily.SERVED)).satisfies(refusal -> {
            assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(refusal.getMessage()).isEqualTo("The storage is away");
        });
    }

    @Test
    void aRefusalNamesAHundredOfItsProblems() {
        RowProblems problems = new RowProblems();
        for (int row = 0; row < 1000; row++) {
            problems.add(RowProblem.invalid(row, "a", "value-malformed", "wrong"));
        }

        ManyModelsException refusal = problems.refusal(ServedToyFamily.SERVED);

        assertThat(refusal.details()).hasSize(100);
        assertThat(refusal.getMessage()).startsWith("1000 values");
        assertThat(problems.rows()).isEqualTo(1000);
        assertThat(problems.has(999)).isTrue();
        assertThat(problems.has(1000)).isFalse();
        assertThat(problems.of(1000)).isEmpty();
    }

    @Test
    void columnsOfOtherLengthsAreNoRequest() {
        org.assertj.core.api.Assertions
                .assertThatThrownBy(() -> new RequestRows(2, Map.of("price", cells(1L)), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Column [price] has [1] cells for [2] rows");
    }
}
