package io.manymodels.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCheckFilterTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a", "a=", "a=1&b=2", "a=b=c", "a=1&&b=2", "&", "tag.store=2", "q=%0A%09", "q=%25",
            "a+b=c+d", "q=%E2%82%AC", "q=\u20ac", "a=1&a=2", "q=%ff"})
    void whatMeansSomethingIsTaken(@Nullable String query) {
        assertThatCode(() -> RequestCheckFilter.check(query)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"=1, a parameter without a name", "a=1&=2, a parameter without a name", "%00=1, a control character",
            "a%0Ab=1, a control character", "a=%00, the NUL character in parameter [a]",
            "b=1&a=x%00y, the NUL character in parameter [a]", "a=%, no percent-encoding",
            "a=%zz, no percent-encoding", "%4=1, no percent-encoding", "a=%-1, no percent-encoding"})
    void whatMeansNothingIsRefusedInWords(String query, String message) {
        assertThatThrownBy(() -> RequestCheckFilter.check(query)).isInstanceOfSatisfying(ManyModelsException.class,
                problem -> org.assertj.core.api.Assertions.assertThat(problem.code()).isEqualTo("parameter-malformed"))
                .hasMessageContaining(message).hasMessageContaining("Maybe");
    }

    /** What clients encode arrives, whatever it is, the NUL character aside. */
    @Property
    void anEncodedValueIsTaken(@ForAll String value) {
        Assume.that(value.indexOf(0) < 0);

        RequestCheckFilter.check("q=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    @Property
    void anyQueryIsTakenOrRefused(@ForAll String query) {
        try {
            RequestCheckFilter.check(query);
        } catch (ManyModelsException e) {
            org.assertj.core.api.Assertions.assertThat(e.code()).isEqualTo("parameter-malformed");
        }
    }
}
