package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a spreadsheet makes of the file of a key. */
class CsvTest {

    private static String cell(String json) {
        JsonNode row = JsonMapper.shared().readTree("{\"x\":%s}".formatted(json));
        return Csv.of(List.of("x"), List.of(row)).substring(2);
    }

    /** Nobody sums what begins with an apostrophe: a number is never touched, whether JSON calls it one or a text. */
    @ParameterizedTest
    @CsvSource({"-1.5", "0", "1.0E-7", "12345678901234567890", "'\"-1.5\"'", "'\"+49\"'", "'\"-1,5\"'", "'\"1e-7\"'"})
    void numbersStayAsTheyAre(String json) {
        assertThat(cell(json).strip().replace("\"", "")).isEqualTo(json.replace("\"", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {"=1+1 | '=1+1", "+cmd | '+cmd", "-2+3 | '-2+3",
            "@SUM(A1) | '@SUM(A1)", "=A1,B1 | \"'=A1,B1\"", "a=1 | a=1", "- | '-", "é-x | é-x"})
    void textIsNoFormula(String text, String cell) {
        assertThat(cell(JsonMapper.shared().writeValueAsString(text))).isEqualTo(cell + "\n");
    }

    @Test
    void whatSeparatesIsQuotedAndWhatIsMissingIsEmpty() {
        List<JsonNode> rows = List.of(JsonMapper.shared().readTree("{\"a\":\"x,y\",\"b\":\"say \\\"no\\\"\"}"),
                JsonMapper.shared().readTree("{\"a\":\"two\\nlines\",\"b\":null}"), JsonMapper.shared().readTree("{}"));

        assertThat(Csv.of(List.of("a", "b"), rows))
                .isEqualTo("a,b\n\"x,y\",\"say \"\"no\"\"\"\n\"two\nlines\",\n,\n");
    }
}
