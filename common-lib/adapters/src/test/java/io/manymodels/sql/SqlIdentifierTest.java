package io.manymodels.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;

class SqlIdentifierTest {

    @Test
    void namesThatFitStay() {
        assertThat(SqlIdentifier.fitting("Umsatz in €")).isEqualTo("Umsatz in €");
    }

    @Test
    void longNamesFitAndStayTwo() {
        String common = "€".repeat(40);

        String one = SqlIdentifier.fitting(common + "1");

        assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
        assertThat(one).isNotEqualTo(SqlIdentifier.fitting(common + "2")).startsWith("€");
    }

    @Test
    void aPairOfSurrogatesIsNotCutInTwo() {
        String name = SqlIdentifier.fitting("𝄞".repeat(20));

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name)).isTrue();
    }

    @Test
    void aColumnStandsBesideOursWhateverItsCapitals() {
        assertThat(SqlIdentifier.beside(List.of("prediction", "rung"), "Rung")).isEqualTo("Rung_");
        assertThat(SqlIdentifier.beside(List.of("prediction", "rung", "rung_"), "rung")).isEqualTo("rung__");
        assertThat(SqlIdentifier.beside(List.of("prediction"), "rungs")).isEqualTo("rungs");
        assertThat(SqlIdentifier.beside(List.of("prediction"), "xmin")).isEqualTo("xmin_");
        assertThat(SqlIdentifier.beside(List.of("prediction", "CTID_"), "ctid")).isEqualTo("ctid__");
    }

    @Test
    void alsoTheLongestNameIsMovedAside() {
        String longest = "x".repeat(63);

        assertThat(SqlIdentifier.beside(List.of(longest), longest)).isNotEqualTo(longest).hasSize(63);
    }

    @Test
    void constantsKeepQuotesAndBackslashes() {
        assertThat(SqlIdentifier.literal("it's \\ here")).isEqualTo("E'it''s \\\\ here'");
    }

    @ParameterizedTest
    @CsvSource({"store, '\"store\"'", "'a\"b', '\"a\"\"b\"'", "'\"', '\"\"\"\"'",
            "'; DROP TABLE x; --', '\"; DROP TABLE x; --\"'",
            "Umsatz in \u20ac, '\"Umsatz in \u20ac\"'"})
    void aNameStaysANameWhateverIsInIt(String name, String quoted) {
        assertThat(SqlIdentifier.quote(name)).isEqualTo(quoted);
    }

    @Test
    void whatPostgresCannotHoldAsANameIsRefused() {
        assertThat(SqlIdentifier.quote("x".repeat(63))).hasSize(65);
        for (String name : List.of("", "a\0b", "x".repeat(64), "\u20ac".repeat(22))) {
            assertThatThrownBy(() -> SqlIdentifier.quote(name)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Maybe use 1 to 63 bytes");
        }
    }

    /** Read as PostgreSQL reads quoted names and E'' constants. */
    @Property
    void quotesAndConstantsEndWhereTheyShould(@ForAll @StringLength(min = 1, max = 15) String text) {
        Assume.that(text.indexOf(0) < 0 && text.getBytes(StandardCharsets.UTF_8).length <= 63);

        String quoted = SqlIdentifier.quote(text);
        assertThat(quoted.substring(1, quoted.length() - 1).replace("\"\"", "")).doesNotContain("\"");
        assertThat(quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"")).isEqualTo(text);
        String literal = SqlIdentifier.literal(text);
        String inner = literal.substring(2, literal.length() - 1);
        assertThat(literal).startsWith("E'").endsWith("'");
        assertThat(inner.replace("\\\\", "").replace("''", "")).doesNotContain("'").doesNotContain("\\");
    }

    @Property
    void aShortenedNameFitsAndDependsOnAllOfIt(@ForAll @StringLength(max = 200) String name,
            @ForAll @IntRange(min = 20, max = 63) int bytes) {
        Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(name));

        String fitting = SqlIdentifier.fitting(name, bytes);

        assertThat(fitting.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(bytes);
        assertThat(SqlIdentifier.fitting(name, bytes)).isEqualTo(fitting);
        if (name.getBytes(StandardCharsets.UTF_8).length > bytes) {
            assertThat(SqlIdentifier.fitting(name + "x", bytes)).isNotEqualTo(fitting);
            assertThat(fitting).matches("(?s).*_[0-9a-f]{8}");
        } else {
            assertThat(fitting).isEqualTo(name);
        }
    }

    @Test
    void aFamilyHasNoHyphensInSql() {
        assertThat(SqlIdentifier.ofFamily("orange-juice-2")).isEqualTo("orange_juice_2");
    }

    @ParameterizedTest
    @CsvSource({"22021, true", "22P05, true", "22001, false", "23505, false", ", false"})
    void characterProblemsAreKnownByTheirState(@Nullable String state, boolean ofCharacter) {
        Exception problem = new DataIntegrityViolationException("COPY",
                new RuntimeException(new SQLException("no", state)));

        assertThat(SqlState.isOfCharacter(problem)).isEqualTo(ofCharacter);
        assertThat(SqlState.isOfCharacter(new IllegalStateException("22021"))).isFalse();
    }
}
