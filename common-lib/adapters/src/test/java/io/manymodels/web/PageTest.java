package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @ParameterizedTest
    @CsvSource({"0, 3, 0,", "2, 3, 2,", "3, 3, 3,", "4, 3, 3, after 2", "1, 1, 1,", "2, 1, 1, after 0"})
    void oneRowMoreThanAskedForTellsOfANextPage(int found, int limit, int items, @Nullable String cursor) {
        Page<Integer> page = Page.of(IntStream.range(0, found).boxed().toList(), limit, last -> "after " + last);

        assertThat(page.items()).hasSize(items);
        assertThat(page.nextCursor()).isEqualTo(cursor);
    }

    /** As clients do: on until there is no cursor. */
    @Property
    void everyItemIsOnOnePage(@ForAll @IntRange(max = 200) int size, @ForAll @IntRange(min = 1, max = 20) int limit) {
        List<Integer> all = IntStream.range(0, size).boxed().toList();
        List<Integer> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            int from = Cursor.decode(cursor, 1).stream().findFirst().map(Cursor::integer).map(last -> last + 1)
                    .orElse(0);
            Page<Integer> page = Page.of(all.subList(from, Math.min(size, from + limit + 1)), limit, Cursor::encode);
            seen.addAll(page.items());
            cursor = page.nextCursor();
        }

        assertThat(seen).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500, Page.LARGEST})
    void aLimitWithinItsBoundsIsTaken(int limit) {
        assertThat(Page.checkedLimit(limit)).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Page.LARGEST + 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aLimitOutOfThemIsRefused(int limit) {
        assertThatThrownBy(() -> Page.checkedLimit(limit)).isInstanceOfSatisfying(ManyModelsException.class,
                problem -> assertThat(problem.code()).isEqualTo("limit-out-of-range"))
                .hasMessage("limit [%d] is out of range. Maybe 1 to 1000".formatted(limit));
    }

    @Test
    void itemsAreChangedAndTheCursorStays() {
        Page<String> page = new Page<>(List.of(1, 2), "next").map(String::valueOf);

        assertThat(page).isEqualTo(new Page<>(List.of("1", "2"), "next"));
    }
}
