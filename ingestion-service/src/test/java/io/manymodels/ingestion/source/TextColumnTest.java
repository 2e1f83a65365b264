package io.manymodels.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextColumnTest {

    @ParameterizedTest
    @CsvSource({
            // Two texts that come twice each, beside few numbers.
            "4, 2, 5, 100, 10, true",
            // One of them came once only: a slip.
            "3, 2, 5, 100, 10, false",
            "0, 0, 0, 100, 10, false",
            // Twenty codes are a list of codes, twenty-one are texts.
            "40, 20, 5, 100, 10, true", "42, 21, 5, 100, 10, false",
            // A code is short.
            "4, 2, 20, 100, 10, true", "4, 2, 21, 100, 10, false",
            // Numbers of codes come again as well: fifty of them, or each twenty times.
            "4, 2, 5, 51, 50, true", "4, 2, 5, 51, 51, false", "4, 2, 5, 1020, 51, true", "4, 2, 5, 1019, 51, false"})
    void codesComeAgainAndAgain(long texts, long different, long longest, long numbers, long differentNumbers,
            boolean code) {
        assertThat(TextColumn.isCode(texts, different, longest, numbers, differentNumbers)).isEqualTo(code);
    }
}
